/** What results/ holds of a spec (schema/result.json), and how a new run differs from it. Nothing here changes between two runs of one program. */
import type { Scope } from '../checker/check.js';
import type { Likeness, LikenessKind } from '../checker/compare/compare.js';
import type { Verdict } from '../checker/outcome.js';
import { trailsOf } from './verdicts.js';
import { verdictName } from './document.js';
import { acceptedMeasure, isMeasure, measureDifferences, type AcceptedMeasure } from './measures.js';
import { expectationText } from './expectation.js';
import type { Run } from './run.js';
import { isListOf, isNumber, isRecord, isRecordOf, isText } from './shape.js';
import { addressOf } from './trail/address.js';

export interface Accepted {
  readonly format: 'fdcheck-result-1';
  readonly spec: string;
  readonly question: string;
  readonly variants: Readonly<Record<string, AcceptedVariant>>;
  /** By the names of two variants: `series/6 = series/7`. Left out where the spec has no pairs. */
  readonly same?: Readonly<Record<string, AcceptedPair>>;
}

/** Two variants that are equivalent. */
export interface AcceptedPair {
  readonly likeness: LikenessKind;
  /** Of each. */
  readonly states: readonly number[];
  readonly transitions: readonly number[];
  /** Classes of equivalent states in both; null where the graphs are the same. */
  readonly classes: number | null;
}

export interface AcceptedVariant {
  readonly expected: string;
  readonly reductions: Scope['reductions'];
  readonly verdicts: readonly AcceptedVerdict[];
  /** Absent where the spec measures nothing. */
  readonly measures?: readonly AcceptedMeasure[];
  readonly states: number;
  readonly passed: number;
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
  const { states, passed, transitions, depth, fingerprint, maxOut } = result.counts;
  return {
    expected: expectationText(expectation), reductions: result.scope.reductions, verdicts: result.verdicts.map(acceptedVerdict),
    ...(result.measures.length === 0 ? {} : { measures: result.measures.map(acceptedMeasure) }),
    states, passed, transitions, depth, fingerprint, maxOut, neverTaken: result.unfired.length,
  };
}

export function acceptedPair({ kind, sides, classes }: Likeness): AcceptedPair {
  return { likeness: kind, states: sides.map(({ states }) => states), transitions: sides.map(({ transitions }) => transitions), classes };
}

/** Each difference between what was accepted of a pair and what is found now, in words. */
export function pairDifferences(accepted: AcceptedPair, found: AcceptedPair): string[] {
  const told = (value: AcceptedPair[keyof AcceptedPair]): string => (typeof value === 'object' && value !== null ? value.join(' and ') : String(value ?? 'none'));
  return (['likeness', 'states', 'transitions', 'classes'] as const)
    .flatMap((key) => (told(accepted[key]) === told(found[key]) ? [] : [`${key}: ${told(accepted[key])} → ${told(found[key])}`]));
}

/** The file's text: keys in this order, two spaces, a newline at the end. */
export function acceptedText(spec: string, question: string, found: {
  readonly variants: readonly (readonly [string, AcceptedVariant])[]; readonly same: readonly (readonly [string, AcceptedPair])[];
}): string {
  const accepted: Accepted = {
    format: 'fdcheck-result-1', spec, question, variants: Object.fromEntries(found.variants), ...(found.same.length === 0 ? {} : { same: Object.fromEntries(found.same) }),
  };
  return `${JSON.stringify(accepted, null, 2)}\n`;
}

/** Each difference between what was accepted of a variant and what is found now, in words. */
export function differences(accepted: AcceptedVariant, found: AcceptedVariant): string[] {
  const plain = (['expected', 'states', 'passed', 'transitions', 'depth', 'fingerprint', 'maxOut', 'neverTaken'] as const)
    .flatMap((key) => (accepted[key] === found[key] ? [] : [`${key}: ${accepted[key]} → ${found[key]}`]));
  const [before, now] = [accepted, found].map(({ reductions }) => reductions.join(', ') || 'none');
  const moved = found.verdicts.filter((one) => accepted.verdicts.some((other) => keyOf(other) === keyOf(one)) && !accepted.verdicts.some((other) => isSame(other, one)));
  return [
    ...(before === now ? [] : [`reductions: ${before} → ${now}`]), ...plain, ...verdictDifferences(accepted, found),
    ...moved.map((one) => `another trail of ${keyOf(one)}`),
    ...measureDifferences(accepted.measures ?? [], found.measures ?? [], true).filter((one) => one.startsWith('another')),
  ];
}

/** Which verdicts and measured values differ, in words; counts and trails may, as where other reductions are on. */
export function verdictDifferences(accepted: AcceptedVariant, found: AcceptedVariant): string[] {
  const [before, after] = [accepted.verdicts, found.verdicts];
  const among = (one: AcceptedVerdict, of: readonly AcceptedVerdict[]): boolean => of.some((other) => keyOf(other) === keyOf(one));
  return [
    ...before.filter((one) => !among(one, after)).map((one) => `no longer ${keyOf(one)}`), ...after.filter((one) => !among(one, before)).map((one) => `now ${keyOf(one)}`),
    ...measureDifferences(accepted.measures ?? [], found.measures ?? [], false),
  ];
}

/** What `acceptedText` wrote; null for another text. Throws SyntaxError for one that is no JSON. */
export function parseAccepted(text: string): Accepted | null {
  const value: unknown = JSON.parse(text);
  return isAccepted(value) ? value : null;
}

function isAccepted(value: unknown): value is Accepted {
  return isRecord(value) && value['format'] === 'fdcheck-result-1' && isRecordOf(value['variants'], isVariant) && (value['same'] === undefined || isRecordOf(value['same'], isPair));
}

function isVariant(value: unknown): value is AcceptedVariant {
  return isRecord(value) && isListOf(value['reductions'], isText) && isListOf(value['verdicts'], isVerdict) && (value['measures'] === undefined || isListOf(value['measures'], isMeasure));
}

function isVerdict(value: unknown): value is AcceptedVerdict {
  return isRecord(value) && isText(value['about']) && isText(value['verdict']) && isListOf(value['trails'], isText);
}

function isPair(value: unknown): value is AcceptedPair {
  return isRecord(value) && isText(value['likeness']) && isListOf(value['states'], isNumber) && isListOf(value['transitions'], isNumber);
}

/** A verdict with the addresses of its trails. */
export function acceptedVerdict(verdict: Verdict): AcceptedVerdict {
  return { about: verdict.subject.kind, name: verdictName(verdict), verdict: verdict.kind, trails: trailsOf(verdict).map(addressOf) };
}

function keyOf({ about, name, verdict }: AcceptedVerdict): string {
  return `${about}${name === null ? '' : ` ${name}`}: ${verdict}`;
}

function isSame(one: AcceptedVerdict, other: AcceptedVerdict): boolean {
  return keyOf(one) === keyOf(other) && one.trails.join(' ') === other.trails.join(' ');
}
