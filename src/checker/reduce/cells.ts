import type { Column, ColumnId, Program, StructId } from '../../lang/ir.js';
import { cellCount, type Layout } from '../layout/layout.js';

/** No node: the cell is no object's. */
export const NOBODY = -1;

/**
 * Where the cells of columns lie: in which column, in which row of it, and in which *node*. A node is a heap object with all that is embedded
 * in it: whoever can reach one part can reach the others.
 */
export class Cells {
  /** Cells of columns: 0..count-1. */
  readonly count: number;
  readonly column: Int32Array;
  /** Index in the column's first dimension; 0 of a scalar. */
  readonly row: Int32Array;
  readonly node: Int32Array;
  readonly nodes: number;
  /** By column: its cells. */
  readonly ofColumn: readonly (readonly number[])[];
  /** By column: the pools whose objects have, or contain, cells of it. */
  readonly poolsOf: readonly (readonly StructId[])[];
  /** By node: the cell of its life. */
  readonly life: Int32Array;
  /** By node: the pool that it was allocated from. */
  readonly pool: Int32Array;
  /** By struct, then object (1-based). */
  private readonly nodeOf: readonly Int32Array[];

  constructor(readonly layout: Layout) {
    const { program, columns, tasks, size } = layout;
    this.count = tasks[0]?.base ?? size;
    this.nodeOf = program.structs.map(({ objects }) => new Int32Array(objects + 1).fill(NOBODY));
    const homes: { struct: StructId; object: number }[] = [];
    for (const { id, heap } of program.structs) {
      for (let object = 1; object <= heap; object++) this.nodeOf[id]![object] = homes.push({ struct: id, object }) - 1;
    }
    for (let depth = 0; depth < program.structs.length; depth++) this.embed();
    this.nodes = homes.length;
    this.life = Int32Array.from(homes, ({ struct, object }) => columns[program.structs[struct]!.life]! + object - 1);
    this.pool = Int32Array.from(homes, ({ struct }) => struct);
    [this.column, this.row, this.node] = [new Int32Array(this.count), new Int32Array(this.count), new Int32Array(this.count)];
    this.ofColumn = program.columns.map((column) => Array.from({ length: cellCount(column) }, (_, k) => columns[column.id]! + k));
    program.columns.forEach(({ id }) => this.place(id));
    this.poolsOf = this.ofColumn.map((of) => [...new Set(of.flatMap((cell) => (this.node[cell]! < 0 ? [] : [this.pool[this.node[cell]!]!])))]);
  }

  /** NOBODY for NULL. */
  nodeOfObject(struct: StructId, object: number): number {
    return this.nodeOf[struct]![object] ?? NOBODY;
  }

  /** The one node with a cell among these that points to this node; -1 if there is none or more than one. */
  onlyPointer(pointers: readonly number[], state: Int32Array, to: number): number {
    const { columns } = this.layout.program;
    let from = NOBODY;
    for (const at of pointers) {
      const { type } = columns[this.column[at]!]!;
      if (type.kind !== 'pointer' || state[at]! <= 0 || this.nodeOfObject(type.struct, state[at]!) !== to) continue;
      if (from >= 0 && from !== this.node[at]) return NOBODY;
      from = this.node[at]!;
    }
    return from;
  }

  /** The object of this struct whose part is in the node; 0 if it has none. */
  objectIn(struct: StructId, node: number): number {
    const found = this.nodeOf[struct]!.indexOf(node, 1);
    return Math.max(found, 0);
  }

  /** Gives embedded objects the node of their container, one level deeper each time. */
  private embed(): void {
    for (const { id, embeddedIn } of this.layout.program.structs) {
      for (const { container, first } of embeddedIn) {
        const of = this.nodeOf[container]!;
        for (let object = 1; object < of.length; object++) this.nodeOf[id]![first + object - 1] = of[object]!;
      }
    }
  }

  private place(id: ColumnId): void {
    const column = this.layout.program.columns[id]!;
    const start = this.layout.columns[id]!;
    const count = cellCount(column);
    const stride = count / (column.dims[0] ?? 1);
    for (let k = 0; k < count; k++) {
      const row = Math.floor(k / stride);
      this.column[start + k] = id;
      this.row[start + k] = row;
      this.node[start + k] = column.struct === null ? NOBODY : this.nodeOfObject(column.struct, row + 1);
    }
  }
}

/** Has the column a row a task: by the task's number, or in the task's own struct? */
export function hasRowATask({ tasks, taskStruct }: Program, { struct, dims }: Column): boolean {
  return struct === null ? dims[0] === tasks.length : struct === taskStruct;
}
