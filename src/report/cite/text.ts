/** `fdcheck cite` for people: what differs first, and a line that sums up. */
import { keysText } from '../../kernel/table.js';
import type { Finding } from '../../kernel/drift.js';
import { counted } from '../numbers.js';
import type { Paint } from '../paint.js';
import { countsOf, inOrder, isDrift, type CiteReport } from './drift.js';

type ToldFinding = CiteReport['findings'][number];

export function citeText(report: CiteReport, paint: Paint): string {
  const findings = inOrder(report.findings).filter(({ status }) => status !== 'unchanged');
  const width = Math.max(0, ...findings.map(({ name }) => name.length));
  const part = (title: string, part: readonly ToldFinding[]): string[] => (part.length === 0 ? [] : [title, ...part.flatMap((finding) => findingLines(finding, width, paint)), '']);
  return [
    ...part('neither as modelled nor as accepted', findings.filter(({ accepted }) => !accepted)),
    ...part('not as modelled, but as accepted', findings.filter(({ accepted }) => accepted)),
    ...section('uncited', report.uncited.map(({ declaration: { file, line, name }, why }) => `  ${paint.warn('uncited')}     ${file}:${line} ${paint.name(name)}: ${why}`)),
    ...section("said to be the model's own", report.wrongOwn.map((entry) => `  ${paint.warn('wrong')}       ${entry}: the model has no such function, or it cites the kernel`)),
    summary(report, paint),
  ].join('\n');
}

/** The table of a report, for Markdown: what differs from what was modelled. */
export function citeMarkdown(report: CiteReport): string {
  const findings = inOrder(report.findings).filter(({ status }) => status !== 'unchanged');
  return [
    '| | in the kernel | cited | there now | the model\'s |',
    '|---|---|---|---|---|',
    ...findings.map((finding) => `| ${finding.status} | \`${finding.name}\` | ${keysText(finding.citations)} | ${[nowText(finding) ?? '-', ...(finding.accepted ? ['(as accepted)'] : []), ...(finding.note === null ? [] : [`(${finding.note})`])].join(' ')} | ${finding.models.map(({ file, name }) => `\`${file}\` ${name}`).join(', ')} |`),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function findingLines(finding: ToldFinding, width: number, paint: Paint): string[] {
  const status = finding.status.padEnd(STATUS_WIDTH);
  const told = finding.accepted ? paint.dim(status) : paint.bad(status);
  const now = nowText(finding);
  const where = `${keysText(finding.citations)}${now === null ? '' : ` → ${now}`}`;
  const indent = ' '.repeat(STATUS_WIDTH + 3);
  return [
    `  ${told} ${paint.name(finding.name.padEnd(width))}  ${where}`,
    `${indent}${paint.dim(`model: ${finding.models.map(({ file, name, line }) => `${file}:${line} ${name}`).join(', ')}`)}`,
    ...(finding.note === null ? [] : [`${indent}${finding.note}`]),
    ...(finding.diff === null ? hashLines(finding, indent) : finding.diff.trimEnd().split('\n').map((line) => `${indent}${diffLine(line, paint)}`)),
  ];
}

const STATUS_WIDTH = 10;

/** Where the definition is now, in as few words as tell it. */
function nowText({ now, name, citations }: Finding): string | null {
  if (now === null) return null;
  return `${now.path === citations.at(-1)?.path ? '' : now.path}:${now.line}${now.name === name ? '' : ` ${now.name}`}`;
}

function hashLines({ status, modelled, now }: Finding, indent: string): string[] {
  const differs = modelled !== null && now !== null && now.hash !== modelled.hash;
  return differs && status !== 'unaccepted' ? [`${indent}hash ${modelled.hash} in ${modelled.version}, ${now.hash} now`] : [];
}

function diffLine(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint.good(line);
  return line.startsWith('-') ? paint.bad(line) : line;
}

function summary(report: CiteReport, paint: Paint): string {
  const counts = countsOf(report.findings).toReversed().map(({ status, findings, accepted }) => `${findings} ${status}${status !== 'unchanged' && accepted > 0 ? ` (${accepted} as accepted)` : ''}`);
  const uncited = report.uncited.length + report.wrongOwn.length;
  const text = `${counted(report.findings.length, 'definition')} of kernel ${report.tree.release}: ${[...counts, ...(uncited > 0 ? [`${uncited} uncited`] : [])].join(', ')}`;
  return isDrift(report) ? paint.bad(text) : paint.good(text);
}
