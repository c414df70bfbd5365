/** What a spec expects of a variant, and whether a check found that and nothing else. */
import type { Expectation } from '../lang/ir.js';
import type { CheckResult } from './check.js';
import { deciding, outcomeOf, unreachable, type Outcome, type Subject, type Verdict } from './outcome.js';

export type { Expectation };

export interface Comparison {
  readonly met: boolean;
  /** Verdicts that the expectation does not name. */
  readonly unexpected: readonly Verdict[];
  /** In words, what was expected and did not happen, e.g. `violated(count_is_exact)`. */
  readonly missing: readonly string[];
  /** `proved` if met; else what decides among the unexpected verdicts, or `drift` where something is only missing. */
  readonly outcome: Outcome;
}

/** Compares what a check found with what was expected of it. */
export function compareWithExpectation({ verdicts }: Pick<CheckResult, 'verdicts'>, expectation: Expectation): Comparison {
  const expected = wordsOf(expectation);
  const wrong = verdicts.filter((verdict) => outcomeOf(verdict) !== 'proved');
  const unexpected = wrong.filter((verdict) => !expected.includes(verdictWords(verdict)));
  const found = new Set(wrong.map(verdictWords));
  const missing = expected.filter((words) => !found.has(words));
  const met = unexpected.length === 0 && missing.length === 0;
  const outcome = unexpected.length > 0 ? deciding(unexpected.map(outcomeOf)) : met ? 'proved' : 'drift';
  return { met, unexpected, missing, outcome };
}

/** What an expectation names, in the words of verdictWords. */
function wordsOf(expectation: Expectation): string[] {
  switch (expectation.kind) {
    case 'proved':
      return [];
    case 'hung':
      return ['hung'];
    case 'violated':
    case 'unreached':
      return unique(expectation.properties).map((property) => `${expectation.kind}(${property})`);
    case 'reports':
      return unique(expectation.classes).map((reportClass) => `reports(${reportClass})`);
    case 'all':
      return unique(expectation.of.flatMap(wordsOf));
    default:
      return unreachable(expectation);
  }
}

/** A verdict as an expectation would name it; a property that could not be evaluated has no such name. */
function verdictWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'hung':
      return 'hung';
    case 'report':
    case 'model':
      return verdict.subject.kind === 'checks' ? `reports(${verdict.reportClass})` : `error(${nameOf(verdict.subject)})`;
    case 'proved':
    case 'violated':
    case 'reached':
    case 'unreached':
    case 'inconclusive':
      return `${verdict.kind}(${nameOf(verdict.subject)})`;
    default:
      return unreachable(verdict);
  }
}

function nameOf(subject: Subject): string {
  return 'name' in subject ? subject.name : subject.kind;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
