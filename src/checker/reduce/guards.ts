import type { ColumnId, LockClassId, Program } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { hasRowATask, type Cells } from './cells.js';

/** How a task holds what a guard asks for. */
export const NOT = 0;
export const SHARED = 1;
export const EXCLUSIVE = 2;

/**
 * An exclusive-access predicate: something that at any state at most one task holds exclusively of a cell, or several hold shared and none
 * exclusively; and that a task keeps until it moves itself.
 */
export interface Guard {
  /** For people: `under files_struct.file_lock`. */
  readonly name: string;
  /** NOT, SHARED or EXCLUSIVE. */
  holds(state: Int32Array, task: number, cell: number): number;
  /** What the guard itself rests on; it is none while this is not so. */
  readonly needs: readonly Need[];
  /** The class, if it asks for a lock of that class in the object itself or one that it is found by. */
  readonly lockClass: LockClassId | null;
}

/** Every store to this column (if `sameRow`, to the row of the cell itself), of what is not private, is under the guard of that lock class in the same node; or (null) there is none. */
export interface Need {
  readonly column: ColumnId;
  readonly under: LockClassId | null;
  readonly sameRow: boolean;
}

/** Where the locks of a class lie. */
export interface LockCells {
  readonly id: LockClassId;
  readonly name: string;
  /** By node: the cell of the owner and that of the readers; -1 without. For a lock that is no object's: the cells at [0]. */
  readonly owner: Int32Array;
  readonly readers: Int32Array;
  readonly global: boolean;
}

/**
 * What could protect the cells of a column.
 *
 * @param isRenamed of a node: states may be stored with another number for it, so that its own number means nothing
 */
export function guardsOf(layout: Layout, cells: Cells, locks: readonly LockCells[], { column, isRenamed }: { column: ColumnId; isRenamed: (node: number) => boolean }): Guard[] {
  const { program } = layout;
  const { struct } = program.columns[column]!;
  // A lock does not protect itself: who looks at it may not hold it.
  const others = locks.filter(({ id }) => ![program.lockClasses[id]!.owner, program.lockClasses[id]!.readers].includes(column));
  const [global, owned] = [others.filter((lock) => lock.global), others.filter((lock) => !lock.global)];
  const own: Guard[] = hasRowATask(program, program.columns[column]!)
    ? [{ name: 'its own', needs: [], lockClass: null, holds: (_, task, cell) => (cells.row[cell] === task ? EXCLUSIVE : NOT) }] : [];
  const within = struct === null ? [] : owned.map((lock) => guard(lock, (_, cell) => cells.node[cell]!));
  const found = owned.flatMap((lock) => [...(struct === null ? [] : pointedBy(layout, cells, lock, column)), ...pointingTo(layout, cells, lock, column)]);
  return [...own, ...within, ...found, ...global.map((lock) => guard(lock, () => 0)), ...owned.flatMap((lock) => instances(lock, isRenamed))];
}

/** One lock of an object, by its number, whatever the object has to do with the column. */
function instances(lock: LockCells, isRenamed: (node: number) => boolean): Guard[] {
  const nodes = [...lock.owner.keys()].filter((node) => lock.owner[node]! >= 0 && !isRenamed(node));
  return nodes.map((node, at) => guard(lock, () => node, { name: `under ${lock.name}${nodes.length > 1 ? ` #${at + 1}` : ''}`, lockClass: null }));
}

function guard(lock: LockCells, nodeOf: (state: Int32Array, cell: number) => number, more: Partial<Guard> = {}): Guard {
  return {
    name: `under ${lock.name}`, needs: [], lockClass: lock.id, ...more,
    holds: (state, task, cell) => {
      const node = nodeOf(state, cell);
      return node < 0 ? NOT : held(lock, state, task, node);
    },
  };
}

function held({ owner, readers }: LockCells, state: Int32Array, task: number, node: number): number {
  const at = owner[node]!;
  if (at < 0) return NOT;
  if (state[at] === task + 1) return EXCLUSIVE;
  const shared = readers[node]!;
  return shared >= 0 && state[shared]! > 0 && (state[shared]! >> task) & 1 ? SHARED : NOT;
}

export function lockCells(layout: Layout, cells: Cells, id: LockClassId): LockCells {
  const { program } = layout;
  const { name, owner, readers } = program.lockClasses[id]!;
  const global = program.columns[owner]!.struct === null;
  const byNode = (column: ColumnId | null): Int32Array => {
    const found = new Int32Array(Math.max(1, cells.nodes)).fill(-1);
    const all = column === null ? [] : cells.ofColumn[column]!;
    // Several locks of one class in a node: which one protects what could not be told.
    const count = new Map<number, number>();
    for (const cell of all) {
      const node = global ? 0 : cells.node[cell]!;
      count.set(node, (count.get(node) ?? 0) + 1);
      if (node >= 0) found[node] = count.get(node) === 1 ? cell : -1;
    }
    return found;
  };
  return { id, name, owner: byNode(owner), readers: byNode(readers), global };
}

/** The lock is in the one node that points to the cell's node by a certain column, whose stores are under that lock themselves. */
function pointedBy(layout: Layout, cells: Cells, lock: LockCells, column: ColumnId): Guard[] {
  const { program } = layout;
  const target = program.columns[column]!.struct!;
  return pointerColumns(program).filter(({ type }) => type.struct === target).flatMap(({ id, name }) => {
    const pointers = cells.ofColumn[id]!.filter((cell) => cells.node[cell]! >= 0 && lock.owner[cells.node[cell]!]! >= 0);
    if (pointers.length === 0) return [];
    const pointer = (state: Int32Array, cell: number): number => cells.onlyPointer(pointers, state, cells.node[cell]!);
    return [guard(lock, pointer, { name: `under ${lock.name}, by ${name}`, needs: [{ column: id, under: lock.id, sameRow: false }] })];
  });
}

/** The lock is in the node that the cell's own node points to, by a pointer that is not changed any more. */
function pointingTo(layout: Layout, cells: Cells, lock: LockCells, column: ColumnId): Guard[] {
  const { program } = layout;
  const { struct } = program.columns[column]!;
  // A row of a column that has one a task is found by the task's struct, too.
  const rows = hasRowATask(program, program.columns[column]!) ? program.taskStruct : null;
  const from = rows ?? struct;
  if (from === null) return [];
  return pointerColumns(program).filter((pointer) => pointer.struct === from && pointer.dims.length === 1 && pointer.id !== column).flatMap(({ id, name, type }) => {
    if (!lock.owner.some((cell, node) => cell >= 0 && cells.objectIn(type.struct, node) > 0)) return [];
    const start = layout.columns[id]!;
    const nodeOf = (state: Int32Array, cell: number): number => {
      const value = state[start + cells.row[cell]!]!;
      return value > 0 ? cells.nodeOfObject(type.struct, value) : -1;
    };
    return [guard(lock, nodeOf, { name: `under ${lock.name} of its ${name.split('.').at(-1)!}`, needs: [{ column: id, under: null, sameRow: rows !== null }] })];
  });
}

function pointerColumns(program: Program) {
  return program.columns.flatMap((column) => (column.type.kind === 'pointer' ? [{ ...column, type: column.type }] : []));
}
