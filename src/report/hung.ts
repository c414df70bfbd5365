/** A hung task in the words of the kernel's watchdog and of lockdep: who waits where, for what, and who holds it. */
import type { Access, Program } from '../lang/ir.js';
import type { State } from '../checker/state.js';
import { taskName, type HeldLock, type StackFrame } from '../checker/trail.js';
import { locksHeld, stackFrames } from '../checker/trail/row.js';
import { traceLines } from './splat.js';

/** A block of lines for each task that waits and is not at a valid end. */
export function hungLines(program: Program, state: State): string[] {
  const held = locksHeld(program, state);
  return waitsOf(program, state).flatMap((wait, at) => [...(at === 0 ? [] : ['']), ...taskLines(program, wait, held)]);
}

/** A task that hangs, the access in front of which it waits, and its stack. */
export interface Wait {
  readonly task: number;
  readonly access: Access;
  readonly frames: readonly StackFrame[];
}

/** The tasks that wait in a state where nothing moves, and are not at a valid end. */
export function waitsOf(program: Program, state: State): Wait[] {
  return program.tasks.flatMap(({ implicit }, task) => {
    const access = waitsAt(program, state, task);
    return implicit || access === null || access.validEnd ? [] : [{ task, access, frames: stackFrames(program, state.stacks[task]!, access.site) }];
  });
}

function taskLines(program: Program, { task, access, frames }: Wait, held: readonly HeldLock[]): string[] {
  const own = held.filter((lock) => lock.task === task);
  const wanted = held.filter((lock) => lock.task !== task && program.lockClasses[lock.lockClass]!.name === access.place);
  return [
    `INFO: task ${taskName(program, task)} blocked for ever at ${program.sites[access.site]!.text}`,
    ...wanted.map((lock) => `  ${lock.lock} is held by ${taskName(program, lock.task)}${lock.shared ? ' (shared)' : ''}`),
    ...(own.length === 0 ? [] : [`  it holds ${own.map(({ lock }) => lock).join(', ')}`]),
    'Call trace:',
    ...traceLines(program, frames),
  ];
}

/** The access in front of which a task stands; null where it has not started or has ended. */
function waitsAt(program: Program, state: State, task: number): Access | null {
  const top = state.stacks[task]!.at(-1);
  const first = top === undefined ? undefined : program.fns[top.fn]!.blocks[top.block]!.instrs[0];
  return first?.kind === 'access' ? program.accesses[first.access]! : null;
}
