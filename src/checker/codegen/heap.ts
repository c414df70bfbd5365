import type { Column, StructId } from '../../lang/ir.js';
import { cellCount, type Layout } from '../layout/layout.js';
import type { Footprint } from '../footprint.js';
import type { Stacks } from '../layout/stacks.js';
import { graceColumns, partsOf, type Part } from '../program/parts.js';

/** How alloc fills the columns that are not ghosts. */
export const FILL = { zero: 0, uninit: 1, keep: 2 } as const;

/** A column of a part of an object: object o has cells start + o * stride and the stride - 1 after it. */
interface FieldCells {
  readonly start: number;
  readonly stride: number;
  readonly initial: number;
  readonly uninit: number;
  readonly ghost: boolean;
}

interface Pool {
  readonly heap: number;
  /** Life of object o is at life + o; likewise grace, or null. */
  readonly life: number;
  readonly grace: number | null;
  /** Lives of the parts. */
  readonly lives: readonly number[];
  readonly fields: readonly FieldCells[];
  readonly typesafe: boolean;
}

/** A run of cells that hold task sets which a grace period waits for. */
interface GraceCells {
  readonly start: number;
  readonly end: number;
  readonly uninit: number | null;
}

/** The instructions that allocate and free, on the cells that generated code works on. */
export class Heap {
  private readonly pools: readonly Pool[];
  private readonly graces: readonly GraceCells[];
  private readonly nesting: number | null;
  private readonly tasks: number;

  /** @param footprint told what is done, if given */
  constructor(layout: Layout, private readonly cells: Int32Array, private readonly stacks: Stacks, private readonly footprint: Footprint | null = null) {
    const { program } = layout;
    this.pools = partsOf(program).map((parts, struct) => poolOf(layout, struct, parts));
    this.graces = graceCells(layout);
    this.nesting = program.rcuNesting === null ? null : (layout.columns[program.rcuNesting] ?? 0);
    this.tasks = program.tasks.length;
  }

  /** The lowest object that is free and not referenced, now live and filled; 0 if there is none. */
  alloc(struct: StructId, fill: number): number {
    const object = this.take(struct, fill);
    this.footprint?.alloc(struct, object);
    return object;
  }

  private take(struct: StructId, fill: number): number {
    const pool = this.pools[struct];
    if (!pool) return 0;
    for (let object = 1; object <= pool.heap; object++) {
      if (this.cells[pool.life + object] !== 0) continue;
      if (!pool.typesafe && this.stacks.referenced(this.cells, struct, object)) continue;
      this.live(pool, object, 1);
      for (const field of pool.fields) this.fill(field, object, fill);
      return object;
    }
    return 0;
  }

  free(struct: StructId, object: number): void {
    const pool = this.pools[struct];
    if (!pool) return;
    this.footprint?.free(struct, object);
    this.live(pool, object, 0);
    if (!pool.typesafe) for (const field of pool.fields) this.put(field, object, field.initial);
  }

  /** Frees at once where no task is a reader; else marks the object as waiting for those that are. */
  freeRcu(struct: StructId, object: number): void {
    const readers = this.readers();
    this.footprint?.readers();
    const pool = this.pools[struct];
    if (readers === 0 || !pool || pool.grace === null) {
      this.free(struct, object);
      return;
    }
    this.footprint?.free(struct, object);
    this.live(pool, object, 2);
    this.cells[pool.grace + object] = readers;
  }

  /** Takes a task out of all grace sets, and frees the objects that waited for it alone. */
  quiesce(task: number): void {
    const { cells, footprint } = this;
    footprint?.quiesce();
    for (const { start, end, uninit } of this.graces) {
      for (let cell = start; cell < end; cell++) {
        const set = cells[cell] ?? 0;
        if (set === uninit || ((set >> task) & 1) === 0) continue;
        footprint?.write(cell);
        cells[cell] = set & ~(1 << task);
      }
    }
    this.pools.forEach(({ heap, life, grace }, struct) => {
      if (grace === null) return;
      for (let object = 1; object <= heap; object++) {
        if (cells[life + object] === 2 && cells[grace + object] === 0) this.free(struct, object);
      }
    });
  }

  /** The set of tasks inside an RCU read section. */
  readers(): number {
    return readersOf(this.cells, this.nesting, this.tasks);
  }

  private live(pool: Pool, object: number, life: number): void {
    for (const start of pool.lives) this.cells[start + object] = life;
  }

  private fill(field: FieldCells, object: number, fill: number): void {
    if (field.ghost || fill === FILL.zero) this.put(field, object, field.initial);
    else if (fill === FILL.uninit) this.put(field, object, field.uninit);
  }

  private put(field: FieldCells, object: number, value: number): void {
    const start = field.start + object * field.stride;
    for (let cell = start; cell < start + field.stride; cell++) this.cells[cell] = value;
  }
}

/** Bit k iff the nesting depth of task k is positive; `nesting` is the cell of task 0, or null where no RCU is used. */
export function readersOf(cells: Int32Array, nesting: number | null, tasks: number): number {
  let set = 0;
  if (nesting === null) return set;
  for (let task = 0; task < tasks; task++) if ((cells[nesting + task] ?? 0) > 0) set |= 1 << task;
  return set;
}

function poolOf(layout: Layout, id: StructId, parts: readonly Part[]): Pool {
  const { structs, columns } = layout.program;
  const struct = structs[id]!;
  const objectCell = (column: number, shift: number): number => (layout.columns[column] ?? 0) - 1 + shift;
  const fields = parts.flatMap(({ struct: part, shift }) =>
    (structs[part]?.columns ?? []).map((column) => fieldCells(layout, columns[column]!, shift)),
  );
  return {
    heap: struct.heap,
    life: objectCell(struct.life, 0),
    grace: struct.grace === null ? null : objectCell(struct.grace, 0),
    lives: parts.map(({ struct: part, shift }) => objectCell(structs[part]!.life, shift)),
    fields,
    typesafe: struct.typesafeByRcu,
  };
}

function fieldCells(layout: Layout, column: Column, shift: number): FieldCells {
  const stride = cellCount(column) / (column.dims[0] ?? 1);
  const start = (layout.columns[column.id] ?? 0) + (shift - 1) * stride;
  const { initial, uninit, ghost } = column;
  return { start, stride, initial, uninit: uninit ?? initial, ghost };
}

function graceCells(layout: Layout): GraceCells[] {
  return graceColumns(layout.program).map((column) => {
    const start = layout.columns[column.id] ?? 0;
    return { start, end: start + cellCount(column), uninit: column.uninit };
  });
}
