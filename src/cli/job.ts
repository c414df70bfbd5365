/** The unit of work: one spec on one variant. Plain data in and out, so that it can cross to a worker. */
import { check, type CheckOptions } from '../checker/check.js';
import { compareWithExpectation } from '../checker/expectation.js';
import type { Outcome } from '../checker/outcome.js';
import type { Reductions } from '../checker/reductions.js';
import { compile, loadSpec } from '../lang/compile.js';
import { acceptedVariant, type AcceptedVariant } from '../report/accepted.js';
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
  readonly variant: string;
  /** `exec/x @ v5.10`, for progress. */
  readonly label: string;
  readonly limits: JobLimits;
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
      readonly text: string;
      readonly document: RunDocument | null;
      readonly accepted: AcceptedVariant;
      readonly elapsedMs: number;
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
    return await explored(job, hooks);
  } catch (error) {
    return failed(job, error);
  }
}

/** A job that threw. */
export function failed({ file, label, show }: Job, error: unknown): Answer {
  return { kind: 'failure', file, label, ...failureOf(error, show, show.debug) };
}

async function explored({ file, spec: name, variant, label, limits, show }: Job, hooks: JobHooks): Promise<Answer> {
  const spec = loadSpec(file);
  const program = compile(spec, variant);
  const result = await check(program, checkOptions(limits, hooks));
  const expectation = spec.expect[variant]!;
  const comparison = compareWithExpectation(result, expectation);
  const run = { question: spec.question, program, result, expectation, comparison };
  return {
    kind: 'run', file, spec: name, variant, label, found: result.outcome, outcome: comparison.outcome, met: comparison.met,
    text: runText(run, show.detail, { paint: paintFor(show.colour), columns: show.columns, steps: show.steps }),
    document: show.document ? runDocument(run) : null,
    accepted: acceptedVariant(run), elapsedMs: result.performance.elapsedMs, states: result.counts.states,
  };
}

function checkOptions({ engine, first, maxStates, maxDepth, maxSeconds, reduce, minimise }: JobLimits, { progress, signal }: JobHooks): CheckOptions {
  return {
    engine, first, signal, minimise, reductions: reduce, onProgress: progress,
    limits: {
      ...(maxStates === null ? {} : { states: maxStates }),
      ...(maxDepth === null ? {} : { depth: maxDepth }),
      ...(maxSeconds === null ? {} : { time: maxSeconds * 1000 }),
    },
  };
}
