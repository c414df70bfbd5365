import type { Program } from '../../lang/ir.js';
import type { ReportEnd } from '../interpret/interpret.js';
import type { State } from '../state.js';
import { objectName } from './names.js';
import { stackFrames, type Row, type StackFrame } from './row.js';

/** Where something happened to an object: the step (0: before time zero, in setup), the task, and its stack. */
export interface Event {
  readonly step: number;
  /** Index of the task; -1 in setup. */
  readonly task: number;
  readonly frames: readonly StackFrame[];
}

/** The life of the object that a report is about, as KASAN tells it: the access, the free and the allocation before it. */
export interface ObjectHistory {
  readonly object: string;
  readonly access: Event;
  /** Where this incarnation was freed (given to RCU for freeing, where it was); null if it lives, or never was freed. */
  readonly freed: Event | null;
  /** Where it was allocated; null if it never was. */
  readonly allocated: Event | null;
}

/** The history of a report's object, or null for a report of none. `start` is the state before step 1, or null if setup ends in the report. */
export function historyOf(program: Program, start: State | null, rows: readonly Row[], end: ReportEnd): ObjectHistory | null {
  const { object: about, site } = program.reports[end.report]!;
  if (about === null || end.object === 0) return null;
  const life = program.structs[about.struct]!.life;
  const last = rows.at(-1);
  const lives = rows.flatMap((row) =>
    row.changes.filter(({ column, cell }) => column === life && cell === end.object - 1).map(({ before, after }) => ({ row, before, after })));
  const bornInSetup = start !== null && start.mem[program.columns[life]!.name]![end.object - 1] !== 0;
  const isLive = (lives.at(-1)?.after ?? (bornInSetup ? 1 : 0)) === 1;
  const freed = isLive ? -1 : lives.findLastIndex(({ before }) => before === 1);
  const allocated = lives.slice(0, freed === -1 ? lives.length : freed).findLast(({ after }) => after === 1);
  return {
    object: objectName(program, about.struct, end.object),
    access: { step: last?.number ?? 0, task: last?.task ?? -1, frames: stackFrames(program, end.stack, site) },
    freed: freed === -1 ? null : eventOf(lives[freed]!.row),
    allocated: allocated === undefined ? (bornInSetup ? setup : null) : eventOf(allocated.row),
  };
}

const setup: Event = { step: 0, task: -1, frames: [] };

function eventOf({ number, task, frames }: Row): Event {
  return { step: number, task, frames };
}
