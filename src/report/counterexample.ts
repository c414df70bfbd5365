/** A verdict that is not `proved`, with the trails that show it. */
import type { Program } from '../lang/ir.js';
import type { Verdict } from '../checker/outcome.js';
import { lifeOf, replay, type Replay, type Trail } from '../checker/trail.js';
import { hungLines } from './hung.js';
import { lockdepLines } from './lockdep.js';
import { counted } from './numbers.js';
import type { Paint } from './paint.js';
import { lifeLines, splatLines } from './splat.js';
import { verdictSummary } from './summary/summary.js';
import { addressOf } from './trail/address.js';
import { interestOf, type Subject } from './trail/interest.js';
import { nicknamesOf } from './trail/nicknames.js';
import { wrapPieces } from './trail/table.js';
import { trailLines } from './trail/text.js';
import { shortestOf, subjectOf, titleOf, trailsOf } from './verdicts.js';
import { siteText } from './where.js';

export interface CounterexampleStyle {
  readonly paint: Paint;
  /** Characters a line. */
  readonly columns: number;
  /** A line a step. */
  readonly steps: boolean;
}

/** Lines that a summary and a folded trail may have, so that a counterexample fits under 40 rows with its head and its address; a trail has some in any case. */
const TABLE_LINES = 37;
/** More where lines are short, and so more of them are needed. */
const TABLE_MORE = { lines: 12, below: 100 } as const;
const TABLE_LEAST = 24;
const SUMMARY_INDENT = 2;

/** The lines of a counterexample; one for a verdict without a trail. */
export function counterexampleLines(program: Program, verdict: Verdict, style: CounterexampleStyle): string[] {
  const trails = trailsOf(verdict);
  const title = `✗ ${nicknamesOf(program).of(titleOf(verdict))}`;
  const painted = (text: string): string[] => wrapPieces(text.split(' '), style.columns).map(style.paint.bad);
  if (trails.length === 0) return painted(title);
  const subject = subjectOf(program, verdict);
  const summary = verdictSummary(program, verdict);
  const replays = trails.map((trail) => replay(program, trail));
  return trails.flatMap((trail, at) => {
    const replayed = replays[at]!;
    const head = `${trails.length > 1 ? `${title} (${at + 1} of ${trails.length})` : title}${stepsText(trail, replayed)}${shortestText(verdict)}`;
    const last = at === trails.length - 1;
    return [
      ...(at === 0 ? [] : ['']), ...painted(head), ...storyLines(program, { subject, replayed, summary: at === 0 ? summary : null, said: [titleOf(verdict)] }, style),
      ...(last ? explanationLines(program, verdict, replays, style.columns) : []), replayCommand(trail, style.columns),
    ];
  });
}

/** A trail in words, if there are some, then as a table. The names in what else is said of it are explained, too. */
export function storyLines(
  program: Program, { subject, replayed, summary, said = [] }: { subject: Subject; replayed: Replay; summary: string | null; said?: readonly string[] }, style: CounterexampleStyle,
): string[] {
  const { start, rows } = replayed;
  const words = summary === null ? [] : wrapPieces(nicknamesOf(program).spoken(summary).split(' '), style.columns - SUMMARY_INDENT, '').map((line) => ' '.repeat(SUMMARY_INDENT) + line);
  if (start === null || rows.length === 0) return words;
  const named = [...said, ...(summary === null ? [] : [summary])];
  return [...words, ...trailLines({ program, start, rows, interest: interestOf(program, subject), said: named }, { ...style, lines: Math.max(TABLE_LEAST, TABLE_LINES + (style.columns < TABLE_MORE.below ? TABLE_MORE.lines : 0) - words.length) })];
}

/** What a shell takes to replay a trail; the address may be broken anywhere. */
export function replayCommand(trail: Trail, columns: number): string {
  const command = `fdcheck replay '${addressOf(trail)}'`;
  const lines: string[] = [];
  for (let rest = command; rest.length > 0;) {
    const end = rest.length <= columns ? rest.length : Math.max(rest.lastIndexOf(',', columns - 1) + 1, 1);
    const cut = end === 1 ? columns : end;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return lines.join('\n');
}

/** How a verdict ends where more can be told than its name: a report in the kernel's words with its stacks, or who waits for whom. `replays` are of its trails. */
export function explanationLines(program: Program, verdict: Verdict, replays: readonly Replay[], columns: number): string[] {
  const replayed = replays.at(-1)!;
  const last = replayed.states.at(-1) ?? replayed.start;
  switch (verdict.kind) {
    case 'hung': return last === null ? [] : hungLines(program, last, { columns, rows: replayed.rows });
    case 'report':
    case 'model': return reportLines(program, verdict, replays, columns);
    default: return [];
  }
}

function reportLines(program: Program, verdict: Extract<Verdict, { kind: 'report' | 'model' }>, replays: readonly Replay[], columns: number): string[] {
  const replayed = replays.at(-1)!;
  if (replayed.report !== null) return splatLines(program, replayed, columns);
  const chain = verdict.reportClass === 'lockdep' ? lockdepLines(program, { title: verdict.title, classes: verdict.detail.split(' → '), edges: replays }, columns) : [];
  if (chain.length > 0) return chain;
  const said = (text: string): string[] => wrapPieces(nicknamesOf(program).of(text).split(' '), columns - 2, '').map((line) => `  ${line}`);
  const where = verdict.report === null ? [] : said(`at ${siteText(program, program.reports[verdict.report]!.site)}: ${program.sites[program.reports[verdict.report]!.site]!.text}`);
  const life = verdict.object === null ? [] : lifeLines(program, lifeOf(program, replayed.start, replayed.rows, verdict.object), columns);
  return [...said(verdict.detail), ...where, ...life];
}

function stepsText({ steps }: Trail, { start }: Replay): string {
  if (steps.length === 0) return start === null ? ' in setup' : ' at the start';
  return ` after ${counted(steps.length, 'step')}`;
}

function shortestText(verdict: Verdict): string {
  switch (shortestOf(verdict)) {
    case true: return ', proved shortest';
    case false: return ', not proved shortest';
    case null: return '';
  }
}
