/** One program, explored and judged. */
import type { Program, SiteId } from '../lang/ir.js';
import { compileEngine } from './codegen/compile.js';
import { Coverage, type Reach } from './coverage.js';
import type { Engine } from './engine.js';
import { firingOf, unfired, type Firing, type UnfiredAccess } from './firing.js';
import { interpretEngine } from './interpret/engine.js';
import { deciding, outcomeOf, type Measured, type Outcome, type Verdict } from './outcome.js';
import { ALL_REDUCTIONS, reductionNames, type Reductions } from './reductions.js';
import type { Exploration, ExploreOptions, Limit, Limits, Progress } from './search/exploration.js';
import { explore } from './search/explore.js';
import { programHash } from './trail.js';
import { searchAgain } from './verdict/again.js';
import { extremesOf, judge } from './verdict/judge.js';
import { readdressed, readdressedMeasure } from './verdict/transfer.js';

export type { Limit, Limits, Progress } from './search/exploration.js';
export type { Reach } from './coverage.js';
export type { Firing, UnfiredAccess } from './firing.js';
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

/** What a search found, in plain data: of a program with a certain programHash, whatever it is called and wherever its text stands. */
export interface CheckRecord {
  readonly complete: boolean;
  readonly limit: Limit | null;
  readonly counts: Counts;
  readonly verdicts: readonly Verdict[];
  readonly measures: readonly Measured[];
  /** By access: transitions that started at it. */
  readonly fired: readonly number[];
  readonly reductions: Scope['reductions'];
  readonly symmetry: Scope['symmetry'];
  /** See Coverage.text; null where nobody asked. */
  readonly marks: string | null;
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
  /** How often each step was taken. */
  readonly firing: Firing;
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
  const { record, performance: cost } = await search(program, options);
  return resultOf(program, record, cost);
}

/** As `check`; what was found as a record, which can be kept for the same program under another name. */
export async function search(program: Program, options: CheckOptions = {}): Promise<{ readonly record: CheckRecord; readonly performance: Performance }> {
  const coverage = options.coverage === true && options.engine !== 'interpreter' ? new Coverage(program) : null;
  const engine = options.engine === 'interpreter' ? interpretEngine(program) : compileEngine(program, { coverage });
  const reductions = options.reductions ?? ALL_REDUCTIONS;
  const started = performance.now();
  const found = await explore(engine, { ...exploreOptions(options), reductions, firstOnly: options.first ?? false });
  const elapsedMs = performance.now() - started;
  const plain = options.minimise === true ? await plainSearch(engine, found, leftAfter(elapsedMs, options)) : null;
  const { complete, limit, fired, symmetry } = found;
  return {
    record: {
      complete, limit, counts: countsOf(found), verdicts: judge(engine, found, plain), measures: extremesOf(engine, found, plain), fired,
      reductions: reductionNames(found.reductions), symmetry, marks: coverage?.text() ?? null,
    },
    performance: { elapsedMs, statesPerSecond: found.states / Math.max(elapsedMs / 1000, 0.001), bytes: found.bytes },
  };
}

/** What a search found of a program, said of one with the same programHash: the trails bear its names. */
export function resultOf(program: Program, record: CheckRecord, cost: Performance): CheckResult {
  const { complete, limit, counts, fired, reductions, symmetry, marks } = record;
  const verdicts = record.verdicts.map((verdict) => readdressed(program, verdict));
  return {
    spec: program.spec, variant: program.variant, programHash: programHash(program), complete, limit, counts, verdicts,
    measures: record.measures.map((measured) => readdressedMeasure(program, measured)), outcome: deciding(verdicts.map(outcomeOf)),
    firing: firingOf(program, fired), unfired: unfired(program, fired), claims: program.claims.map(({ site }) => site),
    scope: { tasks: program.tasks.map(({ name }) => name), ...program.scope, reductions, symmetry, memoryModel: 'sequentially consistent' },
    reach: marks === null ? null : Coverage.reachOf(program, marks), performance: cost,
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
