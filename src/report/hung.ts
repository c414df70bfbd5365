/** Hung tasks in the words of the kernel's watchdog (kernel/hung_task.c) and of lockdep: who waits where, for what, and who holds what. */
import type { Program } from '../lang/ir.js';
import type { State } from '../checker/state.js';
import { taskName, type HeldLock, type Row, type StackFrame } from '../checker/trail.js';
import { locksHeld, stackFrames } from '../checker/trail/row.js';
import { cut, traceLines } from './splat.js';
import { nicknamesOf } from './trail/nicknames.js';
import { wrapPieces } from './trail/table.js';
import { stuckTasks, type Stuck } from './waiting.js';

/** A block of lines for each task that waits and is not at a valid end, then all locks that are held. `rows` tell where they were taken. */
export function hungLines(program: Program, state: State, { columns, rows = [] }: { columns: number; rows?: readonly Row[] }): string[] {
  const stuck = stuckTasks(program, state);
  if (stuck.length === 0) return [];
  const blocks = [...stuck.map((one) => taskLines(program, state, one, columns)), lockLines(program, state, rows, columns)];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

function taskLines(program: Program, state: State, { task, access, wanted }: Stuck, columns: number): string[] {
  const named = nicknamesOf(program).of;
  const said = (text: string): string[] => wrapPieces(text.split(' '), columns);
  return [
    ...said(`INFO: task ${taskName(program, task)} blocked for ever at ${program.sites[access.site]!.text}`),
    ...wanted.flatMap((lock) => said(`  ${taskName(program, task)} waits for ${named(lock.lock)}, which task ${taskName(program, lock.task)} holds${lock.shared ? ' (shared)' : ''}`)),
    'Call Trace:',
    ...traceLines(program, stackFrames(program, state.stacks[task]!, access.site), columns),
  ];
}

/** As debug_show_all_locks() has it: by task, in the order of the classes. */
function lockLines(program: Program, state: State, rows: readonly Row[], columns: number): string[] {
  const held = locksHeld(program, state);
  if (held.length === 0) return [];
  const holders = program.tasks.flatMap(({ name }, task) => {
    const locks = held.filter((lock) => lock.task === task);
    return locks.length === 0 ? [] : [`${locks.length} ${locks.length === 1 ? 'lock' : 'locks'} held by ${name}:`, ...locks.map((lock, at) => cut(` #${at}: ${lockText(program, lock, rows)}`, columns))];
  });
  return ['Showing all locks held in the system:', ...holders];
}

function lockText(program: Program, lock: HeldLock, rows: readonly Row[]): string {
  const frame = takenAt(lock, rows);
  const name = nicknamesOf(program).of(lock.lock);
  return `${name}${lock.shared ? ' (shared)' : ''}${frame === null ? '' : `, taken in ${frame.name}`}`;
}

/** Where a task took a lock that it holds at the end of these steps; null where it had it from the start. */
export function takenAt(lock: HeldLock, rows: readonly Row[]): StackFrame | null {
  const has = ({ locks }: Row): boolean => locks.some((other) => other.lock === lock.lock && other.task === lock.task && other.shared === lock.shared);
  const before = rows.findLastIndex((row) => !has(row));
  const row = rows[before + 1];
  return row === undefined || (before < 0 && row.task !== lock.task) ? null : (row.frames.at(-1) ?? null);
}
