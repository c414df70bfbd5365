import type { StructId } from '../lang/ir.js';
import { cellCount, type Layout } from './layout/layout.js';
import { partsOf } from './program/parts.js';

/**
 * What a path of a step touches: cells of columns (never a task's own locals), in the order of execution, the same cell perhaps several
 * times; and what it does that is more than reading and writing cells. An engine clears it before each path.
 *
 * An allocation or a free writes every cell of the object and of what is embedded in it.
 */
export class Footprint {
  reads: number[] = [];
  writes: number[] = [];
  /** Pools that an object was taken from, or looked for in; pools that one was freed to, or put aside for a grace period. */
  allocated: StructId[] = [];
  freed: StructId[] = [];
  /** The task left its outermost read section. */
  quiesced = false;
  /** It asked what is on a stack, or who points to an object. */
  looked = false;
  /** It started another task. */
  spawned = false;
  private readonly nesting: readonly number[];
  private readonly objects: readonly ((object: number) => readonly number[])[];

  constructor(layout: Layout) {
    this.objects = objectCells(layout);
    const { rcuNesting, tasks } = layout.program;
    this.nesting = rcuNesting === null ? [] : tasks.map((_, task) => layout.columns[rcuNesting]! + task);
  }

  clear(): void {
    this.reads.length = 0;
    this.writes.length = 0;
    this.allocated.length = 0;
    this.freed.length = 0;
    this.quiesced = false;
    this.looked = false;
    this.spawned = false;
  }

  /** Returns the cell. */
  read(cell: number): number {
    this.reads.push(cell);
    return cell;
  }

  /** Returns the cell. */
  write(cell: number): number {
    this.writes.push(cell);
    return cell;
  }

  /** The pool was asked for an object and gave this one, or none (0). */
  alloc(struct: StructId, object: number): void {
    this.allocated.push(struct);
    if (object > 0) this.writes.push(...this.objects[struct]!(object));
  }

  /** It asked which tasks are inside a read section. */
  readers(): void {
    this.reads.push(...this.nesting);
  }

  quiesce(): void {
    this.quiesced = true;
  }

  free(struct: StructId, object: number): void {
    this.freed.push(struct);
    this.writes.push(...this.objects[struct]!(object));
  }
}

/** By struct: the cells of an object and its parts. */
function objectCells(layout: Layout): ((object: number) => readonly number[])[] {
  const { program, columns } = layout;
  const cellsOf = (column: number, object: number): number[] => {
    const { dims } = program.columns[column]!;
    const stride = cellCount(program.columns[column]!) / (dims[0] ?? 1);
    return Array.from({ length: stride }, (_, k) => columns[column]! + (object - 1) * stride + k);
  };
  return partsOf(program).map((parts) => {
    const known = new Map<number, readonly number[]>();
    return (object) => {
      const found = known.get(object) ?? parts.flatMap(({ struct, shift }) => {
        const { life, grace, columns: fields } = program.structs[struct]!;
        return [life, ...(grace === null ? [] : [grace]), ...fields].flatMap((column) => cellsOf(column, object + shift));
      });
      known.set(object, found);
      return found;
    };
  });
}
