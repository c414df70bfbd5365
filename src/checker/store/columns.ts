import type { Layout } from '../layout/layout.js';
import { outside, packingOf, type Packing } from '../layout/packing.js';

/**
 * Packs the columns of states that differ little from one another: of a state it looks only for the cells that are not those of the
 * state that was visited last, and only those cost work.
 */
export class Columns {
  readonly words: number;
  /** The cells that differed in the state packed last: the first `changes` of these. */
  readonly changed: Int32Array;
  changes = 0;
  private readonly packing: Packing;
  private readonly end: number;
  /** By cell. Of a cell that has only one value, span is 0. */
  private readonly word: Int32Array;
  private readonly shift: Int32Array;
  private readonly lo: Int32Array;
  private readonly span: Uint32Array;
  private readonly mask: Int32Array;
  /** The words of the state that was visited last. */
  private readonly near: Int32Array;
  /** The cells of each word: from starts[word] up to starts[word + 1] in `ofWord`. */
  private readonly ofWord: Int32Array;
  private readonly starts: Int32Array;

  /** @param cells the cells of the state that was visited last; the columns' part of it belongs to this object */
  constructor(private readonly layout: Layout, private readonly cells: Int32Array) {
    this.end = layout.tasks[0]?.base ?? layout.size;
    const ranges = layout.ranges.slice(0, this.end);
    this.packing = packingOf(ranges);
    const { words, fields } = this.packing;
    this.words = words;
    this.changed = new Int32Array(this.end);
    this.near = new Int32Array(words);
    [this.word, this.shift] = [new Int32Array(this.end), new Int32Array(this.end)];
    this.lo = Int32Array.from(ranges, ({ lo }) => lo);
    this.span = Uint32Array.from(ranges, ({ lo, hi }) => hi - lo);
    this.mask = new Int32Array(this.end);
    for (const { cell, word, shift, width } of fields) {
      this.word[cell] = word;
      this.shift[cell] = shift;
      this.mask[cell] = -1 >>> (32 - width);
    }
    const byWord = Array.from({ length: words }, (_, word) => fields.filter((field) => field.word === word).map(({ cell }) => cell));
    this.ofWord = Int32Array.from(byWord.flat());
    this.starts = Int32Array.from([0, ...byWord.map((_, word) => byWord.slice(0, word + 1).flat().length)]);
    cells.set(this.lo);
  }

  /** Makes the state whose words start at `words[from]` the one that others are compared with. */
  visit(words: Int32Array, from: number): void {
    for (let word = 0; word < this.words; word++) {
      const packed = words[from + word]!;
      if (packed === this.near[word]) continue;
      this.near[word] = packed;
      this.unpackWord(word, packed, this.cells);
    }
  }

  /** Writes the words of a state at `into[0..]`. Throws if a cell is outside its range: a bug of the front end. */
  pack(cells: Int32Array, into: Int32Array): void {
    const { near, cells: old, end } = this;
    for (let word = 0; word < near.length; word++) into[word] = near[word]!;
    this.changes = 0;
    let cell = 0;
    for (; cell + 4 <= end; cell += 4) {
      const differ = (cells[cell]! ^ old[cell]!) | (cells[cell + 1]! ^ old[cell + 1]!) | (cells[cell + 2]! ^ old[cell + 2]!) | (cells[cell + 3]! ^ old[cell + 3]!);
      if (differ !== 0) this.changeAmong(cell, cell + 4, cells, into);
    }
    this.changeAmong(cell, end, cells, into);
  }

  /** Writes the cells of the state whose words start at `words[from]`. */
  unpack(words: Int32Array, from: number, cells: Int32Array): void {
    for (const { cell, value } of this.packing.constants) cells[cell] = value;
    for (let word = 0; word < this.words; word++) this.unpackWord(word, words[from + word]!, cells);
  }

  private changeAmong(from: number, end: number, cells: Int32Array, into: Int32Array): void {
    for (let cell = from; cell < end; cell++) if (cells[cell] !== this.cells[cell]) this.change(cell, cells, into);
  }

  /** A word is the sum of its fields, each shifted to its place, modulo 2 to the power 32: a field that changes by d changes it by d, shifted. */
  private change(cell: number, cells: Int32Array, into: Int32Array): void {
    const value = cells[cell]!;
    if ((value - this.lo[cell]!) >>> 0 > this.span[cell]!) throw outside(this.layout, cells);
    const word = this.word[cell]!;
    into[word] = into[word]! + ((value - this.cells[cell]!) << this.shift[cell]!);
    this.changed[this.changes++] = cell;
  }

  private unpackWord(word: number, packed: number, cells: Int32Array): void {
    for (let at = this.starts[word]!; at < this.starts[word + 1]!; at++) {
      const cell = this.ofWord[at]!;
      cells[cell] = ((packed >>> this.shift[cell]!) & this.mask[cell]!) + this.lo[cell]!;
    }
  }
}
