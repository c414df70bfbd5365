import type { ColumnId, LockClassId } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { hasRowATask, type Cells } from './cells.js';
import { EXCLUSIVE, guardsOf, lockCells, NOT, type Guard, type Need } from './guards.js';

/**
 * What is still believed of how one task accesses a column, of what is not private. Each belief is checked at every access that a search
 * executes, and dropped when one contradicts it.
 */
interface Beliefs {
  /** By guard: every access is under it; every store is. */
  readonly all: Uint8Array;
  readonly stores: Uint8Array;
  /** By guard: a decision rested on it. */
  readonly allUsed: Uint8Array;
  readonly storesUsed: Uint8Array;
  /** It stores nothing; it does not access it at all. */
  constant: boolean;
  constantUsed: boolean;
  silent: boolean;
  silentUsed: boolean;
}

/** What states are renamed by, so that beliefs must not go by it. */
export interface Renamed {
  readonly pools: readonly number[];
  readonly groups: readonly (readonly number[])[];
}

/**
 * The lock discipline of a program: by which locks each task protects which columns, as far as a search has not seen it do otherwise. In the
 * manner of Eraser (Savage et al., 1997) it starts by believing everything; a search that used a belief which turns out to be false is void.
 */
export class Discipline {
  /** A belief that a decision rested on was dropped: what was searched so far proves nothing. */
  broken = false;
  private readonly guards: readonly (readonly Guard[])[];
  /** By column, then place (see placeOf; one for all rows of a column that has not one a task), then task. */
  private readonly beliefs: readonly (readonly (readonly Beliefs[])[])[];
  /** By task: the first of those that it may change places with. */
  private readonly firstAlike: readonly number[];
  private readonly paths: ReadonlySet<ColumnId>;

  constructor(layout: Layout, private readonly cells: Cells, { pools, groups }: Renamed) {
    const { columns, tasks, taskStruct, lockClasses } = layout.program;
    const renamed = new Set(groups.length > 0 && taskStruct !== null ? [...pools, taskStruct] : pools);
    this.firstAlike = tasks.map((_, task) => groups.find((group) => group.includes(task))?.[0] ?? task);
    const locks = lockClasses.map(({ id }) => lockCells(layout, cells, id));
    this.guards = columns.map(({ id }) => guardsOf(layout, cells, locks, { column: id, isRenamed: (node) => renamed.has(cells.pool[node]!) }));
    this.beliefs = columns.map((column) => (hasRowATask(layout.program, column) ? [...tasks, null] : [null]).map(() => tasks.map(() => everything(this.guards[column.id]!.length))));
    this.paths = new Set(this.guards.flatMap((guards) => guards.flatMap(({ needs }) => needs.map(({ column }) => column))));
  }

  /** Does some guard go by this pointer column? */
  isPath(column: ColumnId): boolean {
    return this.paths.has(column);
  }

  /** Before a new search: nothing rests on anything yet. */
  begin(): void {
    this.broken = false;
    for (const of of this.beliefs.flat(2)) {
      of.allUsed.fill(0);
      of.storesUsed.fill(0);
      of.constantUsed = false;
      of.silentUsed = false;
    }
  }

  /**
   * A task accesses a cell that it has not for itself alone, at a state. `after` is the state after a step that waits for a lock, does nothing
   * else as long as it waits, and holds it then: nobody else can have held that lock where the step is taken. Null for any other step.
   */
  observe({ before, after }: { before: Int32Array; after: Int32Array | null }, task: number, cell: number, store: boolean): void {
    const column = this.cells.column[cell]!;
    const of = this.beliefsOf(cell, task);
    if (of.silent) {
      of.silent = false;
      this.broken ||= of.silentUsed;
    }
    if (store && of.constant) {
      of.constant = false;
      this.broken ||= of.constantUsed;
    }
    const guards = this.guards[column]!;
    for (let k = 0; k < guards.length; k++) {
      if (of.all[k] === 0 && (!store || of.stores[k] === 0)) continue;
      const how = Math.max(guards[k]!.holds(before, task, cell), after === null ? NOT : guards[k]!.holds(after, task, cell));
      if (how === EXCLUSIVE || (!store && how !== NOT)) continue;
      this.drop(of, k, store);
    }
  }

  /** Why another task cannot store to the cell until this one moves: the name of the belief, or null. */
  safeFromStores(state: Int32Array, task: number, cell: number, other: number): string | null {
    const column = this.cells.column[cell]!;
    const of = this.beliefsOf(cell, other);
    if (of.constant) {
      of.constantUsed = true;
      return 'the others only store to it before they share it';
    }
    const k = this.guards[column]!.findIndex((guard, at) => of.stores[at] === 1 && this.stands(guard, cell) && guard.holds(state, task, cell) !== NOT);
    return k < 0 ? null : this.use(cell, k, of.storesUsed);
  }

  /** Why another task cannot access the cell at all until this one moves. */
  safeFromAll(state: Int32Array, task: number, cell: number, other: number): string | null {
    const column = this.cells.column[cell]!;
    const of = this.beliefsOf(cell, other);
    if (of.silent) {
      of.silentUsed = true;
      return 'the others do not touch it';
    }
    const k = this.guards[column]!.findIndex((guard, at) => of.all[at] === 1 && this.stands(guard, cell) && guard.holds(state, task, cell) === EXCLUSIVE);
    return k < 0 ? null : this.use(cell, k, of.allUsed);
  }

  /** Whose row it is, in terms that stay true when tasks change places: its own, another one's like it (the last place), or one's of another kind. */
  private placeOf(task: number, row: number): number {
    const alike = this.firstAlike[row]!;
    return row !== task && alike === this.firstAlike[task] ? this.firstAlike.length : alike;
  }

  private beliefsOf(cell: number, task: number): Beliefs {
    const places = this.beliefs[this.cells.column[cell]!]!;
    return places[places.length > 1 ? this.placeOf(task, this.cells.row[cell]!) : 0]![this.firstAlike[task]!]!;
  }

  private drop(of: Beliefs, k: number, store: boolean): void {
    if (of.all[k] === 1) this.broken ||= of.allUsed[k] === 1;
    of.all[k] = 0;
    if (!store) return;
    this.broken ||= of.storesUsed[k] === 1;
    of.stores[k] = 0;
  }

  /** Whether what the guard of a cell rests on is still believed, of every task. */
  private stands({ needs }: Guard, cell: number): boolean {
    return needs.every((need) => this.needed(need, cell).every((of) =>
      (need.under === null ? of.constant : of.stores[this.plainGuard(need.column, need.under)] === 1)));
  }

  private use(cell: number, k: number, used: Uint8Array): string {
    used[k] = 1;
    const guard = this.guards[this.cells.column[cell]!]![k]!;
    for (const need of guard.needs) {
      for (const of of this.needed(need, cell)) {
        if (need.under === null) of.constantUsed = true;
        else of.storesUsed[this.plainGuard(need.column, need.under)] = 1;
      }
    }
    return guard.name;
  }

  /** The beliefs that a need of a cell's guard is about. */
  private needed({ column, sameRow }: Need, cell: number): readonly Beliefs[] {
    const places = this.beliefs[column]!;
    if (!sameRow || places.length === 1) return places.flat();
    const row = this.cells.row[cell]!;
    return this.firstAlike.map((first, task) => places[this.placeOf(task, row)]![first]!);
  }

  /** The guard of a column by the lock in the same object. */
  private plainGuard(column: ColumnId, lockClass: LockClassId): number {
    return this.guards[column]!.findIndex((guard) => guard.lockClass === lockClass && guard.needs.length === 0);
  }
}

/** Of one task and one column with so many guards. */
function everything(guards: number): Beliefs {
  return {
    all: new Uint8Array(guards).fill(1), stores: new Uint8Array(guards).fill(1), constant: true, silent: true,
    allUsed: new Uint8Array(guards), storesUsed: new Uint8Array(guards), constantUsed: false, silentUsed: false,
  };
}
