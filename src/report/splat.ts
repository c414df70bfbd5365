/** A report in the shape that the kernel's own have: title, object, and the stacks of the access, the free and the allocation. */
import type { Program } from '../lang/ir.js';
import { taskName, type Event, type ObjectLife, type Replay, type StackFrame } from '../checker/trail.js';
import { stackFrames } from '../checker/trail/row.js';
import { siteText } from './where.js';

const RULE = '='.repeat(66);

/** The lines of the report in which a replayed trail ends; none where it ends in a state. */
export function splatLines(program: Program, { report: end, history, rows }: Pick<Replay, 'report' | 'history' | 'rows'>): string[] {
  if (end === null) return [];
  const { title, detail, site } = program.reports[end.report]!;
  const task = rows.at(-1)?.task ?? -1;
  const frames = history?.access.frames ?? stackFrames(program, end.stack, site);
  return [
    RULE, title, ...(detail === '' || detail === title ? [] : [detail]),
    `in ${whoText(program, task)}${history === null ? '' : `, object ${history.object}`}`,
    'Call trace:', ...traceLines(program, frames),
    ...(history === null ? [] : lifeLines(program, history)),
    RULE,
  ];
}

/** Who freed the object, and who allocated it, each with its stack. */
export function lifeLines(program: Program, { freed, allocated }: ObjectLife): string[] {
  return [...(freed === null ? [] : eventLines(program, 'Freed', freed)), ...(allocated === null ? [] : eventLines(program, 'Allocated', allocated))];
}

/** A call trace, innermost first: function, model file and line, and the text there. */
export function traceLines(program: Program, frames: readonly StackFrame[]): string[] {
  const lines = frames.map(({ name, site }) => ({ name, where: siteText(program, site), text: program.sites[site]!.text })).toReversed();
  const names = Math.max(0, ...lines.map(({ name }) => name.length));
  const places = Math.max(0, ...lines.map(({ where }) => where.length));
  return lines.map(({ name, where, text }) => ` ${name.padEnd(names)}  ${where.padEnd(places)}  ${text}`.trimEnd());
}

function eventLines(program: Program, verb: string, { step, task, frames }: Event): string[] {
  const when = step === 0 ? 'before step 1' : `step ${step}:`;
  return ['', `${verb} by ${whoText(program, task)}, ${when}`, ...traceLines(program, frames)];
}

function whoText(program: Program, task: number): string {
  return task < 0 ? 'setup' : `task ${taskName(program, task)}`;
}
