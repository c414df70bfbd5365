/** One column of the matrix: a spec at every level of its model. Plain data in and out, so that it can cross to a worker. */
import type { CheckResult } from '../../checker/check.js';
import { outcomeOf, type Outcome, type Verdict } from '../../checker/outcome.js';
import { behaviourHash, programHash } from '../../checker/trail.js';
import { transfer } from '../../checker/verdict/transfer.js';
import { compileTraced, levelsOf, loadSpec, type Level, type SpecInfo, type TextUse } from '../../lang/compile.js';
import type { Program } from '../../lang/ir.js';
import { acceptedVerdict } from '../../report/accepted.js';
import { counterexampleLines } from '../../report/counterexample.js';
import { paintFor } from '../../report/paint.js';
import { foundText, limitText } from '../../report/run.js';
import type { Cell, FoundCell, MatrixColumn, TrailPage } from '../../report/series/matrix.js';
import { failureOf } from '../failure.js';
import { unitedUse } from '../cache/use.js';
import type { CachePlace } from '../cache/records.js';
import { resultFor, type JobHooks, type JobLimits } from '../job.js';
import type { Trade } from '../pool.js';

export interface ColumnJob {
  /** Absolute path of the spec. */
  readonly file: string;
  /** The column's title. */
  readonly label: string;
  readonly limits: JobLimits;
  readonly cwd: string;
  readonly debug: boolean;
  /** Where what was found before is kept; null: nowhere. */
  readonly cache: CachePlace | null;
}

export type ColumnAnswer =
  | { readonly kind: 'column'; readonly column: MatrixColumn; readonly levels: readonly Level[]; readonly outcome: Outcome; readonly use: TextUse }
  | { readonly kind: 'failure'; readonly label: string; readonly outcome: Outcome; readonly text: string };

export const columns: Trade<ColumnJob, ColumnAnswer> = {
  worker: new URL('./worker.js', import.meta.url), run: runColumn, failed,
  notBegun: ({ label }) => ({ kind: 'failure', label, outcome: 'inconclusive', text: 'interrupted before it began' }),
};

/** Width of the pages of counterexamples. */
const PAGE_COLUMNS = 100;
/** Digits of a hash that tell programs apart. */
const HASH_DIGITS = 16;

/** Never throws. */
export async function runColumn(job: ColumnJob, hooks: JobHooks): Promise<ColumnAnswer> {
  try {
    return await explored(job, hooks);
  } catch (error) {
    return failed(job, error);
  }
}

function failed({ label, cwd, debug }: ColumnJob, error: unknown): ColumnAnswer {
  return { kind: 'failure', label, ...failureOf(error, { cwd, colour: false }, debug) };
}

/** What was found of a behaviour, at the first level that has it. */
interface Found {
  readonly level: string;
  readonly result: CheckResult;
  readonly page: TrailPage | null;
}

async function explored(job: ColumnJob, hooks: JobHooks): Promise<ColumnAnswer> {
  const spec = loadSpec(job.file);
  const { label: title } = job;
  const levels = levelsOf(spec);
  const known = new Map<string, Found>();
  const cells: Cell[] = [];
  const uses: TextUse[] = [];
  for (const { name, missing } of levels) {
    if (missing !== null) cells.push({ kind: 'unmodelled', missing });
    else cells.push(await cellAt({ spec, title, level: name, known, uses }, job, hooks));
  }
  const pages = [...known.values()].flatMap(({ page }) => page ?? []);
  const incomplete = [...known.values()].some(({ result }) => !result.complete);
  const broken = [...known.values()].some(({ result }) => result.outcome === 'model');
  return {
    kind: 'column', levels, use: unitedUse(uses), outcome: broken ? 'model' : incomplete ? 'inconclusive' : 'proved',
    column: { title, spec: spec.name, question: spec.question, cells, pages },
  };
}

interface At {
  readonly spec: SpecInfo;
  readonly title: string;
  readonly level: string;
  /** By behaviour. */
  readonly known: Map<string, Found>;
  /** What each level was compiled from. */
  readonly uses: TextUse[];
}

/** Explores the level's program, unless one that is the same up to names has been explored: then its trails are replayed here. */
async function cellAt({ spec, title, level, known, uses }: At, { limits, cache }: ColumnJob, hooks: JobHooks): Promise<FoundCell> {
  const { program, use } = compileTraced(spec, level);
  uses.push(use);
  const behaviour = behaviourHash(program);
  const before = known.get(behaviour);
  const found = before ?? pageOf(program, `${`${title}-${level}`.replaceAll('/', '-')}.md`, (await resultFor(program, { limits, cache, reach: false }, hooks)).result);
  known.set(behaviour, found);
  const { result, page } = found;
  const verdicts = before === undefined ? result.verdicts : result.verdicts.map((verdict) => transfer(verdict, program));
  return {
    kind: 'found', program: programHash(program).slice(0, HASH_DIGITS), behaviour: behaviour.slice(0, HASH_DIGITS), exploredAt: found.level, found: foundText(result),
    states: result.counts.states, stopped: result.complete ? null : limitText(result.limit), verdicts: verdicts.map(acceptedVerdict), page: page?.file ?? null,
  };
}

function pageOf(program: Program, file: string, result: CheckResult): Found {
  const wrong = result.verdicts.filter((verdict) => !['proved', 'inconclusive'].includes(outcomeOf(verdict)));
  return { level: program.variant, result, page: wrong.length === 0 ? null : { file, found: foundText(result), text: pageText(program, wrong) } };
}

/** The counterexamples of a program, each with the address that replays it. */
function pageText(program: Program, wrong: readonly Verdict[]): string {
  const style = { paint: paintFor(false), columns: PAGE_COLUMNS, steps: false };
  const stories = wrong.map((verdict) => ['```text', ...counterexampleLines(program, verdict, style), '```'].join('\n'));
  return `${[`# ${program.spec} @ ${program.variant}`, ...stories].join('\n\n')}\n`;
}
