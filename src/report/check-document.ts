/** What a run over many specs found, for programs (schema/check.json): what every reporter is made from, and shards are merged from. */
import { exitCode, type Outcome } from '../checker/outcome.js';
import type { PairDocument } from './compare-document.js';
import type { RunDocument } from './document.js';

export interface CheckDocument {
  readonly format: 'fdcheck-check-2';
  readonly command: 'check' | 'gate';
  /** What decides the exit code. */
  readonly outcome: Outcome;
  readonly exit: number;
  readonly runs: readonly RunDocument[];
  readonly pairs: readonly PairDocument[];
  readonly failures: readonly FailureDocument[];
  /** How what was found differs from what was accepted; empty for `check`. */
  readonly drifts: readonly DriftDocument[];
  /** Checks that were not begun: there were enough drifts before them. */
  readonly skipped: readonly string[];
}

/** A spec, or a variant of one, that could not be checked at all. */
export interface FailureDocument {
  /** Its path, or spec and variant. */
  readonly about: string;
  readonly outcome: Outcome;
  readonly message: string;
}

/** One difference from what was accepted. */
export interface DriftDocument {
  /** `exec/x @ v5.10`, or a file of results/. */
  readonly about: string;
  /** In words, a sentence or several lines. */
  readonly message: string;
}

/** What is not given is empty. */
export function checkDocument(
  { command, outcome, drifts = [], skipped = [], ...found }: Omit<CheckDocument, 'format' | 'exit' | 'drifts' | 'skipped'> & Partial<Pick<CheckDocument, 'drifts' | 'skipped'>>,
): CheckDocument {
  return { format: 'fdcheck-check-2', command, outcome, exit: exitCode(outcome), ...found, drifts, skipped };
}
