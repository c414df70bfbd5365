/** The matrix as text. */
import type { Paint } from '../paint.js';
import { askedOf, flipText, groupsOf, isFine, markOf, OK, topicsOf, UNMODELLED, type Matrix, type Topic } from './matrix.js';
import { effortText, fineLines, legend, topicTitle } from './words.js';

const GAP = '  ';
/** A title longer than this is broken where it has a mark of punctuation. */
const WIDE = 8;
/** Characters of a patch's title that are worth showing. */
const TITLE_LEAST = 24;

export interface MatrixStyle {
  readonly paint: Paint;
  /** Characters a line. */
  readonly columns: number;
  /** Only the table of this property; null: of the first, and of all in which something is wrong. */
  readonly property: string | null;
}

export function matrixText(matrix: Matrix, style: MatrixStyle): string {
  const topics = topicsOf(matrix.columns);
  const shown = topics.filter((topic, at) => (style.property === null ? at === 0 || !isFine(matrix, topic) : topic.name === style.property));
  const tables = shown.map((topic) => tableText(askedOf(matrix, topic), topic, style));
  const fine = style.property === null ? fineLines(matrix, topics.slice(1)) : [];
  return [...tables, [...fine, legend(matrix), effortText(matrix)].join('\n')].join('\n\n');
}

function tableText(matrix: Matrix, topic: Topic, style: MatrixStyle): string {
  const flips = matrix.columns.map((column) => flipText(column, matrix.levels, topic));
  return [style.paint.bold(topicTitle(topic)), ...tableLines(matrix, topic, style), '', ...flips].join('\n');
}

function tableLines(matrix: Matrix, topic: Topic, { paint, columns }: MatrixStyle): string[] {
  const groups = groupsOf(matrix, topic);
  const marks = groups.map(({ row }) => matrix.columns.map(({ cells }) => markOf(cells[row]!, topic)));
  const heads = matrix.columns.map(({ title }) => broken(title));
  const widths = heads.map((head, at) => Math.max(...head.map((line) => line.length), ...marks.map((row) => row[at]!.length)));
  const label = Math.max(...groups.map((group) => group.label.length));
  const room = columns - label - widths.reduce((sum, width) => sum + width + GAP.length, 0) - GAP.length;
  const header = [0, 1].map((line) => [' '.repeat(label), ...heads.map((head, at) => head[line]!.padEnd(widths[at]!))].join(GAP).trimEnd());
  return [...header.filter((line) => line !== ''), ...groups.map((group, at) => {
    const cells = marks[at]!.map((mark, column) => coloured(mark, paint) + ' '.repeat(widths[column]! - mark.length));
    return [group.label.padEnd(label), ...cells, paint.dim(cut(group.first.title, room))].join(GAP).trimEnd();
  })];
}

function coloured(mark: string, paint: Paint): string {
  if (mark === OK) return paint.good(mark);
  return mark === UNMODELLED ? paint.dim(mark) : paint.bad(mark);
}

/** A title on two lines, the upper one empty where it is short. */
function broken(title: string): [string, string] {
  const at = title.length <= WIDE ? -1 : title.search(/(?<=[-_ ])/);
  return at < 0 ? ['', title] : [title.slice(0, at).trimEnd(), title.slice(at)];
}

function cut(title: string, room: number): string {
  if (title.length <= room) return title;
  return room < TITLE_LEAST ? '' : `${title.slice(0, room - 1)}…`;
}
