/** A hung task in the words of the kernel's watchdog and of lockdep: who waits where, for what, and who holds it. */
import type { Access, Program } from '../lang/ir.js';
import type { State } from '../checker/state.js';
import { taskName, type HeldLock } from '../checker/trail.js';
import { locksHeld, stackFrames } from '../checker/trail/row.js';
import { traceLines } from './splat.js';

/** A block of lines for each task that waits and is not at a valid end. */
export function hungLines(program: Program, state: State): string[] {
  const held = locksHeld(program, state);
  const stuck = program.tasks.flatMap((task, at) => {
    const access = waitsAt(program, state, at);
    return task.implicit || access === null || access.validEnd ? [] : [{ task: at, access }];
  });
  return stuck.flatMap(({ task, access }, at) => [...(at === 0 ? [] : ['']), ...taskLines(program, state, { task, access, held })]);
}

function taskLines(program: Program, state: State, { task, access, held }: { task: number; access: Access; held: readonly HeldLock[] }): string[] {
  const own = held.filter((lock) => lock.task === task);
  const wanted = held.filter((lock) => lock.task !== task && program.lockClasses[lock.lockClass]!.name === access.place);
  return [
    `INFO: task ${taskName(program, task)} blocked for ever at ${program.sites[access.site]!.text}`,
    ...wanted.map((lock) => `  ${lock.lock} is held by ${taskName(program, lock.task)}${lock.shared ? ' (shared)' : ''}`),
    ...(own.length === 0 ? [] : [`  it holds ${own.map(({ lock }) => lock).join(', ')}`]),
    'Call trace:',
    ...traceLines(program, stackFrames(program, state.stacks[task]!, access.site)),
  ];
}

/** The access in front of which a task stands; null where it has not started or has ended. */
function waitsAt(program: Program, state: State, task: number): Access | null {
  const top = state.stacks[task]!.at(-1);
  const first = top === undefined ? undefined : program.fns[top.fn]!.blocks[top.block]!.instrs[0];
  return first?.kind === 'access' ? program.accesses[first.access]! : null;
}
