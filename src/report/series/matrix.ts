/**
 * The matrix of a series: a column a spec, a row a level (a version of the model, one patch more than the one above it), and in each cell
 * what exhaustive search found. Everything that is said of the matrix is worked out from the cells.
 */
import type { Level } from '../../lang/compile.js';
import type { AcceptedVerdict } from '../accepted.js';

export type { Level } from '../../lang/compile.js';

/** What is known of a spec at a level. */
export type Cell = { readonly kind: 'unmodelled'; readonly missing: string } | FoundCell;

export interface FoundCell {
  readonly kind: 'found';
  /** The start of its programHash. */
  readonly program: string;
  /** The start of its behaviourHash. */
  readonly behaviour: string;
  /** In the words of expectations: `proved`, `violated(p)`. */
  readonly found: string;
  /** The first level of this behaviour: there it was explored. */
  readonly exploredAt: string;
  readonly states: number;
  /** Why the search ended early; null if it did not. */
  readonly stopped: string | null;
  readonly verdicts: readonly AcceptedVerdict[];
  /** File of the page with the counterexamples, below trails/; null where nothing is wrong. */
  readonly page: string | null;
}

/** The counterexamples of a behaviour. */
export interface TrailPage {
  readonly file: string;
  /** In the words of expectations: `violated(p)`. */
  readonly found: string;
  readonly text: string;
}

export interface MatrixColumn {
  readonly title: string;
  readonly spec: string;
  readonly question: string;
  /** One a level. */
  readonly cells: readonly Cell[];
  readonly pages: readonly TrailPage[];
}

export interface Matrix {
  readonly levels: readonly Level[];
  readonly columns: readonly MatrixColumn[];
}

/** What a table of the matrix is about: a property, that nothing hangs, or that no built-in check reports. */
export interface Topic {
  readonly about: string;
  readonly name: string | null;
}

/** Rows that say the same, one after the other; releases stand alone. */
export interface Group {
  readonly first: Level;
  readonly label: string;
  /** Index of its first row. */
  readonly row: number;
}

/** From one level on, another answer than before it. */
export interface Flip {
  readonly level: string;
  readonly mark: string;
}

export const OK = 'ok';
export const VIOLATED = 'V';
export const UNMODELLED = '–';
const UNDECIDED = '?';

/** All topics, in the order in which the specs name them: invariants, witnesses, final conditions, then hanging and checks. */
export function topicsOf(columns: readonly MatrixColumn[]): Topic[] {
  const verdicts = columns.flatMap(({ cells }) => {
    const found = cells.find((cell) => cell.kind === 'found');
    return found?.kind === 'found' ? found.verdicts : [];
  });
  const topics = ['always', 'reachable', 'final', 'hung', 'checks'].flatMap((about) => verdicts.filter((verdict) => verdict.about === about)
    .map(({ name }): Topic => ({ about, name: about === 'checks' ? null : name })));
  return topics.filter((one, at) => topics.findIndex((other) => isSame(one, other)) === at);
}

/** The matrix of those columns that ask. */
export function askedOf({ levels, columns }: Matrix, topic: Topic): Matrix {
  return { levels, columns: columns.filter(({ cells }) => cells.some((cell) => cell.kind === 'found' && markOf(cell, topic) !== '')) };
}

function isSame(one: Topic, other: Topic): boolean {
  return one.about === other.about && one.name === other.name;
}

/** What stands in a cell of a topic's table: empty where the spec does not ask. See askedOf. */
export function markOf(cell: Cell, { about, name }: Topic): string {
  if (cell.kind === 'unmodelled') return UNMODELLED;
  const verdicts = cell.verdicts.filter((verdict) => verdict.about === about && (about === 'checks' || verdict.name === name));
  return [...new Set(verdicts.map(markOfVerdict))].join(', ');
}

function markOfVerdict({ verdict, name }: AcceptedVerdict): string {
  switch (verdict) {
    case 'proved':
    case 'reached': return OK;
    case 'violated': return VIOLATED;
    case 'inconclusive': return UNDECIDED;
    case 'unreached':
    case 'hung': return verdict;
    case 'report': return name ?? verdict;
    case 'model': return 'model error';
  }
}

/** Whether every cell that is modelled and asks is as it should be. */
export function isFine({ columns }: Matrix, topic: Topic): boolean {
  return columns.every(({ cells }) => cells.every((cell) => ['', OK, UNMODELLED].includes(markOf(cell, topic))));
}

/** `v5.10`, `+4`, `v5.11`. */
export function labelOf(level: Level, levels: readonly Level[]): string {
  return level.kind === 'series' ? `+${levels.filter(({ kind }) => kind === 'series').indexOf(level) + 1}` : level.name;
}

/** Rows as one text: neighbours of the series as `+6 .. +11`. */
export function rangesText(rows: readonly number[], levels: readonly Level[]): string {
  const joins = (row: number): boolean => rows.includes(row - 1) && levels[row]!.kind === 'series' && levels[row - 1]!.kind === 'series';
  const label = (row: number): string => labelOf(levels[row]!, levels);
  return rows.filter((row) => !joins(row)).map((from) => {
    let to = from;
    while (rows.includes(to + 1) && joins(to + 1)) to += 1;
    return from === to ? label(from) : `${label(from)} .. ${label(to)}`;
  }).join(', ');
}

export function groupsOf({ levels, columns }: Matrix, topic: Topic): Group[] {
  const marks = levels.map((_, row) => columns.map(({ cells }) => markOf(cells[row]!, topic)).join('|'));
  const starts = levels.flatMap((level, row) => (level.kind === 'series' && levels[row - 1]?.kind === 'series' && marks[row] === marks[row - 1] ? [] : [row]));
  return starts.map((row, at): Group => {
    const rows = Array.from({ length: (starts[at + 1] ?? levels.length) - row }, (_, more) => row + more);
    return { first: levels[row]!, row, label: rangesText(rows, levels) };
  });
}

/** The answers of a column from its first level on: the first one, then each that differs from the one before. */
export function flipsOf(column: MatrixColumn, levels: readonly Level[], topic: Topic): Flip[] {
  const marks = column.cells.map((cell) => markOf(cell, topic));
  return levels.flatMap(({ name }, row) => (row > 0 && marks[row] === marks[row - 1] ? [] : [{ level: name, mark: marks[row]! }]));
}

/** `readlink: violated, ok from series/6 on`. */
export function flipText(column: MatrixColumn, levels: readonly Level[], topic: Topic): string {
  const [first, ...later] = flipsOf(column, levels, topic).map(({ level, mark }) => ({ level, words: inWords(mark) }));
  if (first === undefined) return column.title;
  if (later.length === 0) return `${column.title}: ${first.words} at every level`;
  return `${column.title}: ${[first.words, ...later.map(({ level, words }) => `${words} from ${level} on`)].join(', ')}`;
}

function inWords(mark: string): string {
  return { [VIOLATED]: 'violated', [UNMODELLED]: 'not modelled', [UNDECIDED]: 'inconclusive' }[mark] ?? mark;
}

/** The columns in the order in which the series mends them, those that need no mending last; then by title. */
export function staircase(columns: readonly MatrixColumn[]): MatrixColumn[] {
  const [topic] = topicsOf(columns);
  const mended = ({ cells }: MatrixColumn): number => {
    const last = topic === undefined ? -1 : cells.findLastIndex((cell) => ![OK, UNMODELLED, ''].includes(markOf(cell, topic)));
    return last < 0 ? cells.length + 1 : last;
  };
  return columns.toSorted((a, b) => mended(a) - mended(b) || (a.title < b.title ? -1 : 1));
}

/** How much was explored for how much. */
export function effortOf({ columns }: Matrix): { cells: number; unmodelled: number; programs: number; explored: number } {
  const cells = columns.flatMap((column) => column.cells);
  const found = (column: MatrixColumn): FoundCell[] => column.cells.filter((cell) => cell.kind === 'found');
  const distinct = (of: (cell: FoundCell) => string): number => columns.reduce((sum, column) => sum + new Set(found(column).map(of)).size, 0);
  return {
    cells: cells.length, unmodelled: cells.filter(({ kind }) => kind === 'unmodelled').length,
    programs: distinct(({ program }) => program), explored: distinct(({ behaviour }) => behaviour),
  };
}
