/**
 * How a run can end: the closed union of outcomes, and from it alone the wording, the exit codes, and which of several endings decides.
 *
 * Exit codes 11 to 13, 75, 150 and 153 mean what they mean in TLC, 64 what it means in sysexits.h, so that a script knows them.
 */
import type { Property, ReportClass, ReportId, StructId } from '../lang/ir.js';
import type { Trail } from './trail.js';

/** Every way in which a run ends. */
export type Outcome =
  | 'proved' | 'deadlock' | 'safety' | 'liveness' | 'assertion' | 'unreached' | 'drift' | 'inconclusive'
  | 'usage' | 'model' | 'compile' | 'system';

/** What people and scripts see of an outcome. */
export interface OutcomeFacts {
  /** The process's exit code. */
  readonly exit: number;
  /** In two or three words, as printed. */
  readonly title: string;
  /** In one sentence, as in the manual. */
  readonly meaning: string;
}

const table: Readonly<Record<Outcome, OutcomeFacts>> = {
  proved: { exit: 0, title: 'proved', meaning: 'The whole state space was explored exactly, and what was asked holds in all of it.' },
  deadlock: { exit: 11, title: 'hung task', meaning: 'A state has no step left, and some task in it is not at a valid end.' },
  safety: { exit: 12, title: 'violated', meaning: 'An invariant or a final condition fails, or a built-in check reports.' },
  liveness: { exit: 13, title: 'liveness violated', meaning: 'What should happen eventually can be put off for ever.' },
  assertion: { exit: 14, title: 'assertion failed', meaning: 'An assert, a BUG_ON or a WARN_ON triggers.' },
  unreached: { exit: 20, title: 'unreached', meaning: 'No reachable state is a witness of what was said to be reachable.' },
  drift: { exit: 21, title: 'drift', meaning: 'A verdict, a count, a fingerprint or a trail differs from the accepted one.' },
  inconclusive: { exit: 22, title: 'inconclusive', meaning: 'A limit or an interrupt ended the search before the whole state space was explored.' },
  usage: { exit: 64, title: 'usage', meaning: 'The command line asks for what does not exist.' },
  model: { exit: 75, title: 'model error', meaning: 'A value left its range, a pool ran out, or a property could not be evaluated.' },
  compile: { exit: 150, title: 'does not compile', meaning: 'The model or the spec is outside the language.' },
  system: { exit: 153, title: 'system error', meaning: 'fdcheck itself failed, or the machine ran out of something.' },
};

/** Several endings: the first of these that occurs decides. What is not fdcheck's answer comes before what is one. */
const precedence: readonly Outcome[] = [
  'usage', 'system', 'compile', 'model', 'assertion', 'safety', 'deadlock', 'liveness', 'unreached', 'drift', 'inconclusive', 'proved',
];

/** Exit code, title and meaning of an outcome. */
export function factsOf(outcome: Outcome): OutcomeFacts {
  return table[outcome];
}

/** The exit code of an outcome. */
export function exitCode(outcome: Outcome): number {
  return table[outcome].exit;
}

/** Which of several outcomes decides the exit code; `proved` when there is none. */
export function deciding(outcomes: Iterable<Outcome>): Outcome {
  const present = new Set(outcomes);
  return precedence.find(outcome => present.has(outcome)) ?? 'proved';
}

/** All outcomes, in the order in which they decide. */
export function outcomesByPrecedence(): readonly Outcome[] {
  return precedence;
}

/** The outcome that a report of this class is. */
export function outcomeOfReport(reportClass: ReportClass): 'safety' | 'assertion' | 'model' {
  switch (reportClass) {
    case 'null-ptr-deref':
    case 'use-after-free':
    case 'double-free':
    case 'slab-out-of-bounds':
    case 'uninit-value':
    case 'refcount':
    case 'lockdep':
    case 'atomic-sleep':
    case 'rcu-usage':
    case 'held-at-exit':
    case 'memory-leak':
      return 'safety';
    case 'bug':
    case 'warn':
    case 'assert':
      return 'assertion';
    case 'range':
    case 'pool':
    case 'model':
      return 'model';
    default:
      return unreachable(reportClass);
  }
}

/** What a verdict is about: a property, that no task hangs, or that no built-in check reports. */
export type Subject =
  | { readonly kind: Property['kind']; readonly name: string }
  /** That it could be taken; what it is, is no verdict. */
  | { readonly kind: 'measure'; readonly name: string }
  | { readonly kind: 'hung' }
  | { readonly kind: 'checks' };

/** The end of a path in a report, with its trail; for a lock-order cycle a trail for each of its edges. */
export interface Reported {
  readonly subject: Subject;
  readonly reportClass: ReportClass;
  readonly title: string;
  readonly detail: string;
  /** The program's report; null for what the checker finds without one (a leak, a lock-order cycle). */
  readonly report: ReportId | null;
  /** The object that leaks; null for others (Replay.history tells of their objects). */
  readonly object: { readonly struct: StructId; readonly number: number } | null;
  readonly trails: readonly Trail[];
  readonly shortest: Shortest;
}

/** Whether it is proved that no run of fewer accesses ends like this; null where nobody asked. */
export type Shortest = boolean | null;

/** The answer about one subject of one program; only `checks` may have several, one a report. */
export type Verdict =
  | { readonly kind: 'proved'; readonly subject: Subject }
  | { readonly kind: 'violated'; readonly subject: Subject; readonly trail: Trail; readonly shortest: Shortest }
  | { readonly kind: 'reached'; readonly subject: Subject; readonly trail: Trail; readonly shortest: Shortest }
  | { readonly kind: 'unreached'; readonly subject: Subject }
  /** `tasks` are those that hang, by index. */
  | { readonly kind: 'hung'; readonly subject: Subject; readonly tasks: readonly number[]; readonly trail: Trail; readonly shortest: Shortest }
  | ({ readonly kind: 'report' } & Reported)
  /** A report that says that the model, and not the code under study, is at fault. */
  | ({ readonly kind: 'model' } & Reported)
  | { readonly kind: 'inconclusive'; readonly subject: Subject };

/** An extreme of a measure, and a trail to an end of the program where it is met. */
export interface MeasuredValue {
  readonly value: number;
  readonly trail: Trail;
  readonly shortest: Shortest;
}

/** What a measure comes to over all ends of the program; exact if the search was complete. Null where it was met at none. */
export interface Measured {
  readonly name: string;
  readonly least: MeasuredValue | null;
  readonly greatest: MeasuredValue | null;
}

/** The outcome that a verdict is. */
export function outcomeOf(verdict: Verdict): Outcome {
  switch (verdict.kind) {
    case 'proved':
    case 'reached':
      return 'proved';
    case 'violated':
      return 'safety';
    case 'hung':
      return 'deadlock';
    case 'report':
      return outcomeOfReport(verdict.reportClass);
    case 'unreached':
    case 'model':
    case 'inconclusive':
      return verdict.kind;
    default:
      return unreachable(verdict);
  }
}

/** Ends a switch that has dealt with every member of a closed union: tsc refuses a missing one, and a wrong value at run time throws. */
export function unreachable(value: never): never {
  throw new Error(`not a member of the union: ${JSON.stringify(value)}`);
}
