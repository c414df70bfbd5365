/** The memory of a scene after any of its steps. Imports nothing that runs: a page in a browser does this too. */
import type { SceneColumn, SceneDocument } from './scene.js';

/** Number of cells of a column. */
export function sizeOf({ dims }: Pick<SceneColumn, 'dims'>): number {
  return dims.reduce((product, size) => product * size, 1);
}

/** Where each of several neighbours begins that are so long. */
export function firstOf(lengths: readonly number[]): number[] {
  let sum = 0;
  return lengths.map((length) => (sum += length) - length);
}

/** The value of every cell after so many steps; 0: at the start. */
export function memoryAfter({ columns, start, steps }: SceneDocument, step: number): number[] {
  const memory = columns.flatMap((column) => Array.from({ length: sizeOf(column) }, () => column.initial));
  for (const writes of [start, ...steps.slice(0, step)]) {
    for (let at = 0; at < writes.length; at += 2) memory[writes[at]!] = writes[at + 1]!;
  }
  return memory;
}
