/** What verdicts have to show, and how they are called. */
import type { Shortest, Verdict } from '../checker/outcome.js';
import { replay, type HeldLock, type Replay, type Trail } from '../checker/trail.js';
import { locksHeld } from '../checker/trail/row.js';
import type { Measure, Program, Property } from '../lang/ir.js';
import type { Subject } from './trail/interest.js';
import { lockColumns, waitColumns } from './waiting.js';

export function trailsOf(verdict: Verdict): readonly Trail[] {
  switch (verdict.kind) {
    case 'violated':
    case 'reached':
    case 'hung': return [verdict.trail];
    case 'report':
    case 'model': return verdict.trails;
    case 'proved':
    case 'unreached':
    case 'inconclusive': return [];
  }
}

/** Whether a verdict's trails are proved to be the shortest; null where nobody asked, or where there is none. */
export function shortestOf(verdict: Verdict): Shortest {
  return 'shortest' in verdict ? verdict.shortest : null;
}

/** One line that names what is wrong. */
export function titleOf(verdict: Verdict): string {
  const name = 'name' in verdict.subject ? verdict.subject.name : verdict.subject.kind;
  switch (verdict.kind) {
    case 'proved': return `${name} is proved`;
    case 'violated': return verdict.subject.kind === 'final' ? `${name} is false at the end` : `${name} is violated`;
    case 'reached': return `${name} is reached`;
    case 'unreached': return `${name} is reached nowhere`;
    case 'hung': return 'a task hangs';
    case 'report': return verdict.title;
    case 'model': return verdict.subject.kind === 'checks' ? `model error: ${verdict.title}` : `model error: ${name} cannot be evaluated: ${verdict.title}`;
    case 'inconclusive': return `${name}: inconclusive`;
  }
}

/** The property or measure that a verdict is about; null where it is about none. */
export function declaredOf(program: Program, subject: Verdict['subject']): Property | Measure | null {
  if (!('name' in subject)) return null;
  const declared = subject.kind === 'measure' ? program.measures?.find(({ name }) => name === subject.name)
    : program.properties.find(({ name, kind }) => name === subject.name && kind === subject.kind);
  return declared ?? null;
}

/** What the trails of a verdict are the proof of. */
export function subjectOf(program: Program, verdict: Verdict): Subject {
  const { subject } = verdict;
  if (verdict.kind === 'hung') return hungSubject(program, replay(program, verdict.trail));
  const property = declaredOf(program, subject);
  if (property !== null) return { kind: 'property', fn: property.fn };
  if (verdict.kind !== 'report' && verdict.kind !== 'model') return { kind: 'report', struct: null };
  if (verdict.reportClass === 'lockdep') return { kind: 'hung' };
  const [trail] = verdict.trails;
  if (verdict.reportClass === 'held-at-exit' && trail !== undefined) return heldSubject(program, replay(program, trail));
  const object = verdict.object ?? (verdict.report === null ? null : program.reports[verdict.report]!.object);
  return { kind: 'report', struct: object?.struct ?? null };
}

/** What tasks that hang wait for. */
export function hungSubject(program: Program, { states, start }: Replay): Subject {
  const last = states.at(-1) ?? start;
  return last === null ? { kind: 'hung' } : { kind: 'columns', columns: waitColumns(program, last) };
}

/** The locks that the last task of a trail still holds. */
export function heldSubject(program: Program, replayed: Replay): Subject {
  return { kind: 'columns', columns: new Set(locksKept(program, replayed).flatMap(({ lockClass }) => lockColumns(program, lockClass))) };
}

/** The locks that the last task holds in its last step, as far as that comes. */
export function locksKept(program: Program, { rows, states, start }: Replay): HeldLock[] {
  const last = rows.at(-1);
  const before = (last?.report === null ? states.at(-2) : states.at(-1)) ?? start;
  if (last === undefined || before === null) return [];
  const mem = { ...before.mem };
  for (const { column, cell, after } of last.changes) {
    const { name } = program.columns[column]!;
    mem[name] = mem[name]!.map((value, at) => (at === cell ? after : value));
  }
  return locksHeld(program, { ...before, mem }).filter(({ task }) => task === last.task);
}
