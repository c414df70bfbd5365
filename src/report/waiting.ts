/** Who waits, where and for whom, at a state where nothing moves. */
import type { Access, ColumnId, LockClassId, Program } from '../lang/ir.js';
import type { State } from '../checker/state.js';
import type { HeldLock } from '../checker/trail.js';
import { locksHeld } from '../checker/trail/row.js';

/** A task that stands in front of an access for ever, and may not. */
export interface Stuck {
  readonly task: number;
  readonly access: Access;
  /** Held by others, of the class that it waits for. */
  readonly wanted: readonly HeldLock[];
  readonly held: readonly HeldLock[];
}

/** The tasks that hang, implicit ones apart. */
export function stuckTasks(program: Program, state: State): Stuck[] {
  const held = locksHeld(program, state);
  return program.tasks.flatMap(({ implicit }, task) => {
    const access = waitsAt(program, state, task);
    if (implicit || access === null || access.validEnd) return [];
    const wanted = held.filter((lock) => lock.task !== task && program.lockClasses[lock.lockClass]!.name === access.place);
    return [{ task, access, wanted, held: held.filter((lock) => lock.task === task) }];
  });
}

/** The access in front of which a task stands; null where it has not started or has ended. */
function waitsAt(program: Program, state: State, task: number): Access | null {
  const top = state.stacks[task]!.at(-1);
  const first = top === undefined ? undefined : program.fns[top.fn]!.blocks[top.block]!.instrs[0];
  return first?.kind === 'access' ? program.accesses[first.access]! : null;
}

/** The columns that decide whether the tasks which hang go on: their locks, and what is named where they wait. */
export function waitColumns(program: Program, state: State): Set<ColumnId> {
  const stuck = stuckTasks(program, state);
  const classes = new Set(stuck.flatMap(({ wanted, held }) => [...wanted, ...held]).map(({ lockClass }) => lockClass));
  const locks = [...classes].flatMap((id) => lockColumns(program, id));
  const waited = stuck.filter(({ wanted }) => wanted.length === 0).flatMap(({ access }) => {
    const fields = new Set([...program.sites[access.site]!.text.matchAll(/[\w$]+/g)].map(([word]) => word));
    return program.columns.filter(({ name, ghost }) => !ghost && (isAt(name, access.place) || fields.has(name.split('.').at(-1)!)));
  });
  return new Set([...locks, ...waited.map(({ id }) => id)]);
}

/** Owner and readers of a class of locks. */
export function lockColumns(program: Program, lockClass: LockClassId): ColumnId[] {
  const { owner, readers } = program.lockClasses[lockClass]!;
  return readers === null ? [owner] : [owner, readers];
}

function isAt(column: string, place: string | null): boolean {
  return place !== null && (column === place || column.startsWith(`${place}.`));
}
