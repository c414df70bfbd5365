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

/** The error for a state with a cell outside its range. */
export function outside(layout: Layout, cells: Int32Array): Error {
  const cell = layout.ranges.findIndex(({ lo, hi }, at) => (cells[at] ?? lo) < lo || (cells[at] ?? lo) > hi);
  const { lo, hi } = layout.ranges[cell] ?? { lo: 0, hi: 0 };
  return new Error(`${cellName(layout, cell)} is ${cells[cell]}, outside its range ${lo} .. ${hi}: the front end let it through`);
}
