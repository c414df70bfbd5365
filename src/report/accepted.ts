/** What results/ holds of a spec (schema/result.json), and how a new run differs from it. Nothing here changes between two runs of one program. */
import type { CheckResult } from '../checker/check.js';
import type { Verdict } from '../checker/outcome.js';
import type { Reduction } from '../lang/ir.js';
import { trailsOf } from './counterexample.js';
import { verdictName } from './document.js';
import { expectationText } from './expectation.js';
import type { Run } from './run.js';
import { addressOf } from './trail/address.js';

export interface Accepted {
  readonly format: 'fdcheck-result-1';
  readonly spec: string;
  readonly question: string;
  readonly variants: Readonly<Record<string, AcceptedVariant>>;
}

export interface AcceptedVariant {
  readonly expected: string;
  readonly reductions: readonly Reduction[];
  readonly verdicts: readonly AcceptedVerdict[];
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly fingerprint: string;
  readonly maxOut: number;
  /** Steps that no transition took. */
  readonly neverTaken: number;
}

export interface AcceptedVerdict {
  readonly about: string;
  readonly name: string | null;
  readonly verdict: Verdict['kind'];
  /** Addresses. */
  readonly trails: readonly string[];
}

export function acceptedVariant({ expectation, result }: Pick<Run, 'expectation' | 'result'>): AcceptedVariant {
  const { states, transitions, depth, fingerprint, maxOut } = result.counts;
  return {
    expected: expectationText(expectation), reductions: result.scope.reductions, verdicts: result.verdicts.map(acceptedVerdict), states, transitions, depth, fingerprint, maxOut, neverTaken: result.unfired.length,
  };
}

/** The file's text: keys in this order, two spaces, a newline at the end. */
export function acceptedText(spec: string, question: string, variants: readonly (readonly [string, AcceptedVariant])[]): string {
  const accepted: Accepted = { format: 'fdcheck-result-1', spec, question, variants: Object.fromEntries(variants) };
  return `${JSON.stringify(accepted, null, 2)}\n`;
}

/** Each difference between what was accepted of a variant and what is found now, in words. */
export function differences(accepted: AcceptedVariant, found: AcceptedVariant): string[] {
  const plain = (['expected', 'states', 'transitions', 'depth', 'fingerprint', 'maxOut', 'neverTaken'] as const)
    .flatMap((key) => (accepted[key] === found[key] ? [] : [`${key}: ${accepted[key]} → ${found[key]}`]));
  return [...plain, ...verdictDifferences(accepted.verdicts, found.verdicts)];
}

/** Whether a text is what `acceptedText` writes, by its marks. */
export function parseAccepted(text: string): Accepted | null {
  const value: unknown = JSON.parse(text);
  return isAccepted(value) ? value : null;
}

function isAccepted(value: unknown): value is Accepted {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === 'fdcheck-result-1' && 'variants' in value;
}

function acceptedVerdict(verdict: CheckResult['verdicts'][number]): AcceptedVerdict {
  return { about: verdict.subject.kind, name: verdictName(verdict), verdict: verdict.kind, trails: trailsOf(verdict).map(addressOf) };
}

function verdictDifferences(before: readonly AcceptedVerdict[], after: readonly AcceptedVerdict[]): string[] {
  const key = ({ about, name, verdict }: AcceptedVerdict): string => `${about}${name === null ? '' : ` ${name}`}: ${verdict}`;
  const gone = before.filter((one) => !after.some((other) => key(other) === key(one))).map((one) => `no longer ${key(one)}`);
  const come = after.filter((one) => !before.some((other) => key(other) === key(one))).map((one) => `now ${key(one)}`);
  const moved = after.filter((one) => before.some((other) => key(other) === key(one)) && !before.some((other) => key(other) === key(one) && other.trails.join(' ') === one.trails.join(' ')));
  return [...gone, ...come, ...moved.map((one) => `another trail of ${key(one)}`)];
}
