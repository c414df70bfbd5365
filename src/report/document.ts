/** What fdcheck found, for programs: documents as schema/*.json have them. */
import type { Program } from '../lang/ir.js';
import type { CheckResult } from '../checker/check.js';
import { outcomeOf, type Outcome, type Verdict } from '../checker/outcome.js';
import { cellName, cellValue, replay, type Replay, type Row, type Trail } from '../checker/trail.js';
import { explanationLines, interestSubject, shortestOf, titleOf, trailsOf } from './counterexample.js';
import { expectationText } from './expectation.js';
import { acceptedMeasure, type AcceptedMeasure } from './measures.js';
import { foundText, limitText, type Run } from './run.js';
import { sceneDocument, type SceneDocument } from './scene.js';
import { sourcesDocument, type SourcesDocument } from './sources.js';
import { addressOf } from './trail/address.js';
import { interestOf } from './trail/interest.js';
import { returnedValue } from './trail/returns.js';
import { storyDocument, type StretchDocument } from './trail/story.js';
import { shortFile } from './where.js';

/** schema/trail.json */
export interface TrailDocument {
  readonly address: string;
  readonly start: Readonly<Record<string, string>>;
  readonly steps: readonly StepDocument[];
  /** Its memory, typed; absent where setup itself ends in a report. */
  readonly scene?: SceneDocument;
  /** Its steps folded for reading; absent where it is not known what it is to show. */
  readonly stretches?: readonly StretchDocument[];
  /** How it ends, line by line: a report in the kernel's words with its stacks, or who waits for whom. Absent as `stretches`. */
  readonly explanation?: readonly string[];
  /** The object that the report in which it ends is about, by its name in the scene; absent where it ends in none, or in one about none. */
  readonly object?: string;
}

export interface StepDocument {
  readonly number: number;
  readonly task: string;
  readonly choices: readonly number[];
  readonly stack: readonly string[];
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly op: string;
  readonly order: string;
  readonly place: string | null;
  readonly changes: readonly { readonly cell: string; readonly before: string; readonly after: string }[];
  /** Functions of the task that returned in this step, innermost first, void ones with no values. */
  readonly returns: readonly { readonly function: string; readonly values: readonly string[] }[];
  readonly report: string | null;
}

/** schema/check.json, a run in it */
export interface RunDocument {
  readonly spec: string;
  readonly variant: string;
  readonly question: string;
  readonly programHash: string;
  readonly expected: string;
  readonly found: string;
  readonly asExpected: boolean;
  readonly outcome: Outcome;
  readonly verdicts: readonly VerdictDocument[];
  readonly measures: readonly AcceptedMeasure[];
  readonly statistics: StatisticsDocument;
  readonly scope: ScopeDocument;
  /** Of what the trails mention; absent where there is no trail. */
  readonly sources?: SourcesDocument;
}

export interface VerdictDocument {
  readonly about: Verdict['subject']['kind'];
  /** The property's name; the report's class; null for others. */
  readonly name: string | null;
  readonly verdict: Verdict['kind'];
  readonly outcome: Outcome;
  readonly title: string;
  /** Whether the trails are proved to be the shortest; null where nobody asked. */
  readonly shortest: boolean | null;
  readonly trails: readonly TrailDocument[];
}

export interface StatisticsDocument {
  readonly complete: boolean;
  readonly stopped: string | null;
  readonly states: number;
  readonly passed: number;
  readonly transitions: number;
  readonly generated: number;
  readonly depth: number;
  readonly fingerprint: string;
  readonly meanOut: number;
  readonly maxOut: number;
  readonly neverTaken: readonly { readonly function: string; readonly text: string }[];
}

export interface ScopeDocument {
  readonly tasks: readonly string[];
  readonly bounds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly reductions: readonly string[];
  readonly symmetry: { readonly found: readonly string[]; readonly notes: readonly string[] };
  readonly memoryModel: string;
  readonly atomicClaims: readonly string[];
}

/** `folder` is where fdcheck runs: paths are told from there. */
export function runDocument({ question, program, result, expectation, comparison }: Run, folder: string): RunDocument {
  const verdicts = result.verdicts.map((verdict) => verdictDocument(program, verdict));
  const trails = verdicts.flatMap((verdict) => verdict.trails);
  return {
    spec: result.spec, variant: result.variant, question, programHash: result.programHash,
    expected: expectationText(expectation), found: foundText(result), asExpected: comparison.met, outcome: result.outcome,
    verdicts,
    measures: result.measures.map(acceptedMeasure),
    statistics: statisticsDocument(result),
    scope: { ...result.scope, atomicClaims: result.claims.map((site) => placeText(program, site)) },
    ...(trails.length === 0 ? {} : { sources: sourcesDocument(program, trails, folder) }),
  };
}

/** A replayed trail, step by step. */
export function trailDocument(program: Program, trail: Trail, replayed: Replay): TrailDocument {
  const cells = replayed.start === null ? [] : program.columns.flatMap(({ id, name, initial }) => replayed.start!.mem[name]!.flatMap((value, cell): [string, string][] => (
    value === initial ? [] : [[cellName(program, id, cell), cellValue(program, id, value)]])));
  const scene = sceneDocument(program, replayed);
  return {
    address: addressOf(trail), start: Object.fromEntries(cells), steps: replayed.rows.map((row) => stepDocument(program, row)),
    ...(scene === null ? {} : { scene }),
    ...(replayed.history === null ? {} : { object: replayed.history.object }),
  };
}

function verdictDocument(program: Program, verdict: Verdict): VerdictDocument {
  const interest = interestOf(program, interestSubject(program, verdict));
  const trails = trailsOf(verdict).map((trail): TrailDocument => {
    const replayed = replay(program, trail);
    const { start, rows } = replayed;
    const explanation = explanationLines(program, verdict, replayed);
    return { ...trailDocument(program, trail, replayed), ...(start === null ? {} : { stretches: storyDocument(program, { start, rows }, interest) }), explanation };
  });
  return { about: verdict.subject.kind, name: verdictName(verdict), verdict: verdict.kind, outcome: outcomeOf(verdict), title: titleOf(verdict), shortest: shortestOf(verdict), trails };
}

/** The property that a verdict is about, or the class of its report. */
export function verdictName(verdict: Verdict): string | null {
  if ('name' in verdict.subject) return verdict.subject.name;
  return 'reportClass' in verdict ? verdict.reportClass : null;
}

function stepDocument(program: Program, row: Row): StepDocument {
  const { file, line } = program.sites[row.site]!;
  const { order, place } = program.accesses[row.access]!;
  return {
    number: row.number, task: row.taskName, choices: row.choices, stack: row.frames.map(({ name }) => name), file: shortFile(file), line, text: row.text,
    op: row.op, order, place, changes: row.changes.map(({ path, old, new: after }) => ({ cell: path, before: old, after })),
    returns: row.returns.map(({ name, values }) => ({ function: name, values: values.map(returnedValue) })),
    report: row.report === null ? null : program.reports[row.report]!.title,
  };
}

function statisticsDocument({ complete, limit, counts, unfired }: CheckResult): StatisticsDocument {
  const { states, passed, transitions, generated, depth, fingerprint, meanOut, maxOut } = counts;
  return {
    complete, stopped: complete ? null : limitText(limit), states, passed, transitions, generated, depth, fingerprint, meanOut, maxOut,
    neverTaken: unfired.map(({ fn, text }) => ({ function: fn, text })),
  };
}

function placeText(program: Program, site: number): string {
  const { file, line } = program.sites[site]!;
  return `${shortFile(file)}:${line}`;
}
