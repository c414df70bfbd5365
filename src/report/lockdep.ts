/** A cycle in the order of locks, in the shape of kernel/locking/lockdep.c: the chain of dependencies, and how it may come to a deadlock. */
import type { Program } from '../lang/ir.js';
import { locksHeld, stackFrames } from '../checker/trail/row.js';
import type { HeldLock, Replay, StackFrame } from '../checker/trail.js';
import { takenAt } from './hung.js';
import { cut, traceLines } from './splat.js';
import { nicknamesOf } from './trail/nicknames.js';

const RULE = 54;

/** A lock that was taken, and the one that was held then. */
interface Dependency {
  readonly task: string;
  readonly taken: HeldLock;
  readonly held: HeldLock;
  /** Where each was taken; null where it was held from the start. */
  readonly frames: readonly StackFrame[];
  readonly heldAt: StackFrame | null;
}

/**
 * The lines about a cycle, from the trails of its edges, which end where a lock is taken; none if they do not show a cycle.
 * `classes` are those of the cycle, as a verdict's detail has them: the first is the last, too.
 */
export function lockdepLines(program: Program, { title, classes, edges }: { title: string; classes: readonly string[]; edges: readonly Replay[] }, columns: number): string[] {
  const chain = edges.flatMap((edge, at) => dependencyOf(program, edge, { from: classes[at], to: classes[at + 1] }));
  // The last one is the lock that closes the cycle, as lockdep meets it: #0 of the chain, behind those that were known before.
  const last = chain.at(-1);
  if (last === undefined || chain.length !== edges.length) return [];
  const known = chain.slice(0, -1).toReversed();
  const named = (lock: HeldLock): string => `(${nicknamesOf(program).of(lock.lock)})${lock.shared ? ' shared' : ''}`;
  const fit = (lines: readonly string[]): string[] => lines.map((line) => cut(line, columns));
  return [
    '='.repeat(RULE).slice(0, columns), ...fit([title]), '-'.repeat(RULE).slice(0, columns),
    ...fit([
      `${last.task} is trying to acquire lock:`, ` ${named(last.taken)}, in ${last.frames.at(-1)?.name ?? '?'}`,
      'but task is already holding lock:', ` ${named(last.held)}${last.heldAt === null ? '' : `, taken in ${last.heldAt.name}`}`,
      'which lock already depends on the new lock.', '', 'the existing dependency chain (in reverse order) is:',
    ]),
    ...[...known, last].flatMap((one, at) => [
      '', ...fit([`-> #${chain.length - 1 - at} ${named(one.taken)}, by ${one.task} under ${named(one.held)}:`]), ...traceLines(program, one.frames, columns),
    ]),
    ...(chain.length === 2 ? scenario([last, chain[0]!], named).map((line) => cut(line, columns)) : []),
    '='.repeat(RULE).slice(0, columns),
  ];
}

function scenario([a, b]: readonly [Dependency, Dependency], named: (lock: HeldLock) => string): string[] {
  const lock = (of: HeldLock): string => `lock${named(of).replace(' shared', '')};`;
  const [left, right] = [lock(a.held), lock(b.held)];
  const width = Math.max(left.length, lock(a.taken).length, 'CPU0'.length) + 4;
  const at = (text: string, side: 0 | 1): string => ` ${' '.repeat(side === 0 ? 0 : width)}${text}`.trimEnd();
  return [
    '', ' Possible unsafe locking scenario:', '', ` ${'CPU0'.padEnd(width)}CPU1`, ` ${'----'.padEnd(width)}----`,
    at(left, 0), at(right, 1), at(lock(b.taken), 1), at(lock(a.taken), 0), '', ' *** DEADLOCK ***',
  ];
}

function dependencyOf(program: Program, { rows, states, start }: Replay, { from, to }: { from: string | undefined; to: string | undefined }): Dependency[] {
  const last = rows.at(-1);
  const before = rows.length > 1 ? states.at(rows.length - 2) : start;
  if (last === undefined || before === undefined || before === null) return [];
  const mine = (locks: readonly HeldLock[]): HeldLock[] => locks.filter(({ task }) => task === last.task);
  const held = mine(locksHeld(program, before));
  const isOf = (lock: HeldLock, name: string | undefined): boolean => program.lockClasses[lock.lockClass]!.name === name;
  const taken = mine(last.locks).find((lock) => isOf(lock, to) && !held.some((other) => other.lock === lock.lock));
  const under = held.findLast((lock) => isOf(lock, from));
  if (taken === undefined || under === undefined) return [];
  return [{ task: last.taskName, taken, held: under, frames: stackFrames(program, before.stacks[last.task]!, last.site), heldAt: takenAt(under, rows.slice(0, -1)) }];
}
