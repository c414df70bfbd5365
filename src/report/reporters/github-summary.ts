/** The summary of a step on GitHub Actions, in Markdown: what is not as expected, unfolded as far as there is room, and a table of all. */
import type { CheckDocument } from '../check-document.js';
import { summaryText } from './default.js';
import { oneLine } from './one-line.js';
import { suitesOf, type Case, type Status, type Suite } from './suites.js';

/** GitHub refuses a summary of more than 1 MiB; some of it is left to other tools of the step. */
const BYTES_MAX = 900_000;
/** Rows of the table of all checks. */
const ROWS_MAX = 2_000;

const MARKS: Readonly<Record<Status, string>> = { passed: '✅', failed: '❌', error: '⚠️', skipped: '⏭️' };

export function githubSummary(document: CheckDocument): string {
  const suites = suitesOf(document);
  const named = suites.flatMap((suite) => suite.cases.map((one) => ({ suite, one })));
  const wrong = named.filter(({ one }) => one.status === 'failed' || one.status === 'error');
  const head = `## fdcheck ${document.command}\n\n${escaped(summaryText(document, suites))}`;
  const table = tableOf(named);
  return `${[head, ...fitting(wrong.map(({ suite, one }) => details(suite, one)), BYTES_MAX - bytes(head) - bytes(table)), table].join('\n\n')}\n`;
}

/** As many sections as there is room for; then how many are left out. */
function fitting(sections: readonly string[], room: number): string[] {
  let left = room;
  const kept = sections.filter((section) => (left -= bytes(section)) >= 0);
  return kept.length === sections.length ? kept : [...kept, `${sections.length - kept.length} more are left out for want of room: the log has them all.`];
}

function details({ name }: Suite, one: Case): string {
  const title = `${MARKS[one.status]} ${html(`${name} @ ${one.name}`)}: ${html(one.message)}`;
  return `<details open>\n<summary>${title}</summary>\n\n${fenced(one.text === '' ? one.message : one.text)}\n\n</details>`;
}

function tableOf(named: readonly { suite: Suite; one: Case }[]): string {
  const rows = named.slice(0, ROWS_MAX).map(({ suite, one }) => `| ${MARKS[one.status]} | ${escaped(suite.name)} | ${escaped(one.name)} | ${escaped(one.message)} |`);
  const more = named.length > ROWS_MAX ? `\n\n${named.length - ROWS_MAX} more checks are not shown.` : '';
  return `<details>\n<summary>All checks</summary>\n\n${['| | spec | variant | found |', '| --- | --- | --- | --- |', ...rows].join('\n')}${more}\n\n</details>`;
}

/** A code block whose fence is longer than any run of backticks in it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** Text in Markdown that means itself: everything that could mean something else is escaped. */
function escaped(text: string): string {
  return html(text).replace(/[\\`*_{}[\]()#+!|~]/g, (char) => `\\${char}`);
}

function html(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
