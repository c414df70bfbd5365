/**
 * The compiled steps of a program as text: each function's control points; of each, as a reduced search found it, how often its step was merged with the one
 * before and on what that rested, and how often it was not and who stood in the way.
 */
import type { AccessId, Fn, FnId, Program } from '../lang/ir.js';
import type { Culprit, Survey } from '../checker/reduce/survey.js';
import { touchingOf, type Touching } from '../checker/reduce/touching.js';
import { counted } from './numbers.js';
import type { Paint } from './paint.js';
import { siteText } from './where.js';

/** What explain knows of a search; null without one. */
export interface Explored {
  readonly survey: Survey | null;
  readonly states: number;
  readonly passed: number;
  readonly complete: boolean;
  /** Symmetry: what there is, and what breaks it. */
  readonly symmetry: { readonly found: readonly string[]; readonly notes: readonly string[] };
}

/** Culprits that are named; the rest is counted. */
const CULPRITS_MAX = 3;

/** Text for a whole program: tasks, then every function that some task runs. */
export function explainText(program: Program, explored: Explored, paint: Paint): string {
  const fns = program.fns.filter(({ role }) => role === 'task');
  const points = fns.flatMap((fn) => controlPoints(fn)).length;
  const touching = touchingOf(program);
  const head = [
    paint.bold(`${program.spec} @ ${program.variant}`),
    [counted(program.tasks.length, 'task'), counted(fns.length, 'function'), `${counted(points, 'control point')} (a step starts at one and runs up to the next)`, counted(program.claims.length, 'atomic claim')].join(', '),
    searchLine(explored),
    ...explored.symmetry.found.map((line) => `symmetric: ${line}`),
    ...explored.symmetry.notes.map((line) => paint.dim(`not symmetric: ${line}`)),
    '',
    ...program.tasks.map((task) => `task ${paint.name(task.name)}${task.implicit ? ' (implicit)' : ''}: ${taskText(program, task.entry)}`),
  ];
  return [...head, ...fns.flatMap((fn) => ['', ...fnLines({ program, survey: explored.survey, touching, paint }, fn)])].join('\n');
}

function searchLine({ survey, states, passed, complete }: Explored): string {
  const counts = `${counted(states, 'state')}${passed > 0 ? ` stored, ${counted(passed, 'time')} one passed` : ''}`;
  return `${complete ? 'searched' : 'searched in part'}: ${counts}${survey === null ? '; nothing is merged, each access is a step' : ''}`;
}

function taskText(program: Program, entry: FnId | null): string {
  if (entry === null) return 'started by another task';
  return `${program.fns[entry]!.name}, ${counted(reachable(program, [entry]).size, 'function')}`;
}

interface Page {
  readonly program: Program;
  readonly survey: Survey | null;
  readonly touching: Touching;
  readonly paint: Paint;
}

function fnLines(page: Page, fn: Fn): string[] {
  const { program, paint } = page;
  const rows = controlPoints(fn).map(({ ordinal, access }) => ({ ordinal, access: program.accesses[access]! }));
  const where = Math.max(0, ...rows.map(({ access }) => siteText(program, access.site).length));
  return [
    `${paint.name(fn.name)}  ${paint.dim(siteText(program, fn.site))}`,
    ...rows.flatMap(({ ordinal, access }) => [
      `  ${String(ordinal).padStart(3)}  ${siteText(program, access.site).padEnd(where)}  ${access.op.padEnd(7)} ${access.order.padEnd(7)} ${program.sites[access.site]!.text}`,
      ...surveyLines(page, access.id).map((line) => paint.dim(`       ${line}`)),
    ]),
  ];
}

function surveyLines({ program, survey, touching }: Page, access: AccessId): string[] {
  if (survey === null) return [];
  const { merged, stopped } = survey.of(access);
  const merges = [...merged].toSorted((a, b) => b[1] - a[1]).map(([reason, count]) => `+ merged ${counted(count, 'time')}: ${reason}`);
  const stops = [...stopped.values()].toSorted((a, b) => b.count - a.count);
  const told = stops.slice(0, CULPRITS_MAX).map(({ count, culprit }) => `| alone ${counted(count, 'time')}: ${culpritText(program, touching, access, culprit)}`);
  const rest = stops.slice(CULPRITS_MAX).reduce((sum, { count }) => sum + count, 0);
  return [...merges, ...told, ...(rest > 0 ? [`| alone ${counted(rest, 'time')} for other reasons`] : [])];
}

function culpritText(program: Program, touching: Touching, access: AccessId, { column, what, property }: Culprit): string {
  const name = program.columns[column]?.name ?? 'a stack';
  switch (what) {
    case 'read': return `${name} may be stored to by ${others(program, touching.stores.get(column), access)}`;
    case 'write': return `${name} may be touched by ${others(program, [...(touching.stores.get(column) ?? []), ...(touching.loads.get(column) ?? [])], access)}`;
    case 'blocked': return `${name} decides whether there are more ways on: ${others(program, touching.stores.get(column), access)}`;
    case 'alloc':
    case 'free': return `which object an allocation gets hangs on ${others(program, touching.pools.get(program.columns[column]?.struct ?? -1), access)}`;
    case 'seen': return `${property ?? 'a property'} sees ${name}, and others change what it sees`;
    case 'stack': return 'others ask what is on its stack';
    case 'looks': return 'it asks what others do, or starts one';
    case 'drops': return `it gives up a pointer that others have too (${name.split('.')[0]!})`;
    case 'report': return 'it may end in a report';
  }
}

/** Accesses by function and place, the nearest few. */
function others(program: Program, accesses: readonly AccessId[] | undefined, self: AccessId): string {
  const sites = [...new Set((accesses ?? []).filter((access) => access !== self).map((access) => program.accesses[access]!.site))];
  if (sites.length === 0) return 'another task at this very access';
  const told = sites.slice(0, 2).map((site) => `${program.sites[site]!.fn} (${siteText(program, site)})`);
  return [told.join(', '), ...(sites.length > 2 ? [`${sites.length - 2} more`] : [])].join(' and ');
}

interface ControlPoint {
  readonly ordinal: number;
  readonly access: AccessId;
}

function controlPoints(fn: Fn): ControlPoint[] {
  return fn.blocks.flatMap(({ instrs, ordinal }) => {
    const first = instrs[0];
    return first?.kind === 'access' && first.boundary ? [{ ordinal: ordinal ?? -1, access: first.access }] : [];
  }).toSorted((a, b) => a.ordinal - b.ordinal);
}

function reachable(program: Program, roots: readonly FnId[]): Set<FnId> {
  const found = new Set(roots);
  for (const fn of found) {
    for (const { end } of program.fns[fn]!.blocks) if (end.kind === 'call' || end.kind === 'become') found.add(end.fn);
  }
  return found;
}
