/** The matrix as a page to read: every violation leads to its counterexample. */
import { askedOf, flipText, groupsOf, isFine, markOf, OK, rangesText, topicsOf, type Matrix, type MatrixColumn, type Topic } from './matrix.js';
import { effortText, fineLines, legend, topicTitle, unmodelledLines } from './words.js';

/** The page, without times: the same matrix gives the same bytes. `trails` is the folder of the pages of counterexamples. */
export function matrixPage(matrix: Matrix, trails: string): string {
  const [first, ...others] = topicsOf(matrix.columns);
  const wrong = others.filter((topic) => !isFine(matrix, topic));
  const sections = (first === undefined ? [] : [first, ...wrong]).map((topic) => section(askedOf(matrix, topic), topic, trails));
  const parts = [
    '# The series, patch by patch', 'Written by `fdcheck series --write`; `fdcheck gate` compares. Each cell was found by exhaustive search.',
    legend(matrix), ...sections, '## Everywhere', ...list(fineLines(matrix, others)), '## Columns', ...list(matrix.columns.map(columnLine)),
    ...(wrong.length + (first === undefined ? 0 : 1) === 0 ? [] : ['## Counterexamples', ...list(pageLines(matrix, trails))]),
    '## Effort', effortText(matrix), ...list(unmodelledLines(matrix.levels)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')];
}

function section(matrix: Matrix, topic: Topic, trails: string): string {
  const { columns, levels } = matrix;
  const rows = groupsOf(matrix, topic).map(({ label, row, first }) => [label, ...columns.map((column) => entry(column, row, topic, trails)), first.title]);
  const lines = [['', ...columns.map(({ title }) => title), 'first patch of the row'], ['---', ...columns.map(() => '---'), '---'], ...rows];
  const flips = list(columns.map((column) => flipText(column, levels, topic)));
  return [`## ${topicTitle(topic)}`, lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n'), ...flips].join('\n\n');
}

function entry({ cells }: MatrixColumn, row: number, topic: Topic, trails: string): string {
  const cell = cells[row]!;
  const mark = markOf(cell, topic);
  return cell.kind === 'unmodelled' || cell.page === null || mark === OK || mark === '' ? mark : `[${mark}](${trails}/${cell.page})`;
}

function columnLine({ title, spec, question }: MatrixColumn): string {
  return `**${title}**: ${question} (\`${spec}\`)`;
}

/** A line a page: where it counts, and what it shows. */
function pageLines({ columns, levels }: Matrix, trails: string): string[] {
  return columns.flatMap(({ title, cells, pages }) => pages.map(({ file, found }) => {
    const rows = cells.flatMap((cell, row) => (cell.kind === 'found' && cell.page === file ? [row] : []));
    return `[${title} at ${rangesText(rows, levels)}](${trails}/${file}): ${found}`;
  }));
}
