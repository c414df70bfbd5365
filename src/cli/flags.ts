/** From the options of a command line to jobs. */
import { resolve } from 'node:path';
import { ALL_REDUCTIONS, type Reductions } from '../checker/reductions.js';
import { loadSpec, type SpecInfo } from '../lang/compile.js';
import { pairName } from '../report/compare.js';
import type { Detail } from '../report/run.js';
import { Kept } from './cache/kept.js';
import type { CachePlace } from './cache/records.js';
import { engineHash, toolHash } from './cache/tool.js';
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
  /** A folder; `false` for --no-cache, `true` where nothing is said. */
  readonly cache?: string | boolean;
  readonly shard?: Shard;
  readonly changedSince?: string;
  /** Of gate: stop after so many checks that drift; 0: never. */
  readonly bail?: number;
  /** Of accept. */
  readonly why?: string;
}

/** One part of several of the same checks, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A spec that could be read, or why it could not. */
export type Loaded = { readonly spec: SpecInfo } | { readonly failure: Answer };

/** Where things are kept between runs; null: nowhere. */
export function cacheOf({ cache = true }: CheckFlags, terminal: Terminal): Kept | null {
  const folder = typeof cache === 'string' ? resolve(terminal.cwd, cache) : cache ? terminal.cache : null;
  return folder === null ? null : new Kept({ folder, tool: toolHash(), engine: engineHash() });
}

/** Reads specs; one that does not compile does not keep the others from being checked. */
export function loadAll(files: readonly string[], flags: CheckFlags, terminal: Terminal, kept: Kept | null = null): Loaded[] {
  return files.map((file) => {
    try {
      return { spec: kept?.spec(file) ?? loadSpec(file) };
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
  readonly cache: CachePlace | null;
}

/** A job for each wanted variant of each spec, and where none is named for each pair that is to be equivalent. Throws UsageError for a variant that a spec expects nothing of. */
export function jobsOf(specs: readonly SpecInfo[], flags: CheckFlags, { detail, reach, pairs, cache }: JobNeeds, terminal: Terminal): Job[] {
  const show = {
    cwd: terminal.cwd, columns: flags.columns ?? terminal.columns, colour: terminal.colour, steps: flags.steps === true, detail,
    document: wantsDocument(flags), debug: flags.debug === true,
  };
  return specs.flatMap((spec) => [...variantsOf(spec, flags.variant), ...(flags.variant === undefined && pairs ? spec.same : [])].map((on) => ({
    file: spec.file, spec: spec.name, on, label: `${spec.name} @ ${typeof on === 'string' ? on : pairName(on)}`, limits: limitsOf(flags), reach, show, cache,
  })));
}

export function limitsOf({ engine, first, maxStates, maxDepth, maxSeconds, reduce, minimise }: CheckFlags): JobLimits {
  return {
    engine: engine ?? 'compiled', first: first === true, maxStates: maxStates ?? null, maxDepth: maxDepth ?? null, maxSeconds: maxSeconds ?? null,
    reduce: reduce ?? ALL_REDUCTIONS, minimise: minimise === 'steps',
  };
}
