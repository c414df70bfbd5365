/** One program, explored and judged. */
import type { AccessId, Program, SiteId } from '../lang/ir.js';
import { compileEngine } from './codegen/compile.js';
import { Coverage, type Reach } from './coverage.js';
import type { Engine } from './engine.js';
import { interpretEngine } from './interpret/engine.js';
import { deciding, outcomeOf, type Measured, type Outcome, type Verdict } from './outcome.js';
import { ALL_REDUCTIONS, reductionNames, type Reductions } from './reductions.js';
import type { Exploration, ExploreOptions, Limit, Limits, Progress } from './search/exploration.js';
import { explore } from './search/explore.js';
import { programHash } from './trail.js';
import { searchAgain } from './verdict/again.js';
import { extremesOf, judge } from './verdict/judge.js';

export type { Limit, Limits, Progress } from './search/exploration.js';
export type { Reach } from './coverage.js';
export { EngineBug } from './interpret/bug.js';

export interface CheckOptions {
  /** `compiled` if not given. */
  readonly engine?: 'compiled' | 'interpreter';
  /** Where to give up; the verdicts that need more are inconclusive then. */
  readonly limits?: Limits;
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it ends the search as a limit does. */
  readonly signal?: AbortSignal;
  /** Stop after the level in which something wrong is found; what is not found by then is inconclusive. */
  readonly first?: boolean;
  /** All if not given. */
  readonly reductions?: Reductions;
  /** Search a second time, without reductions, for the shortest trails to what was found. */
  readonly minimise?: boolean;
  /** Tell what code was executed; the compiled engine only. */
  readonly coverage?: boolean;
}

/** What is known of a state space; of the explored part, if the search ended early. */
export interface Counts {
  /** Initial states generated, equal ones included. */
  readonly initials: number;
  readonly states: number;
  /** States that were passed and not stored, as often as they were: 0 without reductions. */
  readonly passed: number;
  /** Duplicates and self-loops included. */
  readonly transitions: number;
  /** Initials and transitions. */
  readonly generated: number;
  /** Breadth-first levels, the initial states being level 1. */
  readonly depth: number;
  /** Of the set of states: 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** Transitions out of an expanded state. */
  readonly meanOut: number;
  readonly maxOut: number;
}

/** An access at which a task stops, and from which no transition ever started. */
export interface UnfiredAccess {
  readonly access: AccessId;
  readonly fn: string;
  readonly text: string;
}

/** What a verdict is about, beyond the text of the model. */
export interface Scope {
  readonly tasks: readonly string[];
  readonly bounds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** What took interleavings and states away: docs/reductions.md. */
  readonly reductions: readonly (keyof Reductions)[];
  /** What symmetry was found, and what breaks it. */
  readonly symmetry: Exploration['symmetry'];
  /** The engines explore interleavings. */
  readonly memoryModel: 'sequentially consistent';
}

/** Everything that a check finds; the same for every run of the same program, `performance` apart. */
export interface CheckResult {
  readonly spec: string;
  readonly variant: string;
  readonly programHash: string;
  /** The whole state space was explored. */
  readonly complete: boolean;
  /** What ended an incomplete search; null where that is `first`. */
  readonly limit: Limit | null;
  readonly counts: Counts;
  /** See judge. */
  readonly verdicts: readonly Verdict[];
  /** See extremesOf. */
  readonly measures: readonly Measured[];
  /** What decides among the verdicts. */
  readonly outcome: Outcome;
  readonly unfired: readonly UnfiredAccess[];
  /** Claims of atomicity that the verdicts rest on. */
  readonly claims: readonly SiteId[];
  readonly scope: Scope;
  /** What code was executed; null where nobody asked. */
  readonly reach: Reach | null;
  readonly performance: Performance;
}

/** What differs between equal runs. */
export interface Performance {
  readonly elapsedMs: number;
  readonly statesPerSecond: number;
  /** Memory of the stored states. */
  readonly bytes: number;
}

/**
 * Explores a program and judges it: each property, hanging, and the built-in checks. Every counterexample has been replayed by the
 * reference interpreter; throws EngineBug if that disagrees with the engine. `proved` is said of complete searches only.
 */
export async function check(program: Program, options: CheckOptions = {}): Promise<CheckResult> {
  const coverage = options.coverage === true && options.engine !== 'interpreter' ? new Coverage(program) : null;
  const engine = options.engine === 'interpreter' ? interpretEngine(program) : compileEngine(program, { coverage });
  const reductions = options.reductions ?? ALL_REDUCTIONS;
  const started = performance.now();
  const found = await explore(engine, { ...exploreOptions(options), reductions, firstOnly: options.first ?? false });
  const elapsedMs = performance.now() - started;
  const plain = options.minimise === true ? await plainSearch(engine, found, leftAfter(elapsedMs, options)) : null;
  const verdicts = judge(engine, found, plain);
  const { complete, limit } = found;
  return {
    spec: program.spec, variant: program.variant, programHash: programHash(program),
    complete, limit, counts: countsOf(found), verdicts, measures: extremesOf(engine, found, plain), outcome: deciding(verdicts.map(outcomeOf)),
    unfired: unfired(program, found),
    claims: program.claims.map(({ site }) => site),
    scope: {
      tasks: program.tasks.map(({ name }) => name), ...program.scope, reductions: reductionNames(found.reductions), symmetry: found.symmetry,
      memoryModel: 'sequentially consistent',
    },
    reach: coverage?.reach() ?? null,
    performance: { elapsedMs, statesPerSecond: found.states / Math.max(elapsedMs / 1000, 0.001), bytes: found.bytes },
  };
}

/** The search whose trails are the shortest: the one that was made, if it was without reductions. */
async function plainSearch(engine: Engine, found: Exploration, options: CheckOptions): Promise<Exploration> {
  const isReduced = reductionNames(options.reductions ?? ALL_REDUCTIONS).length > 0;
  return isReduced ? searchAgain(engine, found, exploreOptions(options)) : found;
}

/** The time that is left of what both searches may take. */
function leftAfter(elapsedMs: number, { limits, ...options }: CheckOptions): CheckOptions {
  return limits?.time === undefined ? { ...options, ...(limits && { limits }) } : { ...options, limits: { ...limits, time: Math.max(0, limits.time - elapsedMs) } };
}

function exploreOptions({ limits, onProgress, signal }: CheckOptions): Pick<ExploreOptions, 'limits' | 'onProgress' | 'signal'> {
  return { ...(limits === undefined ? {} : { limits }), ...(onProgress === undefined ? {} : { onProgress }), ...(signal === undefined ? {} : { signal }) };
}

function countsOf({ initials, states, passed, transitions, generated, depth, fingerprint, meanOut, maxOut }: Exploration): Counts {
  return { initials, states, passed, transitions, generated, depth, fingerprint, meanOut, maxOut };
}

/** Accesses that only setup executes are no control points of a task. */
function unfired(program: Program, { fired }: Exploration): UnfiredAccess[] {
  const stops = program.fns.filter(({ role }) => role === 'task').flatMap(({ name, blocks }) =>
    blocks.flatMap(({ instrs: [first] }) => (first?.kind === 'access' && first.boundary ? [{ access: first.access, fn: name }] : [])));
  const never = stops.filter(({ access }, at) => fired[access] === 0 && stops.findIndex((other) => other.access === access) === at);
  return never.map(({ access, fn }) => ({ access, fn, text: program.sites[program.accesses[access]!.site]?.text ?? '' }));
}
