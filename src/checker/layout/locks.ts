import type { ColumnId, LockClassId } from '../../lang/ir.js';
import { cellCount, type Layout } from './layout.js';

interface LockCells {
  readonly owner: CellRun;
  readonly readers: CellRun | null;
}

interface CellRun {
  readonly start: number;
  readonly end: number;
  /** The value of a cell that was never written, which is no task and no set of tasks. */
  readonly uninit: number | null;
}

/** Tells which lock classes a task holds: those with an instance that has it as owner or among its readers. */
export class Locks {
  private readonly classes: readonly LockCells[];

  constructor(layout: Layout) {
    const run = (column: ColumnId): CellRun => {
      const start = layout.columns[column] ?? 0;
      const found = layout.program.columns[column];
      return { start, end: start + (found ? cellCount(found) : 0), uninit: found?.uninit ?? null };
    };
    this.classes = layout.program.lockClasses.map(({ owner, readers }) => ({ owner: run(owner), readers: readers === null ? null : run(readers) }));
  }

  /** Ascending. Allocates only if there is one. */
  heldBy(cells: Int32Array, task: number): readonly LockClassId[] {
    let held: LockClassId[] | null = null;
    for (let id = 0; id < this.classes.length; id++) {
      const { owner, readers } = this.classes[id]!;
      if (owns(cells, owner, task) || (readers && reads(cells, readers, task))) (held ??= []).push(id);
    }
    return held ?? NONE;
  }
}

const NONE: readonly LockClassId[] = [];

function owns(cells: Int32Array, { start, end, uninit }: CellRun, task: number): boolean {
  for (let cell = start; cell < end; cell++) if (cells[cell] === task + 1 && cells[cell] !== uninit) return true;
  return false;
}

function reads(cells: Int32Array, { start, end, uninit }: CellRun, task: number): boolean {
  for (let cell = start; cell < end; cell++) {
    const set = cells[cell] ?? 0;
    if ((set >> task) & 1 && set !== uninit) return true;
  }
  return false;
}
