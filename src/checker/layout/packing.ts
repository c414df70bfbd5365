import type { Range } from '../../lang/ir.js';
import { cellName } from './frames.js';
import type { Layout } from './layout.js';

/** A cell's place among the 32-bit words of a packed state: `value - lo` in `width` bits from bit `shift` of `word`. */
export interface Field {
  readonly cell: number;
  readonly word: number;
  readonly shift: number;
  readonly width: number;
  readonly lo: number;
  readonly hi: number;
}

/** How a run of cells is packed to words. Cells that have only one value have no field; `constants` has them. */
export interface Packing {
  readonly words: number;
  readonly fields: readonly Field[];
  readonly constants: readonly { readonly cell: number; readonly value: number }[];
}

/** Fits cells from..to-1, in order, each into the first word that has room for it: no field straddles two words. */
export function packingOf(ranges: readonly Range[], from = 0, to = ranges.length): Packing {
  const used: number[] = [];
  const fields: Field[] = [];
  const constants: { cell: number; value: number }[] = [];
  ranges.slice(from, to).forEach(({ lo, hi }, at) => {
    const cell = from + at;
    const width = bits(hi - lo);
    if (width === 0) {
      constants.push({ cell, value: lo });
      return;
    }
    const word = firstWithRoom(used, width);
    const shift = used[word] ?? 0;
    used[word] = shift + width;
    fields.push({ cell, word, shift, width, lo, hi });
  });
  return { words: used.length, fields, constants };
}

/** Bits that the values 0..max need. */
function bits(max: number): number {
  return max === 0 ? 0 : Math.floor(Math.log2(max)) + 1;
}

function firstWithRoom(used: readonly number[], width: number): number {
  const found = used.findIndex((bitsUsed) => bitsUsed + width <= 32);
  return found < 0 ? used.length : found;
}

/** Turns the cells of a packing to words and back. */
export interface Packer {
  readonly words: number;
  /** Writes the words at `words[0..]`. Throws if a cell is outside its range: a bug of the front end. */
  pack(cells: Int32Array, words: Int32Array): void;
  /** Writes the cells whose words start at `words[from]`. */
  unpack(words: Int32Array, from: number, cells: Int32Array): void;
}

/** The error for a state with a cell outside its range. */
export function outside(layout: Layout, cells: Int32Array): Error {
  const cell = layout.ranges.findIndex(({ lo, hi }, at) => (cells[at] ?? lo) < lo || (cells[at] ?? lo) > hi);
  const { lo, hi } = layout.ranges[cell] ?? { lo: 0, hi: 0 };
  return new Error(`${cellName(layout, cell)} is ${cells[cell]}, outside its range ${lo} .. ${hi}: the front end let it through`);
}

/** The plain form of packing, for comparison with the generated one. */
export function plainPacker(layout: Layout, packing: Packing): Packer {
  return {
    words: packing.words,
    pack(cells, words) {
      words.fill(0, 0, packing.words);
      for (const { cell, word, shift, lo, hi } of packing.fields) {
        const value = cells[cell] ?? 0;
        if (value < lo || value > hi) throw outside(layout, cells);
        words[word] = (words[word] ?? 0) | ((value - lo) << shift);
      }
      if (packing.constants.some(({ cell, value }) => cells[cell] !== value)) throw outside(layout, cells);
    },
    unpack(words, from, cells) {
      for (const { cell, value } of packing.constants) cells[cell] = value;
      for (const { cell, word, shift, width, lo } of packing.fields) {
        const raw = (words[from + word] ?? 0) >>> shift;
        cells[cell] = (width < 32 ? raw & (2 ** width - 1) : raw) + lo;
      }
    },
  };
}
