import { compilePacker } from '../codegen/packer.js';
import type { Layout, TaskArea } from '../layout/layout.js';
import { packingOf, type Packer } from '../layout/packing.js';
import { StateStore } from './store.js';

/** A task's area seldom has more than some thousand contents. */
const AREA_SEGMENT_BITS = 10;

/** A task's area, and the contents that it has had: content k is what is stored as k. */
interface Area extends TaskArea {
  readonly packer: Packer;
  readonly contents: StateStore;
  readonly packed: Int32Array;
}

/**
 * Turns a state to words and back: the packed columns, then for each task the number of its area's content in a table of its own. This
 * is tree compression (Laarman, van de Pol, Weber, "Parallel recursive state compression for free", 2011) to depth one, cut where the
 * parts change apart: a step changes few tasks' areas, mostly one, and areas are the larger part of a state.
 */
export class StateCodec {
  readonly words: number;
  /** Of the state packed last: the number of each task's content; ascending from 0 by first use. */
  readonly areas: Int32Array;
  private readonly columns: Packer;
  private readonly tasks: readonly Area[];
  private readonly packed: Int32Array;
  private nearCells: Int32Array | null = null;
  private readonly nearAreas: Int32Array;

  constructor(layout: Layout) {
    const end = layout.tasks[0]?.base ?? layout.size;
    this.columns = compilePacker(layout, packingOf(layout.ranges, 0, end));
    this.tasks = layout.tasks.map((area) => {
      const packer = compilePacker(layout, packingOf(layout.ranges, area.base, area.base + area.size));
      return { ...area, packer, contents: new StateStore(packer.words, AREA_SEGMENT_BITS), packed: new Int32Array(packer.words) };
    });
    this.words = this.columns.words + this.tasks.length;
    this.packed = new Int32Array(this.words);
    this.areas = this.packed.subarray(this.columns.words);
    this.nearAreas = new Int32Array(this.tasks.length);
  }

  /** Memory of the tables. */
  get bytes(): number {
    return this.tasks.reduce((sum, { contents }) => sum + contents.bytes, 0);
  }

  /** Tells that the states to come are successors of the one with these words, so that most of their areas are its. */
  near(words: Int32Array, from: number, cells: Int32Array): void {
    this.nearCells = cells;
    for (let task = 0; task < this.tasks.length; task++) this.nearAreas[task] = words[from + this.columns.words + task]!;
  }

  /**
   * The words of a state, valid until the next call; `mover` is the task whose step led here from the near state, or -1. Another task's
   * area can only have changed if the step started it, which shows in its pc (Engine, law 8). Throws if a cell is outside its range: a
   * bug of the front end.
   */
  pack(cells: Int32Array, mover: number): Int32Array {
    this.columns.pack(cells, this.packed);
    const { nearCells } = this;
    for (let task = 0; task < this.tasks.length; task++) {
      const area = this.tasks[task]!;
      const same = nearCells !== null && task !== mover && cells[area.base] === nearCells[area.base];
      this.areas[task] = same ? this.nearAreas[task]! : contentOf(area, cells);
    }
    return this.packed;
  }

  /** Writes the cells of the state whose words start at `words[from]`. */
  unpack(words: Int32Array, from: number, cells: Int32Array): void {
    this.columns.unpack(words, from, cells);
    for (let task = 0; task < this.tasks.length; task++) {
      const { packer, contents } = this.tasks[task]!;
      const content = words[from + this.columns.words + task]!;
      packer.unpack(contents.segment(content), contents.offset(content), cells);
    }
  }
}

function contentOf({ packer, contents, packed }: Area, cells: Int32Array): number {
  packer.pack(cells, packed);
  const content = contents.insert(packed, 0, 0);
  return content < 0 ? ~content : content;
}
