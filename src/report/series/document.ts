/** The matrix for programs: schema/series.json. Nothing in it changes between two runs of one commit. */
import { effortOf, flipsOf, topicsOf, type Cell, type FoundCell, type Level, type Matrix, type MatrixColumn, type Topic } from './matrix.js';

export interface SeriesDocument {
  readonly format: 'fdcheck-series-1';
  readonly levels: readonly Pick<Level, 'name' | 'kind' | 'title' | 'missing'>[];
  /** What the main table is about; null where nothing is modelled. */
  readonly main: Topic | null;
  readonly columns: readonly ColumnDocument[];
  readonly effort: ReturnType<typeof effortOf>;
}

export interface ColumnDocument {
  readonly title: string;
  readonly spec: string;
  readonly question: string;
  /** Of the main topic: the first answer, then each that differs from the one before it. */
  readonly flips: readonly { readonly level: string; readonly mark: string }[];
  readonly cells: readonly CellDocument[];
  /** What was found of each, by behaviour. */
  readonly behaviours: Readonly<Record<string, Pick<FoundCell, 'exploredAt' | 'states' | 'stopped' | 'page' | 'verdicts'>>>;
}

/** `program` and `behaviour` are null where the level is not modelled; `found` is then what it lacks. */
export interface CellDocument {
  readonly level: string;
  readonly found: string;
  readonly program: string | null;
  readonly behaviour: string | null;
}

export function seriesDocument(matrix: Matrix): SeriesDocument {
  const main = topicsOf(matrix.columns)[0] ?? null;
  return {
    format: 'fdcheck-series-1', levels: matrix.levels.map(({ name, kind, title, missing }) => ({ name, kind, title, missing })), main,
    columns: matrix.columns.map((column) => columnDocument(column, matrix.levels, main)), effort: effortOf(matrix),
  };
}

function columnDocument(column: MatrixColumn, levels: readonly Level[], main: Topic | null): ColumnDocument {
  const { title, spec, question, cells } = column;
  const explored = levels.flatMap(({ name }, row): FoundCell[] => {
    const cell = cells[row]!;
    return cell.kind === 'found' && cell.exploredAt === name ? [cell] : [];
  });
  return {
    title, spec, question, flips: main === null ? [] : flipsOf(column, levels, main), cells: levels.map(({ name }, row) => cellDocument(name, cells[row]!)),
    behaviours: Object.fromEntries(explored.map(({ behaviour, exploredAt, states, stopped, page, verdicts }) => [behaviour, { exploredAt, states, stopped, page, verdicts }])),
  };
}

function cellDocument(level: string, cell: Cell): CellDocument {
  if (cell.kind === 'unmodelled') return { level, found: `not modelled: ${cell.missing}`, program: null, behaviour: null };
  return { level, found: cell.found, program: cell.program, behaviour: cell.behaviour };
}
