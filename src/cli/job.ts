/** The unit of work: one spec on one variant, or two variants of it compared. Plain data in and out, so that it can cross to a worker. */
import { resultOf, search, type CheckOptions, type CheckRecord, type CheckResult, type Limits } from '../checker/check.js';
import { compareWithExpectation } from '../checker/expectation.js';
import type { Outcome } from '../checker/outcome.js';
import type { Reductions } from '../checker/reductions.js';
import type { Reach } from '../checker/coverage.js';
import { outcomeOfLikeness } from '../checker/compare/compare.js';
import { compareVariants, type VariantLikeness } from '../compare-variants.js';
import { programHash } from '../checker/trail.js';
import { compileTraced, loadSpecTraced, type SpecInfo, type TextUse } from '../lang/compile.js';
import type { Program } from '../lang/ir.js';
import { acceptedPair, acceptedVariant, type AcceptedPair, type AcceptedVariant } from '../report/accepted.js';
import { pairDocument, type PairDocument } from '../report/compare-document.js';
import { pairText } from '../report/compare.js';
import { runDocument, type RunDocument } from '../report/document.js';
import { paintFor } from '../report/paint.js';
import { foundText, runText, type Detail } from '../report/run.js';
import { Records, type CachePlace } from './cache/records.js';
import { unitedUse } from './cache/use.js';
import { failureOf, type Failure } from './failure.js';
import type { Figures } from './progress.js';
import { repositoryRoot } from './root.js';

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
  /** Where what was found before is kept; null: nowhere. */
  readonly cache: CachePlace | null;
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
      /** All that is wrong, in the words of expectations. */
      readonly foundText: string;
      readonly text: string;
      readonly document: RunDocument | null;
      readonly accepted: AcceptedVariant;
      /** See programHash. */
      readonly program: string;
      /** What code was reached; null where nobody asked, or the search did not come to its end. */
      readonly reach: Reach | null;
      readonly elapsedMs: number;
      readonly states: number;
      /** It was searched now, and not found before. */
      readonly searched: boolean;
      readonly use: TextUse;
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
      readonly searched: boolean;
      readonly use: TextUse;
    }
  | ({ readonly kind: 'failure'; readonly file: string; readonly label: string } & Failure);

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

async function explored(job: Job, variant: string, hooks: JobHooks): Promise<Answer> {
  const { file, spec: name, label, show } = job;
  const { spec, use: read } = loadSpecTraced(file);
  const { program, use } = compileTraced(spec, variant);
  const { result, searched } = await resultFor(program, job, hooks);
  const expectation = spec.expect[variant]!;
  const comparison = compareWithExpectation(result, expectation);
  const run = { question: spec.question, program, result, expectation, comparison };
  return {
    kind: 'run', file, spec: name, variant, label, found: result.outcome, outcome: comparison.outcome, met: comparison.met, complete: result.complete, foundText: foundText(result),
    text: runText(run, show.detail, { paint: paintFor(show.colour), columns: show.columns, steps: show.steps }),
    document: show.document ? runDocument(run, { root: repositoryRoot(show.cwd), file }) : null,
    accepted: acceptedVariant(run), program: result.programHash, reach: result.complete ? result.reach : null,
    elapsedMs: result.performance.elapsedMs, states: result.counts.states, searched, use: unitedUse([read, use]),
  };
}

/** What was found of the program before, or else is found now. */
export async function resultFor(
  program: Program, { limits, reach, cache }: Pick<Job, 'limits' | 'reach' | 'cache'>, hooks: JobHooks,
): Promise<{ readonly result: CheckResult; readonly searched: boolean }> {
  const records = cache === null ? null : new Records(cache, limits);
  const hash = programHash(program);
  const kept: CheckRecord | null = records?.get(hash, reach) ?? null;
  if (kept !== null) return { result: resultOf(program, kept, { elapsedMs: 0, statesPerSecond: 0, bytes: 0 }), searched: false };
  const { record, performance } = await search(program, { ...checkOptions(limits, hooks), coverage: reach });
  records?.put(hash, record);
  return { result: resultOf(program, record, performance), searched: true };
}

async function compared({ file, spec: name, label, limits, show }: Job, variants: readonly [string, string], hooks: JobHooks): Promise<Answer> {
  const { spec, use: read } = loadSpecTraced(file);
  const likeness = await likenessOf(spec, variants, limits, hooks);
  const asked = { spec: name, question: spec.question };
  const outcome = outcomeOfLikeness(likeness.kind);
  return {
    kind: 'pair', file, spec: name, variants, label, outcome, met: outcome === 'proved',
    text: pairText(asked, likeness, show.detail, { paint: paintFor(show.colour), columns: show.columns, steps: show.steps }),
    document: show.document ? pairDocument(asked, likeness, { root: repositoryRoot(show.cwd), file }) : null,
    accepted: acceptedPair(likeness), states: likeness.sides.reduce((sum, { states }) => sum + states, 0), searched: true,
    use: unitedUse([read, ...likeness.uses]),
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
