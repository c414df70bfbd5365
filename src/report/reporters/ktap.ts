/** KTAP version 1 (Documentation/dev-tools/ktap.rst of the kernel): a spec is a test, its variants and pairs are subtests, their verdicts subtests of these. */
import { factsOf } from '../../checker/outcome.js';
import type { CheckDocument } from '../check-document.js';
import { oneLine } from './one-line.js';
import { suitesOf, worst, type Case, type Part, type Suite } from './suites.js';

const INDENT = '  ';

interface Line {
  readonly number: number;
  readonly name: string;
  /** Indents before it. */
  readonly depth: number;
}

export function ktap(document: CheckDocument): string {
  return `${block(suitesOf(document), 0, suiteLines).join('\n')}\n`;
}

function suiteLines({ name, cases }: Suite, number: number, depth: number): string[] {
  const status = worst(cases.map((one) => one.status));
  return [...block(cases, depth + 1, caseLines), result({ number, name, depth }, status, null)];
}

function caseLines(one: Case, number: number, depth: number): string[] {
  const nested = one.parts.length === 0 ? [] : block(one.parts, depth + 1, partLines);
  const told = one.parts.length === 0 || one.status === 'passed' ? [] : [one.message];
  return [...nested, ...diagnostics([...told, ...one.notes], depth), ...(nested.length > 0 ? [] : texts(one, depth)), result({ number, name: one.name, depth }, one.status, one)];
}

function partLines(part: Part, number: number, depth: number): string[] {
  return [...texts(part, depth), result({ number, name: part.name, depth }, part.status, part)];
}

function block<Item>(items: readonly Item[], depth: number, lines: (item: Item, number: number, depth: number) => string[]): string[] {
  return [`${INDENT.repeat(depth)}KTAP version 1`, `${INDENT.repeat(depth)}1..${items.length}`, ...items.flatMap((item, at) => lines(item, at + 1, depth))];
}

function texts({ status, message, text }: Part, depth: number): string[] {
  const told = text === '' ? message : text;
  return status === 'skipped' || told === '' ? [] : diagnostics(told.split('\n'), depth);
}

function diagnostics(lines: readonly string[], depth: number): string[] {
  return lines.map((line) => `${INDENT.repeat(depth)}# ${oneLine(line)}`.trimEnd());
}

function result({ number, name, depth }: Line, status: Part['status'], part: Part | null): string {
  const directive = part === null ? '' : status === 'error' ? ` # ERROR ${factsOf(part.outcome).title}` : status === 'skipped' ? ` # SKIP ${oneLine(part.message)}` : '';
  return `${INDENT.repeat(depth)}${status === 'failed' || status === 'error' ? 'not ok' : 'ok'} ${number} ${description(name)}${directive}`;
}

/**
 * A description has no `#` and no escapes in KTAP. So `#`, the backslash, and what readers strip (spaces at the ends, a dash at the beginning) are
 * written as the kernel's own string escapes: `\x23`.
 */
function description(name: string): string {
  return oneLine(name).replace(/[\\#]|^[\s-]|\s$/gu, hexadecimal);
}

function hexadecimal(char: string): string {
  return [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
