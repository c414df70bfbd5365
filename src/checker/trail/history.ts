import type { Program, StructId } from '../../lang/ir.js';
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

/** An object of a trail: where its last incarnation came from and where it went. */
export interface ObjectLife {
  readonly object: string;
  /** Where this incarnation was freed (given to RCU for freeing, where it was); null if it lives, or never was freed. */
  readonly freed: Event | null;
  /** Where it was allocated; null if it never was. */
  readonly allocated: Event | null;
}

/** The object that a report is about, as KASAN tells it: the access, the free and the allocation before it. */
export interface ObjectHistory extends ObjectLife {
  readonly access: Event;
}

const setup: Event = { step: 0, task: -1, frames: [] };

/** The history of a report's object, or null for a report of none. `start` is the state before step 1, or null if setup ends in the report. */
export function historyOf(program: Program, start: State | null, rows: readonly Row[], end: ReportEnd): ObjectHistory | null {
  const { object: about, site } = program.reports[end.report]!;
  if (about === null || end.object === 0) return null;
  const last = rows.at(-1);
  const access: Event = { step: last?.number ?? 0, task: last?.task ?? -1, frames: stackFrames(program, end.stack, site) };
  return { ...lifeOf(program, start, rows, { struct: about.struct, number: end.object }), access };
}

/** What became of an object (by its number, from 1) on a trail. */
export function lifeOf(program: Program, start: State | null, rows: readonly Row[], { struct, number }: { struct: StructId; number: number }): ObjectLife {
  const life = program.structs[struct]!.life;
  const lives = rows.flatMap((row) =>
    row.changes.filter(({ column, cell }) => column === life && cell === number - 1).map(({ before, after }) => ({ row, before, after })));
  const bornInSetup = start !== null && start.mem[program.columns[life]!.name]![number - 1] !== 0;
  const isLive = (lives.at(-1)?.after ?? (bornInSetup ? 1 : 0)) === 1;
  const freed = isLive ? -1 : lives.findLastIndex(({ before }) => before === 1);
  const allocated = lives.slice(0, freed === -1 ? lives.length : freed).findLast(({ after }) => after === 1);
  return {
    object: objectName(program, struct, number),
    freed: freed === -1 ? null : eventOf(lives[freed]!.row),
    allocated: allocated === undefined ? (bornInSetup ? setup : null) : eventOf(allocated.row),
  };
}

function eventOf({ number, task, frames }: Row): Event {
  return { step: number, task, frames };
}
