import type { AccessId } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import type { Reductions } from '../reductions.js';
import type { Cells } from './cells.js';
import type { Discipline } from './discipline.js';
import { ALLOC, LOCKING, OTHER, OWN_LOCKING, OWN_READ, OWN_WRITE, READ, WRITE, type Future, type Futures } from './futures.js';
import type { Others } from './others.js';
import type { Outcome } from './outcomes.js';
import { ROAMED, type Reach } from './reach.js';
import { roamingColumns } from './roaming.js';

/** Life of an object that waits for a grace period. */
export const LIMBO = 2;

/** What judgements at a state are made of. */
export interface Grounds {
  readonly layout: Layout;
  readonly reductions: Reductions;
  readonly cells: Cells;
  readonly futures: Futures;
  readonly others: Others;
  readonly discipline: Discipline;
}

/** How a task touches a cell. */
export interface Touch {
  readonly cell: number;
  readonly write: boolean;
  /** It only takes, releases or asks for the lock whose cell it is. */
  readonly soft: boolean;
}

/** Tells, at a state, which cells no other task can touch in a way that matters before a given one moves; and on what that rests. */
export class Safety {
  /** Since they were last emptied. */
  reasons: string[] = [];
  state: Int32Array;
  private readonly roaming: ReadonlySet<number>;
  /** Accesses whose steps look at locks only to ask whether their own task holds them. */
  private readonly asking: ReadonlySet<AccessId>;

  constructor(private readonly on: Grounds, public reach: Reach) {
    const { program, size } = on.layout;
    this.state = new Int32Array(size);
    this.roaming = roamingColumns(program);
    this.asking = on.futures.queries.onlyAsk();
  }

  /** From here on it is about this state, of which `reach` tells who reaches what. */
  at(state: Int32Array, reach: Reach): void {
    this.state = state;
    this.reach = reach;
  }

  /**
   * Which cells a step that starts at that access touches only to take (if `acquires`), to release or to ask for a lock: others that do no more
   * with it do not get in the way. Taking it does, unless this task is to go first.
   */
  softCells(access: AccessId | null, { writes }: Outcome, acquires: boolean): (cell: number, write: boolean) => boolean {
    const op = access === null ? null : this.on.layout.program.accesses[access]!.op;
    const asks = access !== null && this.asking.has(access);
    const lock = op === 'unlock' || (acquires && op === 'lock') ? writes.filter((cell) => this.isOfLock(cell)) : [];
    return (cell, write) => this.isOfLock(cell) && ((asks && !write) || lock.some((own) => this.isOneLock(own, cell)));
  }

  isOfLock(cell: number): boolean {
    return this.on.futures.locks.has(this.on.cells.column[cell]!);
  }

  isSafe(task: number, touch: Touch, others: Future): boolean {
    const node = this.on.cells.node[touch.cell]!;
    if (node >= 0 && this.mayEnd(node, others)) return false;
    const { reductions } = this.on;
    if (this.isUntouched(task, touch, others)) return this.rests(touch.soft ? 'others only wait for the lock' : 'no other task touches it from here on');
    if (reductions.private && this.isPrivate(task, touch.cell)) return this.rests('nobody else can reach it');
    return reductions.transactions && this.on.others.joined.every((other) => this.isDisciplined(task, touch, other));
  }

  /** No other task can reach the object, nor get at its columns without reaching it. */
  isPrivate(task: number, cell: number): boolean {
    const node = this.on.cells.node[cell]!;
    if (node < 0 || (this.reach.tasks[node]! & ~(1 << task)) !== 0) return false;
    return (this.reach.open[node]! & ROAMED) === 0 || !this.roaming.has(this.on.cells.column[cell]!);
  }

  /** The object is free, and others take objects from its pool; or it waits for a grace period that others may end. */
  private mayEnd(node: number, others: Future): boolean {
    const { cells, futures } = this.on;
    const life = this.state[cells.life[node]!]!;
    return life === 0 ? futures.has(others, ALLOC, cells.pool[node]!) : life === LIMBO && futures.has(others, OTHER, 0);
  }

  /** Nobody else will touch the column, or this row of it, any more. Of a lock that is a transaction's knowledge, too. */
  private isUntouched(task: number, { cell, write, soft }: Touch, others: Future): boolean {
    if (!this.on.reductions.private && !soft) return false;
    const column = this.on.cells.column[cell]!;
    const row = this.on.cells.row[cell]!;
    const does = (kind: number, own: number): boolean => this.on.futures.has(others, kind, column) || this.on.others.ownRow(task, own, column, row);
    return !does(WRITE, OWN_WRITE) && !(write && does(READ, OWN_READ)) && !(!soft && does(LOCKING, OWN_LOCKING));
  }

  /** Whether this one other task cannot touch the cell, for the locks that it takes or because it never does. */
  private isDisciplined(task: number, { cell, write, soft }: Touch, other: number): boolean {
    const { cells, discipline, others, reductions } = this.on;
    const column = cells.column[cell]!;
    if (reductions.private && !others.mayTouch(other, column, cells.row[cell]!, write)) return true;
    // What is believed of a lock's cells does not speak of taking it.
    if (!soft && others.mayLock(other, column, cells.row[cell]!)) return false;
    const why = write ? discipline.safeFromAll(this.state, task, cell, other) : discipline.safeFromStores(this.state, task, cell, other);
    return why !== null && this.rests(why);
  }

  private rests(reason: string): true {
    if (!this.reasons.includes(reason)) this.reasons.push(reason);
    return true;
  }

  /** Whether two cells are of one lock: its owner, its readers. */
  private isOneLock(a: number, b: number): boolean {
    const { column, row } = this.on.cells;
    const oneClass = this.on.layout.program.lockClasses.some(({ owner, readers }) =>
      (column[a] === owner || column[a] === readers) && (column[b] === owner || column[b] === readers));
    return oneClass && row[a] === row[b];
  }
}
