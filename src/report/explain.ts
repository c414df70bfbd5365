/** The compiled steps of a program as text: each function's control points, and which accesses ride along in a step and why. */
import type { Access, AccessId, Fn, FnId, Program } from '../lang/ir.js';
import { counted } from './numbers.js';
import type { Paint } from './paint.js';
import { siteText } from './where.js';

const REASONS: Readonly<Record<NonNullable<Access['private']>, string>> = {
  owner: 'only the task itself writes it',
  unpublished: 'no other task can reach the object yet',
};

/** Text for a whole program: tasks, then every function that some task runs. */
export function explainText(program: Program, paint: Paint): string {
  const running = program.tasks.map(({ entry }) => (entry === null ? [] : [...reachable(program, [entry])]));
  const fns = program.fns.filter(({ role }) => role === 'task');
  const points = fns.flatMap((fn) => controlPoints(fn)).length;
  const head = [
    paint.bold(`${program.spec} @ ${program.variant}`),
    [counted(program.tasks.length, 'task'), counted(fns.length, 'function'), `${counted(points, 'control point')} (a step starts at one and runs up to the next)`, counted(program.claims.length, 'atomic claim')].join(', '),
    '',
    ...program.tasks.map((task, at) => `task ${paint.name(task.name)}${task.implicit ? ' (implicit)' : ''}: ${taskText(program, task.entry, running[at]!)}`),
  ];
  return [...head, ...fns.flatMap((fn) => ['', ...fnLines(program, fn, paint)])].join('\n');
}

function taskText(program: Program, entry: FnId | null, fns: readonly FnId[]): string {
  if (entry === null) return 'started by another task';
  return `${program.fns[entry]!.name}, ${counted(fns.length, 'function')}`;
}

function fnLines(program: Program, fn: Fn, paint: Paint): string[] {
  const rows = controlPoints(fn).map(({ ordinal, access, block }) => ({ ordinal, access: program.accesses[access]!, merged: mergedInto(program, fn, block) }));
  const where = Math.max(0, ...rows.map(({ access }) => siteText(program, access.site).length));
  return [
    `${paint.name(fn.name)}  ${paint.dim(siteText(program, fn.site))}`,
    ...rows.flatMap(({ ordinal, access, merged }) => [
      `  ${String(ordinal).padStart(3)}  ${siteText(program, access.site).padEnd(where)}  ${access.op.padEnd(7)} ${access.order.padEnd(7)} ${program.sites[access.site]!.text}`,
      ...merged.map((one) => paint.dim(`       ${siteText(program, one.site).padEnd(where)}  + ${one.op} ${program.sites[one.site]!.text}: ${reasonOf(one)}`)),
    ]),
  ];
}

function reasonOf({ private: reason }: Access): string {
  return reason === null ? 'part of the same atomic claim' : REASONS[reason];
}

interface ControlPoint {
  readonly ordinal: number;
  readonly access: AccessId;
  readonly block: number;
}

function controlPoints(fn: Fn): ControlPoint[] {
  return fn.blocks.flatMap(({ instrs, ordinal }, block) => {
    const first = instrs[0];
    return first?.kind === 'access' && first.boundary ? [{ ordinal: ordinal ?? -1, access: first.access, block }] : [];
  }).toSorted((a, b) => a.ordinal - b.ordinal);
}

/** Accesses of the function that run in the step that starts at this block, in order of discovery. */
function mergedInto(program: Program, fn: Fn, start: number): Access[] {
  const found: Access[] = [];
  const seen = new Set<number>([start]);
  for (const block of seen) {
    for (const [at, instr] of fn.blocks[block]!.instrs.entries()) {
      if (instr.kind === 'access' && (at > 0 || block !== start)) found.push(program.accesses[instr.access]!);
    }
    for (const next of following(fn, block)) if (!startsStep(fn, next)) seen.add(next);
  }
  return found;
}

function startsStep(fn: Fn, block: number): boolean {
  const first = fn.blocks[block]!.instrs[0];
  return first?.kind === 'access' && first.boundary;
}

/** Blocks of the function that follow without a call between. */
function following(fn: Fn, block: number): readonly number[] {
  const { end } = fn.blocks[block]!;
  switch (end.kind) {
    case 'jump': return [end.to];
    case 'branch': return [end.then, end.else];
    case 'switch': return [...end.cases.map(({ to }) => to), end.otherwise];
    default: return [];
  }
}

function reachable(program: Program, roots: readonly FnId[]): Set<FnId> {
  const found = new Set(roots);
  for (const fn of found) {
    for (const { end } of program.fns[fn]!.blocks) if (end.kind === 'call' || end.kind === 'become') found.add(end.fn);
  }
  return found;
}
