/** What fdcheck found, for programs: documents as schema/*.json have them. */
import type { Program } from '../lang/ir.js';
import type { CheckResult } from '../checker/check.js';
import { outcomeOf, type Outcome, type Verdict } from '../checker/outcome.js';
import type { State } from '../checker/state.js';
import { cellName, cellValue, lifeOf, replay, taskName, type Event, type ObjectLife, type Replay, type Row, type Trail } from '../checker/trail.js';
import { stackFrames } from '../checker/trail/row.js';
import { counterexampleLines, explanationLines, type CounterexampleStyle } from './counterexample.js';
import { expectationText } from './expectation.js';
import { acceptedMeasure, type AcceptedMeasure } from './measures.js';
import { paintFor } from './paint.js';
import { frameDocuments, pathFrom, sitePlace, type FrameDocument, type PlaceDocument } from './place.js';
import { foundText, limitText, runText, type Run } from './run.js';
import { verdictSummary } from './summary/summary.js';
import { sceneDocument, type SceneDocument } from './scene.js';
import { sourcesDocument, type SourcesDocument } from './sources.js';
import { addressOf } from './trail/address.js';
import { interestOf } from './trail/interest.js';
import { returnedValue } from './trail/returns.js';
import { nicknamesOf } from './trail/nicknames.js';
import { declaredOf, shortestOf, subjectOf, titleOf, trailsOf } from './verdicts.js';
import { stuckTasks } from './waiting.js';
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
  /** What text calls objects, by their names in the cells: F0 for files_struct#1. Absent as `stretches`. */
  readonly nicknames?: Readonly<Record<string, string>>;
  /** The object that the report at its end is about; null where there is none. */
  readonly object: ObjectDocument | null;
}

/** What became of an object on a trail. */
export interface ObjectDocument {
  readonly name: string;
  readonly freed: EventDocument | null;
  readonly allocated: EventDocument | null;
}

/** Step 0 and no task: in setup. */
export interface EventDocument {
  readonly step: number;
  readonly task: string | null;
  readonly frames: readonly FrameDocument[];
}

export interface StepDocument {
  readonly number: number;
  readonly task: string;
  readonly choices: readonly number[];
  /** Functions of the task, outermost first. */
  readonly stack: readonly string[];
  /** The same with where each of them stands; the last is where the step is. */
  readonly frames: readonly FrameDocument[];
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
  /** The spec's file, from the root of the repository; null where it lies outside of it. */
  readonly path: string | null;
  readonly variant: string;
  readonly question: string;
  readonly programHash: string;
  readonly expected: string;
  readonly found: string;
  readonly asExpected: boolean;
  /** What was expected and did not happen: `violated(count_is_exact)`. */
  readonly missing: readonly string[];
  readonly outcome: Outcome;
  /** For people, in lines of 80 characters: a line where all is as expected, else with what is not. */
  readonly text: string;
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
  /** The trails in one paragraph; null where there is none, or nothing to tell. */
  readonly summary: string | null;
  /** It is wrong, and the spec does not expect it. */
  readonly unexpected: boolean;
  /** Of a report: what is wrong, in more words than the title; null where there are none. */
  readonly detail: string | null;
  /** Where the property is written; null for what no property asks. */
  readonly place: PlaceDocument | null;
  /** Of a hung task: who waits, and where. */
  readonly waits: readonly { readonly task: string; readonly frames: readonly FrameDocument[] }[];
  /** The counterexample for people, in lines of 80 characters; empty where there is none. */
  readonly text: string;
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

/** The texts in documents: what a mail or a log shows unbroken. */
export const PLAIN: CounterexampleStyle = { paint: paintFor(false), columns: 80, steps: false };

/** Where things are on this machine, as absolute paths: the root of the repository, which places are told from, and the spec. */
export interface Whereabouts {
  readonly root: string;
  readonly file: string;
}

export function runDocument(run: Run, { root, file }: Whereabouts): RunDocument {
  const { question, program, result, expectation, comparison } = run;
  const verdicts = result.verdicts.map((verdict) => ({ ...verdictDocument(program, verdict, root), unexpected: comparison.unexpected.includes(verdict) }));
  const trails = verdicts.flatMap((verdict) => verdict.trails);
  return {
    spec: result.spec, path: pathFrom(root, file), variant: result.variant, question, programHash: result.programHash,
    expected: expectationText(expectation), found: foundText(result), asExpected: comparison.met, missing: comparison.missing, outcome: result.outcome,
    text: runText(run, 'line', PLAIN),
    verdicts,
    measures: result.measures.map(acceptedMeasure),
    statistics: statisticsDocument(result),
    scope: { ...result.scope, atomicClaims: result.claims.map((site) => placeText(program, site)) },
    ...(trails.length === 0 ? {} : { sources: sourcesDocument(program, trails, root) }),
  };
}

/** A replayed trail, step by step. `life` is that of the object which the end is about, where the replay does not know it. */
export function trailDocument(program: Program, trail: Trail, replayed: Replay, { root, life = replayed.history }: { readonly root: string; readonly life?: ObjectLife | null }): TrailDocument {
  const cells = replayed.start === null ? [] : program.columns.flatMap(({ id, name, initial }) => replayed.start!.mem[name]!.flatMap((value, cell): [string, string][] => (
    value === initial ? [] : [[cellName(program, id, cell), cellValue(program, id, value)]])));
  const event = (of: Event | null): EventDocument | null => of && {
    step: of.step, task: of.task < 0 ? null : taskName(program, of.task), frames: frameDocuments(program, of.frames, root),
  };
  const scene = sceneDocument(program, replayed);
  return {
    address: addressOf(trail), start: Object.fromEntries(cells), steps: replayed.rows.map((row) => stepDocument(program, row, root)),
    ...(scene === null ? {} : { scene }),
    object: life && { name: life.object, freed: event(life.freed), allocated: event(life.allocated) },
  };
}

function verdictDocument(program: Program, verdict: Verdict, root: string): Omit<VerdictDocument, 'unexpected'> {
  const told = trailsOf(verdict).map((trail) => ({ trail, replayed: replay(program, trail) }));
  const last = told[0]?.replayed.states.at(-1) ?? told[0]?.replayed.start ?? null;
  const summary = verdictSummary(program, verdict);
  const story = told.length === 0 ? () => ({}) : storyOf(program, verdict, { replays: told.map(({ replayed }) => replayed), summary });
  return {
    about: verdict.subject.kind, name: verdictName(verdict), verdict: verdict.kind, outcome: outcomeOf(verdict), title: titleOf(verdict),
    detail: 'detail' in verdict && verdict.detail !== '' ? verdict.detail : null, place: propertyPlace(program, verdict, root),
    summary,
    waits: verdict.kind !== 'hung' || last === null ? [] : waitsAt(program, last, root),
    text: told.length === 0 ? '' : counterexampleLines(program, verdict, PLAIN).join('\n'),
    shortest: shortestOf(verdict), trails: told.map(({ trail, replayed }) => ({ ...trailDocument(program, trail, replayed, lifeAtEnd(program, verdict, replayed, root)), ...story(replayed) })),
  };
}

/** The last sentence of a summary, which says what does not hold and why. */
function endOf(summary: string | null, named: (text: string) => string): string[] {
  const at = Math.max(...['Now ', 'At the start already ', 'Nothing can move any more, and '].map((start) => (summary ?? '').lastIndexOf(start)));
  return at < 0 ? [] : [named(summary!.slice(at))];
}

/** What is known of each trail of a verdict, as it is known what they are to show. */
function storyOf(
  program: Program, verdict: Verdict, { replays, summary }: { readonly replays: readonly Replay[]; readonly summary: string | null },
): (replayed: Replay) => Pick<TrailDocument, 'stretches' | 'explanation' | 'nicknames'> {
  const { of: named, all: nicknames } = nicknamesOf(program);
  const interest = interestOf(program, subjectOf(program, verdict));
  const told = explanationLines(program, verdict, replays, PLAIN.columns);
  const explanation = told.length > 0 || verdict.kind !== 'violated' ? told : endOf(summary, named);
  return ({ start, rows }) => ({ ...(start === null ? {} : { stretches: storyDocument(program, { start, rows }, interest) }), explanation, nicknames });
}

/** A leak is found in a state: its object is known by the verdict alone. */
function lifeAtEnd(program: Program, verdict: Verdict, { start, rows, history }: Replay, root: string): { root: string; life: ObjectLife | null } {
  const leaked = 'object' in verdict ? verdict.object : null;
  return { root, life: history ?? (leaked && lifeOf(program, start, rows, leaked)) };
}

/** Who hangs in a state, and where. */
function waitsAt(program: Program, state: State, root: string): VerdictDocument['waits'] {
  return stuckTasks(program, state).map(({ task, access }) => ({
    task: taskName(program, task), frames: frameDocuments(program, stackFrames(program, state.stacks[task]!, access.site), root),
  }));
}

function propertyPlace(program: Program, { subject }: Verdict, root: string): PlaceDocument | null {
  const declared = declaredOf(program, subject);
  return declared && sitePlace(program, declared.site, root);
}

/** The property that a verdict is about, or the class of its report. */
export function verdictName(verdict: Verdict): string | null {
  if ('name' in verdict.subject) return verdict.subject.name;
  return 'reportClass' in verdict ? verdict.reportClass : null;
}

function stepDocument(program: Program, row: Row, root: string): StepDocument {
  const { file, line } = program.sites[row.site]!;
  const { order, place } = program.accesses[row.access]!;
  return {
    number: row.number, task: row.taskName, choices: row.choices, stack: row.frames.map(({ name }) => name),
    frames: frameDocuments(program, row.frames, root), file: shortFile(file), line, text: row.text,
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
