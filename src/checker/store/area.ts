import { cellName } from '../layout/frames.js';
import type { Layout, TaskArea } from '../layout/layout.js';
import { liveCells } from '../layout/live.js';
import { outside, packingOf } from '../layout/packing.js';
import { StateStore } from './store.js';

/** A task's area seldom has more than some thousand contents. */
const AREA_SEGMENT_BITS = 10;

/** How a field is written in a plan: six numbers. */
const CELL = 0;
const WORD = 1;
const SHIFT = 2;
const MASK = 3;
const LO = 4;
const SPAN = 5;
const FIELD = 6;

/**
 * A task's area, and the contents that it has had, by number. Where the task stands tells which cells can be other than 0 (liveCells), and
 * only those are packed: by its plan, which begins with the pc, in the same bits for all.
 */
export class Area {
  /** The cell of the pc. */
  readonly base: number;
  private readonly end: number;
  /** By code of a control point. */
  private readonly plans: readonly (Int32Array | null)[];
  /** The bits of the pc. */
  private readonly pcMask: number;
  private readonly contents: StateStore;
  private readonly packed: Int32Array;

  constructor(private readonly layout: Layout, area: TaskArea) {
    this.base = area.base;
    this.end = area.base + area.size;
    const packings = liveCells(layout, area).map((cells) => cells && { cells, ...packingOf(cells.map((cell) => layout.ranges[cell]!)) });
    this.plans = packings.map((packing) => packing && Int32Array.from(packing.fields.flatMap(({ cell, word, shift, width, lo, hi }) =>
      [packing.cells[cell]!, word, shift, -1 >>> (32 - width), lo, hi - lo])));
    this.pcMask = this.plans[0]?.[MASK] ?? 0;
    const words = Math.max(1, ...packings.map((packing) => packing?.words ?? 0));
    this.contents = new StateStore(words, AREA_SEGMENT_BITS);
    this.packed = new Int32Array(words);
  }

  /** Memory of the table. */
  get bytes(): number {
    return this.contents.bytes;
  }

  /** The number of the area's content: from 0, by first use. Throws if a cell is outside its range, or not 0 where nothing is live. */
  contentOf(cells: Int32Array): number {
    const plan = this.planAt(cells[this.base]!, cells);
    const { packed } = this;
    for (let word = 0; word < packed.length; word++) packed[word] = 0;
    for (let at = 0; at < plan.length; at += FIELD) {
      const value = cells[plan[at + CELL]!]! - plan[at + LO]!;
      if (value >>> 0 > plan[at + SPAN]! >>> 0) throw outside(this.layout, cells);
      packed[plan[at + WORD]!]! |= value << plan[at + SHIFT]!;
    }
    const content = this.contents.insert(packed, 0, 0);
    if (content < 0) return ~content;
    this.demandZeroes(plan, cells);
    return content;
  }

  /** Writes the cells of the area over those of a state that stands at a control point, or over zeroes. */
  unpack(content: number, cells: Int32Array): void {
    const words = this.contents.segment(content);
    const from = this.contents.offset(content);
    const plan = this.planAt(words[from]! & this.pcMask, cells);
    const before = this.planAt(cells[this.base]!, cells);
    for (let at = CELL; at < before.length; at += FIELD) cells[before[at]!] = 0;
    for (let at = 0; at < plan.length; at += FIELD) {
      cells[plan[at + CELL]!] = ((words[from + plan[at + WORD]!]! >>> plan[at + SHIFT]!) & plan[at + MASK]!) + plan[at + LO]!;
    }
  }

  private planAt(code: number, cells: Int32Array): Int32Array {
    const plan = this.plans[code];
    if (!plan) throw outside(this.layout, cells);
    return plan;
  }

  /** What is not packed has to be 0, or states would be taken for one another. */
  private demandZeroes(plan: Int32Array, cells: Int32Array): void {
    const packed = new Set(plan.filter((_, at) => at % FIELD === CELL));
    for (let cell = this.base; cell < this.end; cell++) {
      if (cells[cell] === 0 || packed.has(cell)) continue;
      const { lo, hi } = this.layout.ranges[cell]!;
      if (cells[cell]! < lo || cells[cell]! > hi) throw outside(this.layout, cells);
      throw new Error(`${cellName(this.layout, cell)} is ${cells[cell]} where nothing reads it: the engine let it through`);
    }
  }
}
