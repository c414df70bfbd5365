/** `fdcheck cite` for people: what differs first, and a line that sums up. */
import { keysText } from '../../kernel/table.js';
import type { Row } from '../../kernel/drift.js';
import { counted } from '../numbers.js';
import type { Paint } from '../paint.js';
import { countsOf, inOrder, isDrift, type CiteReport } from './drift.js';

type ToldRow = CiteReport['rows'][number];

export function citeText(report: CiteReport, paint: Paint): string {
  const rows = inOrder(report.rows).filter(({ status }) => status !== 'unchanged');
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const part = (title: string, part: readonly ToldRow[]): string[] => (part.length === 0 ? [] : [title, ...part.flatMap((row) => rowLines(row, width, paint)), '']);
  return [
    ...part('neither as modelled nor as accepted', rows.filter(({ accepted }) => !accepted)),
    ...part('not as modelled, but as accepted', rows.filter(({ accepted }) => accepted)),
    ...section('uncited', report.uncited.map(({ declaration: { file, line, name }, why }) => `  ${paint.warn('uncited')}     ${file}:${line} ${paint.name(name)}: ${why}`)),
    ...section("said to be the model's own", report.wrongOwn.map((entry) => `  ${paint.warn('wrong')}       ${entry}: the model has no such function, or it cites the kernel`)),
    summary(report, paint),
  ].join('\n');
}

/** The table of a report, for Markdown: what differs from what was modelled. */
export function citeMarkdown(report: CiteReport): string {
  const rows = inOrder(report.rows.map((row) => ({ ...row, accepted: false }))).filter(({ status }) => status !== 'unchanged');
  return [
    '| | in the kernel | cited | there now | the model\'s |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.status} | \`${row.name}\` | ${keysText(row.citations)} | ${nowText(row) ?? '-'}${row.note === null ? '' : ` (${row.note})`} | ${row.models.map(({ file, name }) => `\`${file}\` ${name}`).join(', ')} |`),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function rowLines(row: ToldRow, width: number, paint: Paint): string[] {
  const status = row.status.padEnd(STATUS_WIDTH);
  const told = row.accepted ? paint.dim(status) : paint.bad(status);
  const now = nowText(row);
  const where = `${keysText(row.citations)}${now === null ? '' : ` → ${now}`}`;
  const indent = ' '.repeat(STATUS_WIDTH + 3);
  return [
    `  ${told} ${paint.name(row.name.padEnd(width))}  ${where}`,
    `${indent}${paint.dim(`model: ${row.models.map(({ file, name, line }) => `${file}:${line} ${name}`).join(', ')}`)}`,
    ...(row.note === null ? [] : [`${indent}${row.note}`]),
    ...(row.diff === null ? hashLines(row, indent) : row.diff.trimEnd().split('\n').map((line) => `${indent}${diffLine(line, paint)}`)),
  ];
}

const STATUS_WIDTH = 10;

/** Where the definition is now, in as few words as tell it. */
function nowText({ now, name, citations }: Row): string | null {
  if (now === null) return null;
  return `${now.path === citations.at(-1)?.path ? '' : now.path}:${now.line}${now.name === name ? '' : ` ${now.name}`}`;
}

function hashLines({ status, modelled, now }: Row, indent: string): string[] {
  const differs = modelled !== null && now !== null && now.hash !== modelled.hash;
  return differs && status !== 'unaccepted' ? [`${indent}hash ${modelled.hash} in ${modelled.version}, ${now.hash} now`] : [];
}

function diffLine(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint.good(line);
  return line.startsWith('-') ? paint.bad(line) : line;
}

function summary(report: CiteReport, paint: Paint): string {
  const counts = countsOf(report.rows).toReversed().map(({ status, rows, accepted }) => `${rows} ${status}${status !== 'unchanged' && accepted > 0 ? ` (${accepted} as accepted)` : ''}`);
  const uncited = report.uncited.length + report.wrongOwn.length;
  const text = `${counted(report.rows.length, 'definition')} of kernel ${report.tree.release}: ${[...counts, ...(uncited > 0 ? [`${uncited} uncited`] : [])].join(', ')}`;
  return isDrift(report) ? paint.bad(text) : paint.good(text);
}
