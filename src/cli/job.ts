/** The unit of work: one spec on one variant, or two variants of it compared. Plain data in and out, so that it can cross to a worker. */
import { check, type CheckOptions, type Limits } from '../checker/check.js';
import { compareWithExpectation } from '../checker/expectation.js';
import type { Outcome } from '../checker/outcome.js';
import type { Reductions } from '../checker/reductions.js';
import type { Reach } from '../checker/coverage.js';
import { outcomeOfLikeness } from '../checker/compare/compare.js';
import { compareVariants, type VariantLikeness } from '../compare-variants.js';
import { compile, loadSpec, type SpecInfo } from '../lang/compile.js';
import { acceptedPair, acceptedVariant, type AcceptedPair, type AcceptedVariant } from '../report/accepted.js';
import { pairDocument, type PairDocument } from '../report/compare-document.js';
import { pairText } from '../report/compare.js';
import { runDocument, type RunDocument } from '../report/document.js';
import { paintFor } from '../report/paint.js';
import { runText, type Detail } from '../report/run.js';
import { failureOf } from './failure.js';
import type { Figures } from './progress.js';

export interface Job {
  /** Absolute path of the spec. */
  readonly file: string;
  /** The spec's name. */
  readonly spec: string;
  /** A variant to check, or two that are to be equivalent. */
  readonly on: string | readonly [string, string];
  /** `exec/x @ v5.10` or `exec/x @ series/6 = series/7`, for progress. */
  readonly label: string;
  readonly limits: JobLimits;
  /** Tell what code is reached. */
  readonly reach: boolean;
  readonly show: JobShow;
}

export interface JobLimits {
  readonly engine: 'compiled' | 'interpreter';
  readonly first: boolean;
  readonly maxStates: number | null;
  readonly maxDepth: number | null;
  readonly maxSeconds: number | null;
  /** What may take interleavings and states away that cannot matter. */
  readonly reduce: Reductions;
  /** Search a second time for the shortest trails. */
  readonly minimise: boolean;
}

export interface JobShow {
  readonly cwd: string;
  readonly columns: number;
  readonly colour: boolean;
  readonly steps: boolean;
  readonly detail: Detail;
  /** Make the JSON document, which replays every trail. */
  readonly document: boolean;
  readonly debug: boolean;
}

/** What became of a job. */
export type Answer =
  | {
      readonly kind: 'run';
      readonly file: string;
      readonly spec: string;
      readonly variant: string;
      readonly label: string;
      /** What was found, whatever was expected. */
      readonly found: Outcome;
      /** What decides the exit code: `proved` if all is as expected. */
      readonly outcome: Outcome;
      readonly met: boolean;
      /** The whole state space was explored. */
      readonly complete: boolean;
      readonly text: string;
      readonly document: RunDocument | null;
      readonly accepted: AcceptedVariant;
      /** See programHash. */
      readonly program: string;
      /** What code was reached; null where nobody asked, or the search did not come to its end. */
      readonly reach: Reach | null;
      readonly elapsedMs: number;
      readonly states: number;
    }
  | {
      readonly kind: 'pair';
      readonly file: string;
      readonly spec: string;
      readonly variants: readonly [string, string];
      readonly label: string;
      readonly outcome: Outcome;
      readonly met: boolean;
      readonly text: string;
      readonly document: PairDocument | null;
      readonly accepted: AcceptedPair;
      readonly states: number;
    }
  | { readonly kind: 'failure'; readonly file: string; readonly label: string; readonly outcome: Outcome; readonly text: string };

export interface JobHooks {
  readonly progress: (figures: Figures) => void;
  readonly signal: AbortSignal;
}

/** Compiles, explores, judges, compares and tells. Never throws. */
export async function runJob(job: Job, hooks: JobHooks): Promise<Answer> {
  try {
    return typeof job.on === 'string' ? await explored(job, job.on, hooks) : await compared(job, job.on, hooks);
  } catch (error) {
    return failed(job, error);
  }
}

/** A job that threw. */
export function failed({ file, label, show }: Job, error: unknown): Answer {
  return { kind: 'failure', file, label, ...failureOf(error, show, show.debug) };
}

async function explored({ file, spec: name, label, limits, reach, show }: Job, variant: string, hooks: JobHooks): Promise<Answer> {
  const spec = loadSpec(file);
  const program = compile(spec, variant);
  const result = await check(program, { ...checkOptions(limits, hooks), coverage: reach });
  const expectation = spec.expect[variant]!;
  const comparison = compareWithExpectation(result, expectation);
  const run = { question: spec.question, program, result, expectation, comparison };
  return {
    kind: 'run', file, spec: name, variant, label, found: result.outcome, outcome: comparison.outcome, met: comparison.met, complete: result.complete,
    text: runText(run, show.detail, { paint: paintFor(show.colour), columns: show.columns, steps: show.steps }),
    document: show.document ? runDocument(run, show.cwd) : null,
    accepted: acceptedVariant(run), program: result.programHash, reach: result.complete ? result.reach : null,
    elapsedMs: result.performance.elapsedMs, states: result.counts.states,
  };
}

async function compared({ file, spec: name, label, limits, show }: Job, variants: readonly [string, string], hooks: JobHooks): Promise<Answer> {
  const spec = loadSpec(file);
  const likeness = await likenessOf(spec, variants, limits, hooks);
  const asked = { spec: name, question: spec.question };
  const outcome = outcomeOfLikeness(likeness.kind);
  return {
    kind: 'pair', file, spec: name, variants, label, outcome, met: outcome === 'proved',
    text: pairText(asked, likeness, show.detail, { paint: paintFor(show.colour), columns: show.columns, steps: show.steps }),
    document: show.document ? pairDocument(asked, likeness) : null,
    accepted: acceptedPair(likeness), states: likeness.sides.reduce((sum, { states }) => sum + states, 0),
  };
}

/** Compares two variants of a spec within the limits of a command line. */
export function likenessOf(spec: SpecInfo, [a, b]: readonly [string, string], { engine, maxStates, maxSeconds }: JobLimits, { signal, progress }: JobHooks): Promise<VariantLikeness> {
  return compareVariants(spec, a, b, {
    engine, signal, onProgress: (_side, figures) => progress(figures), limits: searchLimits({ maxStates, maxDepth: null, maxSeconds }),
  });
}

export function checkOptions({ engine, first, reduce, minimise, ...limits }: JobLimits, { progress, signal }: JobHooks): CheckOptions {
  return { engine, first, signal, minimise, reductions: reduce, onProgress: progress, limits: searchLimits(limits) };
}

/** The limits of a command line as a search takes them: what is null is left out. */
export function searchLimits({ maxStates, maxDepth, maxSeconds }: Pick<JobLimits, 'maxStates' | 'maxDepth' | 'maxSeconds'>): Limits {
  return {
    ...(maxStates === null ? {} : { states: maxStates }),
    ...(maxDepth === null ? {} : { depth: maxDepth }),
    ...(maxSeconds === null ? {} : { time: maxSeconds * 1000 }),
  };
}
