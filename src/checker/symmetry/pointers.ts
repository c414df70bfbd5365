import type { StructId } from '../../lang/ir.js';
import { cellCount, type Layout } from '../layout/layout.js';

/** Cells, or offsets in a task's area, and the structs that they point to objects of. */
export interface Pointers {
  readonly cells: Int32Array;
  readonly structs: Int32Array;
}

export type Found = readonly [cell: number, struct: StructId];

export function pack(found: readonly Found[]): Pointers {
  return { cells: Int32Array.from(found, ([cell]) => cell), structs: Int32Array.from(found, ([, struct]) => struct) };
}

/**
 * The pointer cells of columns that may lead to objects of pools, by the pool and object that they lie in (`0 1` is object 1 of pool 0); those
 * that lie in none under ''. `poolOf` and `objectOf` tell both by struct and number, -1 being none.
 */
export function pointersByOwner({ program, columns }: Layout, poolOf: readonly Int32Array[], objectOf: readonly Int32Array[]): ReadonlyMap<string, Found[]> {
  const owned = new Map<string, Found[]>();
  for (const column of program.columns) {
    const { type, struct, dims } = column;
    if (type.kind !== 'pointer' || !poolOf[type.struct]!.some((pool) => pool >= 0)) continue;
    const stride = cellCount(column) / (dims[0] ?? 1);
    for (let at = 0; at < cellCount(column); at++) {
      const number = 1 + Math.floor(at / stride);
      const pool = struct === null ? -1 : poolOf[struct]![number]!;
      const owner = pool < 0 ? '' : `${pool} ${objectOf[struct!]![number]!}`;
      owned.set(owner, [...(owned.get(owner) ?? []), [columns[column.id]! + at, type.struct]]);
    }
  }
  return owned;
}
