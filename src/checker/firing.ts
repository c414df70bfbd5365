/** How often each step of a program was taken. A step is named by its function and its ordinal among the function's control points: an edit elsewhere leaves its name. */
import type { AccessId, Fn, Program } from '../lang/ir.js';

/**
 * By function, and in it by ordinal: transitions that started there. Functions with a frame of their own; where several have one name, the
 * second is called `name#2`. An access that stands at several control points has the same count at each.
 */
export type Firing = Readonly<Record<string, readonly number[]>>;

/** An access at which a task stops, and from which no transition ever started. */
export interface UnfiredAccess {
  readonly access: AccessId;
  readonly fn: string;
  readonly text: string;
}

/** A control point. */
export interface Stop {
  readonly ordinal: number;
  readonly access: AccessId;
}

/** `fired` is by access. */
export function firingOf(program: Program, fired: readonly number[]): Firing {
  return Object.fromEntries([...stopsOf(program)].flatMap(([name, stops]) => (stops.length === 0 ? [] : [[name, stops.map(({ access }) => fired[access]!)]])));
}

/** The control points of each function of a task, by ordinal. */
export function stopsOf(program: Program): Map<string, Stop[]> {
  const found = new Map<string, Stop[]>();
  for (const fn of taskFns(program)) {
    const same = [...found.keys()].filter((name) => name === fn.name || name.startsWith(`${fn.name}#`)).length;
    found.set(same === 0 ? fn.name : `${fn.name}#${same + 1}`, stopsIn(fn).toSorted((a, b) => a.ordinal - b.ordinal));
  }
  return found;
}

/** Accesses that only setup executes are no control points of a task. */
export function unfired(program: Program, fired: readonly number[]): UnfiredAccess[] {
  const stops = taskFns(program).flatMap((fn) => stopsIn(fn).map(({ access }) => ({ access, fn: fn.name })));
  const never = stops.filter(({ access }, at) => fired[access] === 0 && stops.findIndex((other) => other.access === access) === at);
  return never.map(({ access, fn }) => ({ access, fn, text: program.sites[program.accesses[access]!.site]?.text ?? '' }));
}

function taskFns(program: Program): Fn[] {
  return program.fns.filter(({ role }) => role === 'task');
}

function stopsIn({ blocks }: Fn): Stop[] {
  return blocks.flatMap(({ instrs: [first], ordinal }) => (first?.kind === 'access' && first.boundary && ordinal !== null ? [{ ordinal, access: first.access }] : []));
}
