/** From the options of a command line to jobs. */
import { ALL_REDUCTIONS, type Reductions } from '../checker/reductions.js';
import { loadSpec, type SpecInfo } from '../lang/compile.js';
import { pairName } from '../report/compare.js';
import type { Detail } from '../report/run.js';
import { failureOf, shortPath } from './failure.js';
import type { Answer, Job, JobLimits } from './job.js';
import { wantsDocument, type ReporterFlags } from './reporters.js';
import type { Terminal } from './terminal.js';
import { variantsOf } from './variants.js';

/** What commander makes of the options of check, accept, gate and replay. */
export interface CheckFlags extends ReporterFlags {
  readonly variant?: string;
  /** Of compare: two, with a comma between them. */
  readonly variants?: string;
  readonly engine?: 'compiled' | 'interpreter';
  readonly first?: true;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxSeconds?: number;
  /** All if not given. */
  readonly reduce?: Reductions;
  readonly minimise?: 'steps';
  readonly workers?: number;
  readonly steps?: true;
  readonly trails?: true;
  readonly quiet?: true;
  readonly debug?: true;
  readonly columns?: number;
}

/** A spec that could be read, or why it could not. */
export type Loaded = { readonly spec: SpecInfo } | { readonly failure: Answer };

/** Reads specs; one that does not compile does not keep the others from being checked. */
export function loadAll(files: readonly string[], flags: CheckFlags, terminal: Terminal): Loaded[] {
  return files.map((file) => {
    try {
      return { spec: loadSpec(file) };
    } catch (error) {
      return { failure: { kind: 'failure', file, label: shortPath(terminal.cwd, file), ...failureOf(error, terminal, flags.debug === true) } };
    }
  });
}

/** What a command needs of its jobs. */
export interface JobNeeds {
  readonly detail: Detail;
  /** Ask what code is reached. */
  readonly reach: boolean;
  /** Compare the variants that are to be equivalent, too. */
  readonly pairs: boolean;
}

/** A job for each wanted variant of each spec, and where none is named for each pair that is to be equivalent. Throws UsageError for a variant that a spec expects nothing of. */
export function jobsOf(specs: readonly SpecInfo[], flags: CheckFlags, { detail, reach, pairs }: JobNeeds, terminal: Terminal): Job[] {
  const show = {
    cwd: terminal.cwd, columns: flags.columns ?? terminal.columns, colour: terminal.colour, steps: flags.steps === true, detail,
    document: wantsDocument(flags), debug: flags.debug === true,
  };
  return specs.flatMap((spec) => [...variantsOf(spec, flags.variant), ...(flags.variant === undefined && pairs ? spec.same : [])].map((on) => ({
    file: spec.file, spec: spec.name, on, label: `${spec.name} @ ${typeof on === 'string' ? on : pairName(on)}`, limits: limitsOf(flags), reach, show,
  })));
}

export function limitsOf({ engine, first, maxStates, maxDepth, maxSeconds, reduce, minimise }: CheckFlags): JobLimits {
  return {
    engine: engine ?? 'compiled', first: first === true, maxStates: maxStates ?? null, maxDepth: maxDepth ?? null, maxSeconds: maxSeconds ?? null,
    reduce: reduce ?? ALL_REDUCTIONS, minimise: minimise === 'steps',
  };
}
