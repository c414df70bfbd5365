/** A verdict that is not `proved`, with the trails that show it. */
import type { Program } from '../lang/ir.js';
import type { Shortest, Verdict } from '../checker/outcome.js';
import { lifeOf, replay, type Replay, type Trail } from '../checker/trail.js';
import { hungLines } from './hung.js';
import { counted } from './numbers.js';
import type { Paint } from './paint.js';
import { lifeLines, splatLines } from './splat.js';
import { addressOf } from './trail/address.js';
import { interestOf, type Subject } from './trail/interest.js';
import { trailLines } from './trail/text.js';
import { siteText } from './where.js';

export interface CounterexampleStyle {
  readonly paint: Paint;
  /** Characters a line. */
  readonly columns: number;
  /** A line a step. */
  readonly steps: boolean;
}

/** Lines that a folded trail may have, so that a counterexample fits under 40 rows with its head and its address. */
const TABLE_LINES = 33;

/** The lines of a counterexample; one for a verdict without a trail. */
export function counterexampleLines(program: Program, verdict: Verdict, style: CounterexampleStyle): string[] {
  const trails = trailsOf(verdict);
  const title = style.paint.bad(`✗ ${titleOf(verdict)}`);
  if (trails.length === 0) return [title];
  return trails.flatMap((trail, at) => {
    const replayed = replay(program, trail);
    const head = `${trails.length > 1 ? `${title} (${at + 1} of ${trails.length})` : title}${stepsText(trail, replayed)}${shortestText(verdict)}`;
    return [
      ...(at === 0 ? [] : ['']), head, ...storyLines(program, { subject: interestSubject(program, verdict), replayed }, style),
      ...explanationLines(program, verdict, replayed), replayCommand(trail, style.columns),
    ];
  });
}

/** A trail's table, then how it ends where that is a report. */
export function storyLines(program: Program, { subject, replayed }: { subject: Subject; replayed: Replay }, style: CounterexampleStyle): string[] {
  const { start, rows } = replayed;
  if (start === null || rows.length === 0) return [];
  return trailLines({ program, start, rows, interest: interestOf(program, subject) }, { ...style, lines: TABLE_LINES });
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

export function trailsOf(verdict: Verdict): readonly Trail[] {
  switch (verdict.kind) {
    case 'violated':
    case 'reached':
    case 'hung': return [verdict.trail];
    case 'report':
    case 'model': return verdict.trails;
    case 'proved':
    case 'unreached':
    case 'inconclusive': return [];
  }
}

/** Whether a verdict's trails are proved to be the shortest; null where nobody asked, or where there is none. */
export function shortestOf(verdict: Verdict): Shortest {
  return 'shortest' in verdict ? verdict.shortest : null;
}

/** One line that names what is wrong. */
export function titleOf(verdict: Verdict): string {
  const name = 'name' in verdict.subject ? verdict.subject.name : verdict.subject.kind;
  switch (verdict.kind) {
    case 'proved': return `${name} is proved`;
    case 'violated': return verdict.subject.kind === 'final' ? `${name} is false at the end` : `${name} is violated`;
    case 'reached': return `${name} is reached`;
    case 'unreached': return `${name} is reached nowhere`;
    case 'hung': return 'a task hangs';
    case 'report': return verdict.title;
    case 'model': return verdict.subject.kind === 'checks' ? `model error: ${verdict.title}` : `model error: ${name} cannot be evaluated: ${verdict.title}`;
    case 'inconclusive': return `${name}: inconclusive`;
  }
}

/** How a trail ends where more can be told than the name of what is wrong: a report with its stacks, or who waits for whom. */
export function explanationLines(program: Program, verdict: Verdict, replayed: Replay): string[] {
  const last = replayed.states.at(-1) ?? replayed.start;
  switch (verdict.kind) {
    case 'hung': return last === null ? [] : hungLines(program, last);
    case 'report':
    case 'model': return reportLines(program, verdict, replayed);
    default: return [];
  }
}

function reportLines(program: Program, verdict: Extract<Verdict, { kind: 'report' | 'model' }>, replayed: Replay): string[] {
  if (replayed.report !== null) return splatLines(program, replayed);
  const where = verdict.report === null ? [] : [`  at ${siteText(program, program.reports[verdict.report]!.site)}: ${program.sites[program.reports[verdict.report]!.site]!.text}`];
  const life = verdict.object === null ? [] : lifeLines(program, lifeOf(program, replayed.start, replayed.rows, verdict.object));
  return [`  ${verdict.detail}`, ...where, ...life];
}

/** What a verdict's trails are to be read for. */
export function interestSubject(program: Program, verdict: Verdict): Subject {
  const { subject } = verdict;
  if (subject.kind === 'hung') return { kind: 'hung' };
  if ('name' in subject) {
    const property = subject.kind === 'measure' ? program.measures?.find(({ name }) => name === subject.name)
      : program.properties.find(({ name, kind }) => name === subject.name && kind === subject.kind);
    if (property !== undefined) return { kind: 'property', fn: property.fn };
  }
  if (verdict.kind !== 'report' && verdict.kind !== 'model') return { kind: 'report', struct: null };
  if (verdict.reportClass === 'lockdep') return { kind: 'hung' };
  const object = verdict.object ?? (verdict.report === null ? null : program.reports[verdict.report]!.object);
  return { kind: 'report', struct: object?.struct ?? null };
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
