/** A report in the shape that the kernel's own have: title, object, and the stacks of the access, the free and the allocation. */
import type { ColumnId, FnId, Program, ReportId, SiteId, StructId } from '../lang/ir.js';
import { objectName, taskName } from './names.js';
import type { Act } from './trail/act.js';
import { siteOf } from './trail/acts.js';
import { siteText } from './where.js';

/** Where a path ended in a false check. `object` is 0 where the report is about none. */
export interface SplatFacts {
  readonly report: ReportId;
  readonly object: number;
  /** -1 where setup ran into it. */
  readonly task: number;
  readonly stack: readonly { readonly fn: FnId; readonly block: number }[];
}

const RULE = '='.repeat(66);

/** The lines of the report; `acts` is the trail that leads to it. */
export function splatLines(program: Program, facts: SplatFacts, acts: readonly Act[]): string[] {
  const report = program.reports[facts.report]!;
  const who = facts.task < 0 ? 'setup' : `task ${taskName(program, facts.task)}`;
  const lines = [RULE, report.title, ...detailLines(report.detail, report.title), `in ${who}${aboutObject(program, facts)}`, 'Call trace:'];
  lines.push(...traceLines(program, facts.stack.map(({ fn }) => fn), [...facts.stack.slice(0, -1).map((frame) => siteOf(program, frame)), report.site]));
  lines.push(...lifeLines(program, facts, acts), RULE);
  return lines;
}

/** A call trace, innermost first: function, model file and line, and the text there. */
export function traceLines(program: Program, stack: readonly FnId[], sites: readonly SiteId[]): string[] {
  const rows = stack.map((fn, at) => ({ name: program.fns[fn]!.name, where: siteText(program, sites[at]!), text: program.sites[sites[at]!]!.text })).toReversed();
  const names = Math.max(...rows.map(({ name }) => name.length), 0);
  const places = Math.max(...rows.map(({ where }) => where.length), 0);
  return rows.map(({ name, where, text }) => ` ${name.padEnd(names)}  ${where.padEnd(places)}  ${text}`.trimEnd());
}

function detailLines(detail: string, title: string): string[] {
  return detail === '' || detail === title ? [] : [detail];
}

function aboutObject(program: Program, { report, object }: SplatFacts): string {
  const about = program.reports[report]!.object;
  return about === null || object === 0 ? '' : `, object ${objectName(program, about.struct, object)}`;
}

/** Who freed the object, and who allocated it, each with its stack. */
function lifeLines(program: Program, { report, object }: SplatFacts, acts: readonly Act[]): string[] {
  const about = program.reports[report]!.object;
  if (about === null || object === 0) return [];
  const home = containerOf(program, about.struct, object);
  const life = program.structs[home.struct]!.life;
  const freed = lastChange(acts, life, home.object - 1, (value) => value !== 1);
  const allocated = lastChange(freed === null ? acts : acts.slice(0, freed.number), life, home.object - 1, (value) => value === 1);
  const name = objectName(program, home.struct, home.object);
  return [
    ...(freed === null ? [] : actLines(program, `Freed`, freed)),
    ...(allocated === null ? ['', `Allocated: ${name} by setup, before step 1`] : actLines(program, 'Allocated', allocated)),
  ];
}

function actLines(program: Program, verb: string, act: Act): string[] {
  return ['', `${verb} by task ${taskName(program, act.task)}, step ${act.number}:`, ...traceLines(program, act.stack, act.sites)];
}

function lastChange(acts: readonly Act[], column: ColumnId, cell: number, to: (value: number) => boolean): Act | null {
  return acts.findLast((act) => act.changes.some((change) => change.column === column && change.cell === cell && to(change.after))) ?? null;
}

/** The object that is allocated and freed: the outermost container of an embedded one. */
function containerOf(program: Program, struct: StructId, object: number): { struct: StructId; object: number } {
  const pool = program.structs[struct]!;
  const home = object > pool.heap ? pool.embeddedIn.findLast(({ first }) => object >= first) : undefined;
  return home === undefined ? { struct, object } : containerOf(program, home.container, object - home.first + 1);
}
