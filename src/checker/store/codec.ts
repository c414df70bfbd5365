import type { Layout } from '../layout/layout.js';
import { Area } from './area.js';
import { Columns } from './columns.js';

/** Of a state about which nothing is known: the area of each task may have changed. */
export const ANY_TASK = -2;

/**
 * Turns a state to words and back: the packed columns, then for each task the number of its area's content in a table of its own. This
 * is tree compression (Laarman, van de Pol, Weber, "Parallel recursive state compression for free", 2011) to depth one, cut where the
 * parts change apart: a step changes few tasks' areas, mostly one, and areas are the larger part of a state.
 *
 * One state is *visited*, and those that are packed are its successors: only what they change is looked at.
 */
export class StateCodec {
  readonly words: number;
  /** Of the state packed last: the number of each task's content; ascending from 0 by first use. */
  readonly areas: Int32Array;
  /** The cells of the visited state. */
  readonly cells: Int32Array;
  private readonly columns: Columns;
  private readonly tasks: readonly Area[];
  private readonly packed: Int32Array;
  /** The contents of the visited state; -1 before there is one. */
  private readonly nearAreas: Int32Array;

  constructor(layout: Layout) {
    this.cells = new Int32Array(layout.size);
    this.columns = new Columns(layout, this.cells);
    this.tasks = layout.tasks.map((area) => new Area(layout, area));
    this.words = this.columns.words + this.tasks.length;
    this.packed = new Int32Array(this.words);
    this.areas = this.packed.subarray(this.columns.words);
    this.nearAreas = new Int32Array(this.tasks.length).fill(-1);
  }

  /** Memory of the tables. */
  get bytes(): number {
    return this.tasks.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The cells of columns that differ between the visited state and the one packed last: the first `changes` of these. */
  get changed(): Int32Array {
    return this.columns.changed;
  }

  get changes(): number {
    return this.columns.changes;
  }

  /** Visits the state whose words start at `words[from]`. */
  visit(words: Int32Array, from: number): void {
    this.columns.visit(words, from);
    for (let task = 0; task < this.tasks.length; task++) {
      const content = words[from + this.columns.words + task]!;
      if (content === this.nearAreas[task]) continue;
      this.nearAreas[task] = content;
      this.tasks[task]!.unpack(content, this.cells);
    }
  }

  /**
   * The words of a state, valid until the next call; `mover` is the task whose step led here from the visited state, -1 or ANY_TASK. Another task's
   * area can only have changed if the step started it, which shows in its pc (Engine, law 8). Throws if a cell is outside its range: a
   * bug of the front end.
   */
  pack(cells: Int32Array, mover: number): Int32Array {
    this.columns.pack(cells, this.packed);
    for (let task = 0; task < this.tasks.length; task++) {
      const area = this.tasks[task]!;
      const near = this.nearAreas[task]!;
      const same = near >= 0 && task !== mover && mover !== ANY_TASK && cells[area.base] === this.cells[area.base];
      this.areas[task] = same ? near : area.contentOf(cells);
    }
    return this.packed;
  }

  /** Writes the cells of the state whose words start at `words[from]`. */
  unpack(words: Int32Array, from: number, cells: Int32Array): void {
    this.columns.unpack(words, from, cells);
    for (let task = 0; task < this.tasks.length; task++) this.tasks[task]!.unpack(words[from + this.columns.words + task]!, cells);
  }
}
