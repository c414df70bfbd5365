import { cellCount, type Layout } from '../layout/layout.js';
import type { Findings } from './findings.js';
import type { Space } from './spaces.js';
import { symmetricPools } from './survey.js';

/** Symmetric pools whose free slots are all alike when exploration starts: no alloc has to choose between them. Frees leave them so. */
export function cleanPools(layout: Layout, findings: Findings, initials: readonly Int32Array[]): Space[] {
  return symmetricPools(findings).filter((pool) => {
    const clean = initials.every((cells) => new Set(freeSlots(layout, findings, pool, cells)).size <= 1);
    findings.site = null;
    if (!clean) findings.refuse(pool, 'its free slots hold different values at the start');
    return clean;
  });
}

/** What the free slots of a pool hold, as text. */
function freeSlots({ program, columns }: Layout, { spaces }: Findings, pool: Space, cells: Int32Array): string[] {
  const { heap, life } = program.structs[pool]!;
  const slots = Array.from({ length: heap }, (_, at) => at + 1).filter((one) => cells[columns[life]! + one - 1] === 0);
  return slots.map((one) => spaces.partsOf(pool).map(({ struct, shift }) =>
    program.columns.filter((column) => column.struct === struct).map((column) => {
      const stride = cellCount(column) / column.dims[0]!;
      const start = columns[column.id]! + (one + shift - 1) * stride;
      return cells.subarray(start, start + stride).join();
    }).join(';')).join(';'));
}

/**
 * Groups of two or more tasks of a set that may be swapped for each other: every initial state becomes an initial state by it.
 * @param swapped a state with two tasks swapped, its objects numbered; not swapped if they are the same
 */
export function interchangeable(set: readonly number[], initials: readonly Int32Array[], swapped: (cells: Int32Array, a: number, b: number) => Int32Array): number[][] {
  const groups: number[][] = [];
  const [any] = set;
  if (any === undefined || set.length < 2) return [];
  const known = new Set(initials.map((cells) => swapped(cells, any, any).join()));
  for (const task of set) {
    const group = groups.find(([first]) => initials.every((cells) => known.has(swapped(cells, first!, task).join())));
    if (group) group.push(task);
    else groups.push([task]);
  }
  return groups.filter((group) => group.length > 1);
}
