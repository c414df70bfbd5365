import type { ColumnId, Expr, Fn, Program, StructId } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { partsOf } from '../program/parts.js';
import { blockExprs, exprsRun, fnsRun } from '../program/walk.js';
import type { Cells } from './cells.js';
import { ALLOC, LOCKING, OTHER, OWN_LOCKING, OWN_WRITE, WRITE, type Future, type Futures } from './futures.js';
import { ROAMED, seenBy, type Reach } from './reach.js';
import { demandsOf, type Demands, type UnderLock } from './under.js';

/** What a property looks at. */
interface Sight {
  readonly name: string;
  /** Of Reach.open. */
  readonly bit: number;
  /** Columns, and the numbers of Futures for what is on stacks. */
  readonly columns: ReadonlySet<number>;
  readonly demands: Demands;
  /** By column: every store to a guarded column was out of the property's sight; and a decision rested on that. */
  readonly unseen: Map<ColumnId, boolean>;
  readonly used: Set<ColumnId>;
}

/**
 * Who changes something, where; `locking`: by a release that goes before what others do, or by an acquire that what others do goes before. Then
 * a state that is left out has more locks held than one that is met, and else the same.
 */
export interface Mover {
  readonly state: Int32Array;
  readonly task: number;
  readonly reach: Reach;
  readonly locking: boolean;
}

/** A step that may change what a property says. */
export interface Seen {
  readonly property: string;
  readonly column: number;
}

/** Tells which steps properties can see. Only `always` and `reachable` properties look at states on the way. */
export class Visibility {
  /** A belief that a decision rested on was dropped. */
  broken = false;
  private readonly sights: readonly Sight[];
  /** By pool: the columns of its objects and their parts. */
  private readonly columnsOf: readonly (readonly ColumnId[])[];
  private readonly lockOf: ReadonlyMap<ColumnId, number>;

  constructor(private readonly layout: Layout, private readonly cells: Cells, private readonly futures: Futures) {
    const { program } = layout;
    this.sights = program.properties.flatMap(({ kind, fn, name }, property) => {
      if (kind === 'final') return [];
      const demands = demandsOf(program, program.fns[fn]!);
      const unseen = new Map([...demands.guarded.keys()].map((column) => [column, true]));
      return { name, bit: seenBy(property), columns: columnsSeen(program, futures, fn), demands, unseen, used: new Set() };
    });
    this.columnsOf = partsOf(program).map((parts) => parts.flatMap(({ struct }) => [program.structs[struct]!.life, ...program.structs[struct]!.columns]));
    this.lockOf = new Map(program.lockClasses.flatMap(({ id, owner }) => [[owner, id]]));
  }

  begin(): void {
    this.broken = false;
    for (const { used } of this.sights) used.clear();
  }

  /** Columns by which some guarded column is found: a second pointer to one object would make it seen under the wrong lock. */
  get paths(): ReadonlySet<ColumnId> {
    return new Set(this.sights.flatMap(({ demands }) => [...demands.guarded.values()].flatMap(({ via }) => (via === null ? [] : [via]))));
  }

  /**
   * A property that may see what the task changes by writing these cells (or entering or leaving what is asked about: `stacks`), and of
   * which the others may change what it sees too, so that the order is seen; null if there is none.
   */
  conflict(by: Mover, writes: readonly number[], others: Future): Seen | null {
    for (const sight of this.sights) {
      for (const cell of writes) {
        const column = cell < 0 ? ~cell : this.cells.column[cell]!;
        if (!sight.columns.has(column) || (cell >= 0 && this.isHidden(sight, by, cell))) continue;
        if (this.othersChange(sight, others)) return { property: sight.name, column };
      }
    }
    return null;
  }

  /** The task stores to a cell in a step that is executed. */
  observe(by: Mover, cell: number): void {
    const column = this.cells.column[cell]!;
    for (const sight of this.sights) {
      if (sight.unseen.get(column) !== true || this.isHidden(sight, by, cell)) continue;
      sight.unseen.set(column, false);
      this.broken ||= sight.used.has(column);
    }
  }

  /** Whether the property cannot see the cell until this task moves, or sees of it nothing that could make it false. */
  private isHidden({ demands, bit }: Sight, { state, task, reach, locking }: Mover, cell: number): boolean {
    const node = this.cells.node[cell]!;
    const column = this.cells.column[cell]!;
    if (node >= 0 && (reach.open[node]! & bit) === 0 && (reach.tasks[node]! & ~(1 << task)) === 0) return true;
    const under = demands.guarded.get(column);
    if (under && this.holds(under, state, task, cell)) return true;
    const lock = this.lockOf.get(column);
    return locking && lock !== undefined && demands.monotone.has(lock);
  }

  /** Whether the task holds the lock under which the property would look at the cell. */
  private holds({ lockClass, via }: UnderLock, state: Int32Array, task: number, cell: number): boolean {
    const node = this.cells.node[cell]!;
    const from = via === null ? node : this.cells.onlyPointer(this.cells.ofColumn[via]!, state, node);
    if (from < 0) return false;
    const { owner } = this.layout.program.lockClasses[lockClass]!;
    return this.cells.ofColumn[owner]!.some((at) => this.cells.node[at] === from && state[at] === task + 1);
  }

  private othersChange({ columns, unseen, used }: Sight, others: Future): boolean {
    const rested: ColumnId[] = [];
    for (const column of columns) {
      const writes = this.futures.has(others, WRITE, column) || this.futures.has(others, OWN_WRITE, column);
      if (!writes) continue;
      if (unseen.get(column) !== true) return true;
      rested.push(column);
    }
    if (this.othersCreate(columns, others)) return true;
    // Who releases a lock may bring to light what was stored while it was held.
    for (const { owner, readers } of this.layout.program.lockClasses) {
      if (columns.has(owner) && (this.futures.has(others, LOCKING, owner) || this.futures.has(others, OWN_LOCKING, owner))) return true;
      if (readers !== null && columns.has(readers) && (this.futures.has(others, LOCKING, readers) || this.futures.has(others, OWN_LOCKING, readers))) return true;
    }
    rested.forEach((column) => used.add(column));
    return false;
  }

  /** Objects of a pool that the property looks at come to life, or end with a grace period. */
  private othersCreate(columns: ReadonlySet<number>, others: Future): boolean {
    return this.layout.program.structs.some(({ id, grace }) => {
      const changes = this.futures.has(others, ALLOC, id) || (grace !== null && this.futures.has(others, OTHER, 0));
      return changes && this.columnsOf[id]!.some((column) => columns.has(column));
    });
  }
}

/** By pool, the bits (Reach.open) of those that go through its objects whoever points to them: they count, from a constant on. */
export function countedPools(program: Program): (pool: StructId) => number {
  const bits = program.structs.map(() => 0);
  for (const fn of program.fns) if (fn.role === 'task') for (const pool of countedBy(program, fn)) bits[pool]! |= ROAMED;
  program.properties.forEach(({ fn, kind }, property) => {
    if (kind !== 'final') for (const pool of fnsRun(program, fn).flatMap((of) => countedBy(program, of))) bits[pool]! |= seenBy(property);
  });
  return (pool) => bits[pool]!;
}

function countedBy(program: Program, { locals, blocks }: Fn): StructId[] {
  const counting = blocks.flatMap(({ instrs }) => instrs.flatMap((instr): StructId[] => {
    const type = instr.kind === 'set' ? locals[instr.local]!.type : null;
    return instr.kind === 'set' && type?.kind === 'pointer' && instr.value.kind === 'const' && instr.value.value !== 0 ? [type.struct] : [];
  }));
  const named = blocks.flatMap((block) => [...blockExprs(block)]).flatMap((expr): StructId[] => {
    const struct = expr.kind === 'load' ? program.columns[expr.column]!.struct : null;
    return expr.kind === 'load' && struct !== null && !isField(expr.index[0]) ? [struct] : [];
  });
  return [...counting, ...named];
}

/** `pointer - 1`, the pointer being in a local; or the running task's own. */
function isField(index: Expr | undefined): boolean {
  if (index?.kind === 'self') return true;
  return index?.kind === 'binary' && index.op === '+' && index.left.kind === 'local' && index.right.kind === 'const' && index.right.value === -1;
}

function columnsSeen(program: Program, futures: Futures, fn: number): Set<number> {
  const seen = new Set<number>();
  for (const expr of exprsRun(program, fn)) {
    if (expr.kind === 'load') seen.add(expr.column);
    if (expr.kind === 'readers' && program.rcuNesting !== null) seen.add(program.rcuNesting);
    if (expr.kind === 'active') seen.add(futures.activity(expr.fn));
    if (expr.kind === 'idle') seen.add(futures.idle);
    if (expr.kind === 'referenced') for (const { id } of program.columns) seen.add(id);
  }
  return seen;
}
