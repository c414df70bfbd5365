/** What a run over many specs found, for programs (schema/check.json): what every reporter is made from, and shards are merged from. */
import { exitCode, type Outcome } from '../checker/outcome.js';
import type { PairDocument } from './compare-document.js';
import { pairName } from './compare.js';
import type { RunDocument } from './document.js';
import type { PlaceDocument } from './place.js';

export interface CheckDocument {
  readonly format: 'fdcheck-check-2';
  readonly command: 'check' | 'gate';
  /** Which part of the command's checks this is; null where it is all of them. */
  readonly shard: ShardDocument | null;
  /** The checks of the whole command by name, in its order; those of other shards too. */
  readonly plan: readonly string[];
  /** What decides the exit code. */
  readonly outcome: Outcome;
  readonly exit: number;
  readonly runs: readonly RunDocument[];
  readonly pairs: readonly PairDocument[];
  readonly failures: readonly FailureDocument[];
  /** How what was found differs from what was accepted; empty for `check`. */
  readonly drifts: readonly DriftDocument[];
  /** Checks that were not begun, by name: there were enough drifts before them. */
  readonly skipped: readonly string[];
}

/** `index` from 1 to `count`. */
export interface ShardDocument {
  readonly index: number;
  readonly count: number;
}

/** A spec, or a variant of one, that could not be checked at all. */
export interface FailureDocument {
  /** Its path, or the name of the check. */
  readonly about: string;
  /** The spec's file, from the root of the repository; null where it lies outside of it. */
  readonly path: string | null;
  readonly outcome: Outcome;
  readonly message: string;
  /** What the model or the spec does that the language has not, each with its place; empty for other failures. */
  readonly diagnostics: readonly DiagnosticDocument[];
}

export interface DiagnosticDocument extends PlaceDocument {
  /** Exclusive. */
  readonly endColumn: number;
  readonly message: string;
}

/** One difference from what was accepted. */
export interface DriftDocument {
  /** The name of a check, or a file of results/. */
  readonly about: string;
  /** In words, a sentence or several lines. */
  readonly message: string;
}

/** What can be left out: it is empty, and `plan` is what was found, each kind of answer after the other. */
type Optional = 'drifts' | 'skipped' | 'shard' | 'plan';

export function checkDocument(
  { command, outcome, shard = null, drifts = [], skipped = [], plan, ...found }: Omit<CheckDocument, 'format' | 'exit' | Optional> & Partial<Pick<CheckDocument, Optional>>,
): CheckDocument {
  return { format: 'fdcheck-check-2', command, shard, plan: plan ?? checksOf({ ...found, skipped }), outcome, exit: exitCode(outcome), ...found, drifts, skipped };
}

/** The names of the checks that a document has an answer for. */
export function checksOf({ failures, runs, pairs, skipped }: Pick<CheckDocument, 'failures' | 'runs' | 'pairs' | 'skipped'>): string[] {
  return [...failures.map(({ about }) => about), ...runs.map(runName), ...pairs.map(comparisonName), ...skipped];
}

/** What is about checks in the order of the plan, what is about none of them at the end as it came. */
export function inOrder<Item extends { readonly check: string }>({ plan }: Pick<CheckDocument, 'plan'>, items: readonly Item[]): Item[] {
  const places = new Map(plan.map((name, at) => [name, at]));
  return items.toSorted((a, b) => (places.get(a.check) ?? plan.length) - (places.get(b.check) ?? plan.length));
}

/** The name of a check: `exec/x @ v5.10`. */
export function runName({ spec, variant }: Pick<RunDocument, 'spec' | 'variant'>): string {
  return `${spec} @ ${variant}`;
}

/** The name of a comparison: `exec/x @ series/6 = series/7`. */
export function comparisonName({ comparison }: PairDocument): string {
  return `${comparison.spec} @ ${pairName(comparison.variants)}`;
}
