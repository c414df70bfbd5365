/**
 * A report in the shape that the kernel's own have (mm/kasan/report.c): title, access, call trace, where the object was allocated and
 * freed, and what object it is. No line is wider than the page.
 */
import type { AccessOp, Program } from '../lang/ir.js';
import { taskName, type Event, type ObjectLife, type Replay, type Row, type StackFrame } from '../checker/trail.js';
import { stackFrames } from '../checker/trail/row.js';
import { accessedName } from './summary/endings.js';
import { nicknamesOf } from './trail/nicknames.js';
import { shortWhere, wrapPieces } from './trail/table.js';
import { siteText } from './where.js';

const RULE = '='.repeat(66);
/** Of a line of a trace: what the place may take, and the model's text that is worth showing. */
const WHERE_SHARE = 0.4;
const TEXT_LEAST = 10;

/** The lines of the report in which a replayed trail ends; none where it ends in a state. */
export function splatLines(program: Program, { report: end, history, rows }: Pick<Replay, 'report' | 'history' | 'rows'>, columns: number): string[] {
  if (end === null) return [];
  const { title, detail, site } = program.reports[end.report]!;
  const last = rows.at(-1);
  const frames = history?.access.frames ?? stackFrames(program, end.stack, site);
  const named = nicknamesOf(program);
  const about = history === null || last === undefined ? null : named.of(accessedName(program, { report: end, history, rows }));
  const said = (text: string): string[] => wrapPieces(text.split(' '), columns);
  return [
    rule(columns), ...said(title), ...(about === null ? detailLines(detail, title).flatMap(said) : []),
    ...said(accessText(last, about)), '', 'Call Trace:', ...traceLines(program, frames, columns),
    ...(history === null ? [] : [...lifeLines(program, history, columns), ...belongsLines(program, history.object).flatMap(said)]),
    rule(columns),
  ];
}

/** Who allocated the object, and who freed it, each with its stack. */
export function lifeLines(program: Program, { freed, allocated }: ObjectLife, columns: number): string[] {
  return [
    ...(allocated === null ? [] : eventLines(program, 'Allocated', allocated, columns)),
    ...(freed === null ? [] : eventLines(program, 'Freed', freed, columns)),
  ];
}

/** A call trace, innermost first: function, model file and line, and the text there as far as there is room. */
export function traceLines(program: Program, frames: readonly StackFrame[], columns: number): string[] {
  const lines = frames.map(({ name, site }) => ({ name, where: siteText(program, site), text: program.sites[site]!.text })).toReversed();
  const names = Math.max(0, ...lines.map(({ name }) => name.length));
  const room = Math.max(12, Math.min(columns - names - 3, Math.floor(columns * WHERE_SHARE)));
  const fitted = lines.map((line) => ({ ...line, where: shortWhere(line.where, room) }));
  const places = Math.max(0, ...fitted.map(({ where }) => where.length));
  const texts = columns - names - places - 5;
  return fitted.map(({ name, where, text }) => ` ${name.padEnd(names)}  ${where.padEnd(places)}${texts < TEXT_LEAST ? '' : `  ${cut(text, texts)}`}`.trimEnd())
    .map((line) => cut(line, columns));
}

/** A text of at most so many characters. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}

function rule(columns: number): string {
  return RULE.slice(0, columns);
}

function detailLines(detail: string, title: string): string[] {
  return detail === '' || detail === title ? [] : [detail];
}

/** `Read of A.f_inode by task T1`, as KASAN has size and address there. */
function accessText(last: Row | undefined, about: string | null): string {
  if (last === undefined) return 'in setup';
  return about === null ? `in task ${last.taskName}` : `${accessWord(last.op)} of ${about} by task ${last.taskName}`;
}

function accessWord(op: AccessOp): string {
  switch (op) {
    case 'store': return 'Write';
    case 'load': return 'Read';
    case 'free': return 'Free';
    case 'rmw': return 'Read and write';
    default: return 'Access';
  }
}

/** What an object is that has a name of its own. */
function belongsLines(program: Program, object: string): string[] {
  const spoken = nicknamesOf(program).spoken(object);
  return spoken === object ? [] : ['', `The buggy access is to ${nicknamesOf(program).of(object)}, an object of ${object.split('#')[0]!}`];
}

function eventLines(program: Program, verb: string, { step, task, frames }: Event, columns: number): string[] {
  const when = step === 0 ? 'before the first step' : `at step ${step}`;
  return ['', `${verb} by ${whoText(program, task)} ${when}${frames.length === 0 ? '' : ':'}`, ...traceLines(program, frames, columns)];
}

function whoText(program: Program, task: number): string {
  return task < 0 ? 'setup' : `task ${taskName(program, task)}`;
}
