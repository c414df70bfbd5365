/** A hung task in the words of the kernel's watchdog and of lockdep: who waits where, for what, and who holds it. */
import type { LockClass, Program } from '../lang/ir.js';
import type { FrameState, State } from '../checker/state.js';
import { cellName, taskName } from './names.js';
import { traceLines } from './splat.js';
import { accessOf, siteOf } from './trail/acts.js';

/** A lock that some task holds. */
interface Hold {
  readonly lockClass: LockClass;
  /** e.g. `files_struct#1.file_lock`. */
  readonly name: string;
  /** Tasks that hold it, from 0. */
  readonly holders: readonly number[];
}

/** A block of lines for each task that waits and is not at a valid end. */
export function hungLines(program: Program, state: State): string[] {
  const holds = program.lockClasses.flatMap((lockClass) => holdsOf(program, state, lockClass));
  const stuck = program.tasks.flatMap((task, at) => (task.implicit || validEnd(program, state.stacks[at]!) ? [] : [at]));
  return stuck.flatMap((task, at) => [...(at === 0 ? [] : ['']), ...taskLines(program, state, task, holds)]);
}

function taskLines(program: Program, state: State, task: number, holds: readonly Hold[]): string[] {
  const frames = state.stacks[task]!;
  const access = program.accesses[accessOf(program, frames.at(-1))]!;
  const own = holds.filter(({ holders }) => holders.includes(task));
  const wanted = holds.filter(({ lockClass, holders }) => lockClass.name === access.place && holders.some((holder) => holder !== task));
  const waits = access.op === 'lock' ? `a lock of class ${access.place ?? 'unknown'}` : program.sites[access.site]!.text;
  return [
    `INFO: task ${taskName(program, task)} blocked for ever, waiting for ${waits}`,
    ...wanted.map(({ name, holders }) => `  ${name} is held by ${names(program, holders)}`),
    ...(own.length === 0 ? [] : [`  it holds ${own.map(({ name }) => name).join(', ')}`]),
    'Call trace:',
    ...traceLines(program, frames.map(({ fn }) => fn), frames.map((frame) => siteOf(program, frame))),
  ];
}

function holdsOf(program: Program, state: State, lockClass: LockClass): Hold[] {
  const owners = state.mem[program.columns[lockClass.owner]!.name]!;
  const readers = lockClass.readers === null ? [] : state.mem[program.columns[lockClass.readers]!.name]!;
  return owners.flatMap((owner, cell) => {
    const reading = program.tasks.flatMap((_, task) => (((readers[cell] ?? 0) >> task) & 1 ? [task] : []));
    const holders = owner === 0 ? reading : [owner - 1, ...reading];
    return holders.length === 0 ? [] : [{ lockClass, name: lockName(program, lockClass, cell), holders }];
  });
}

/** The lock's own name: its owner cell's without the last field. */
function lockName(program: Program, lockClass: LockClass, cell: number): string {
  return cellName(program, lockClass.owner, cell).replace(/\.[^.]+$/, '');
}

function names(program: Program, tasks: readonly number[]): string {
  return tasks.map((task) => taskName(program, task)).join(', ');
}

function validEnd(program: Program, stack: readonly FrameState[]): boolean {
  return stack.length === 0 || program.accesses[accessOf(program, stack.at(-1))]!.validEnd;
}
