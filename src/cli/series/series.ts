/** `fdcheck series`: what each patch changes, as a matrix of specs and versions that exhaustive search fills. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { deciding, exitCode, type Outcome } from '../../checker/outcome.js';
import { paintFor } from '../../report/paint.js';
import { seriesDocument } from '../../report/series/document.js';
import { staircase, topicsOf, type Matrix } from '../../report/series/matrix.js';
import { matrixText } from '../../report/series/text.js';
import { shortPath, UsageError } from '../failure.js';
import type { Kept } from '../cache/kept.js';
import { cacheOf, limitsOf, type CheckFlags } from '../flags.js';
import { results } from '../pool.js';
import { progressLine } from '../progress.js';
import { resultFile } from '../results.js';
import { someSpecs, specsFolder } from '../specs.js';
import { closest } from '../suggest.js';
import type { Terminal } from '../terminal.js';
import { columns, type ColumnAnswer, type ColumnJob } from './column.js';
import { keepColumn, keptColumn } from './kept-column.js';
import { fileDifferences, filesIn, filesOf, stalePages, writeFiles } from './files.js';

export interface SeriesFlags extends CheckFlags {
  /** Write results/. */
  readonly write?: true;
  /** Only the table of this property. */
  readonly property?: string;
}

/** Below specs/: a column a file. */
const MATRIX = join('series', 'matrix');

/** Exit code 0 where every cell is decided or said not to be modelled. */
export async function series(flags: SeriesFlags, terminal: Terminal): Promise<number> {
  const folder = matrixFolder(terminal.cwd);
  if (folder === null) throw new UsageError(`there is no matrix: ${join('specs', MATRIX)} holds its columns, a spec each, and does not exist in ${terminal.cwd} or above it`);
  const { matrix, outcome } = await fill(folder, flags, terminal, { kept: cacheOf(flags, terminal), need: 'same' });
  if (matrix !== null) tell(matrix, flags, terminal);
  if (flags.write === true) writeMatrix(folder, matrix, outcome, terminal);
  return exitCode(outcome);
}

/** `accept` of everything. The outcome; nothing where there is no matrix. */
export async function acceptSeries(flags: CheckFlags, terminal: Terminal, kept: Kept | null): Promise<Outcome[]> {
  const folder = matrixFolder(terminal.cwd);
  if (folder === null) return [];
  const { matrix, outcome } = await fill(folder, flags, terminal, { kept, need: 'same' });
  writeMatrix(folder, matrix, outcome, terminal);
  return [outcome];
}

/** `gate` of everything: how the matrix differs from results/, in words; and which of its pages are no drift, but show the model's text as it was. */
export async function gateSeries(flags: CheckFlags, terminal: Terminal, kept: Kept | null): Promise<{ outcomes: Outcome[]; drifts: string[]; stale: string[] }> {
  const folder = matrixFolder(terminal.cwd);
  if (folder === null) return { outcomes: [], drifts: [], stale: [] };
  const { matrix, outcome } = await fill(folder, flags, terminal, { kept, need: 'equivalent' });
  const target = resultsFolder(folder);
  if (matrix === null) return { outcomes: [outcome], drifts: [], stale: [] };
  const [accepted, found] = [filesIn(target), filesOf(matrix)];
  const named = (name: string): string => `${shortPath(terminal.cwd, target)}/${name}`;
  return { outcomes: [outcome], drifts: fileDifferences(accepted, found).map(named), stale: stalePages(accepted, found).map(named) };
}

interface Filled {
  /** Of the columns that could be explored; null if there is none. */
  readonly matrix: Matrix | null;
  readonly outcome: Outcome;
}

interface Before {
  readonly kept: Kept | null;
  /** How the text must stand to that in which a column was found before: pages of counterexamples show places in it. */
  readonly need: 'same' | 'equivalent';
}

/** Explores every cell that was not found before. What fails is told, and left out of the matrix. */
async function fill(folder: string, flags: CheckFlags, terminal: Terminal, { kept, need }: Before): Promise<Filled> {
  const jobs = someSpecs(folder).map((file): ColumnJob => ({
    file, label: titleOf(relative(folder, file)), limits: limitsOf(flags), cwd: terminal.cwd, debug: flags.debug === true, cache: kept?.place ?? null,
  }));
  const before = jobs.map((job) => (kept === null ? null : keptColumn(kept, job, need)));
  const progress = progressLine(terminal, flags.quiet === true);
  const coming = results(columns, jobs.filter((_, at) => before[at] === null), { workers: flags.workers, progress, interrupt: terminal.interrupt });
  const found: ColumnAnswer[] = [];
  for (const [at, job] of jobs.entries()) {
    const answer = before[at] ?? (await coming.next()).value!;
    progress.clear();
    if (answer.kind === 'failure') terminal.err(`${answer.label}: ${answer.text}\n`);
    else if (before[at] === null && kept !== null) keepColumn(kept, job, answer);
    found.push(answer);
  }
  await coming.return(undefined);
  const filled = found.filter((answer) => answer.kind === 'column');
  const outcome = deciding(found.map((answer) => answer.outcome));
  const [first] = filled;
  if (first === undefined) return { matrix: null, outcome };
  const stranger = filled.find((one) => one.levels.map(({ name }) => name).join() !== first.levels.map(({ name }) => name).join());
  if (stranger !== undefined) throw new UsageError(`${stranger.column.spec} and ${first.column.spec} know different versions: the columns of a matrix are about one model`);
  return { matrix: { levels: first.levels, columns: staircase(filled.map(({ column }) => column)) }, outcome };
}

/** Path below the folder of the matrix: two columns never share it, nor the pages that are called like it. */
function titleOf(path: string): string {
  return path.replace(/(\.spec)?\.ts$/, '').replaceAll(sep, '/');
}

function tell(matrix: Matrix, flags: SeriesFlags, terminal: Terminal): void {
  if (flags.json === true) return terminal.out(`${JSON.stringify(seriesDocument(matrix), null, 2)}\n`);
  const { property = null } = flags;
  const known = topicsOf(matrix.columns).flatMap(({ name }) => name ?? []);
  if (property !== null && !known.includes(property)) {
    const near = closest(property, known);
    throw new UsageError(`no column asks for '${property}'; ${near === null ? `they ask for ${known.join(', ')}` : `did you mean ${near}?`}`);
  }
  return terminal.out(`${matrixText(matrix, { paint: paintFor(terminal.colour), columns: flags.columns ?? terminal.columns, property })}\n`);
}

/** Only what is decided wholly becomes a result. */
function writeMatrix(folder: string, matrix: Matrix | null, outcome: Outcome, terminal: Terminal): void {
  const target = shortPath(terminal.cwd, resultsFolder(folder));
  if (matrix === null || outcome !== 'proved') return terminal.err(`${target} is left as it is: not every cell could be decided\n`);
  writeFiles(resultsFolder(folder), filesOf(matrix));
  return terminal.out(`wrote ${join(target, 'matrix.md')}, matrix.json and ${matrix.columns.flatMap(({ pages }) => pages).length} pages of counterexamples\n`);
}

function matrixFolder(cwd: string): string | null {
  const specs = specsFolder(cwd);
  const folder = specs === null ? null : join(specs, MATRIX);
  return folder !== null && existsSync(folder) ? folder : null;
}

/** results/series for specs/series/matrix. */
function resultsFolder(folder: string): string {
  return dirname(resultFile(join(folder, 'matrix.ts'), MATRIX));
}
