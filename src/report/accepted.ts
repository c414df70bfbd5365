/** What results/ holds of a spec (schema/result.json). Nothing here changes between two runs of one program. */
import type { Firing, Scope } from '../checker/check.js';
import type { Likeness, LikenessKind } from '../checker/compare/compare.js';
import type { Verdict } from '../checker/outcome.js';
import { trailsOf } from './verdicts.js';
import { verdictName } from './document.js';
import { acceptedMeasure, isMeasure, type AcceptedMeasure } from './measures.js';
import { expectationText } from './expectation.js';
import type { Run } from './run.js';
import { isListOf, isNumber, isRecord, isRecordOf, isText } from './shape.js';
import { addressOf } from './trail/address.js';

export interface Accepted {
  readonly format: 'fdcheck-result-2';
  readonly spec: string;
  readonly question: string;
  /** Why this differs from what was accepted before, in the words of who accepted it; absent where it is the first. */
  readonly why?: string;
  /** The model's functions that were looked up for it, by file, each with a digest of its text: see functionTexts. */
  readonly text: AcceptedTexts;
  readonly variants: Readonly<Record<string, AcceptedVariant>>;
  /** By the names of two variants: `series/6 = series/7`. Left out where the spec has no pairs. */
  readonly same?: Readonly<Record<string, AcceptedPair>>;
}

/** By path: `declarations 0123abcd, close_fd 89ef0123`. */
export type AcceptedTexts = Readonly<Record<string, string>>;

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
  /** By function: the transitions that started at each of its steps, in the order of these, e.g. `12 12 0`. Those of whose steps none was taken are left out. */
  readonly firing: Readonly<Record<string, string>>;
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
    firing: firingTexts(result.firing),
  };
}

function firingTexts(firing: Firing): AcceptedVariant['firing'] {
  const taken = Object.entries(firing).filter(([, counts]) => counts.some((count) => count > 0));
  return Object.fromEntries(taken.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([fn, counts]) => [fn, counts.join(' ')]));
}

export function acceptedPair({ kind, sides, classes }: Likeness): AcceptedPair {
  return { likeness: kind, states: sides.map(({ states }) => states), transitions: sides.map(({ transitions }) => transitions), classes };
}

/** The file's text: keys in this order, two spaces, a newline at the end. */
export function acceptedText({ spec, question, why, text }: Pick<Accepted, 'spec' | 'question' | 'text'> & { readonly why: string | null }, found: {
  readonly variants: readonly (readonly [string, AcceptedVariant])[]; readonly same: readonly (readonly [string, AcceptedPair])[];
}): string {
  const accepted: Accepted = {
    format: 'fdcheck-result-2', spec, question, ...(why === null ? {} : { why }), text,
    variants: Object.fromEntries(found.variants), ...(found.same.length === 0 ? {} : { same: Object.fromEntries(found.same) }),
  };
  return `${JSON.stringify(accepted, null, 2)}\n`;
}

/** What `acceptedText` wrote; null for another text. Throws SyntaxError for one that is no JSON. */
export function parseAccepted(text: string): Accepted | null {
  const value: unknown = JSON.parse(text);
  return isAccepted(value) ? value : null;
}

function isAccepted(value: unknown): value is Accepted {
  return isRecord(value) && value['format'] === 'fdcheck-result-2' && isRecordOf(value['variants'], isVariant) && isRecordOf(value['text'], isText) && (value['why'] === undefined || isText(value['why'])) && (value['same'] === undefined || isRecordOf(value['same'], isPair));
}

function isVariant(value: unknown): value is AcceptedVariant {
  return isRecord(value) && isListOf(value['reductions'], isText) && isListOf(value['verdicts'], isVerdict) && isRecordOf(value['firing'], isText) && (value['measures'] === undefined || isListOf(value['measures'], isMeasure));
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
