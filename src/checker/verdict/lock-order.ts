import type { LockClassId } from '../../lang/ir.js';

/** A lock of class `to` was taken while one of class `from` was held. */
export interface Edge {
  readonly from: LockClassId;
  readonly to: LockClassId;
}

/**
 * The cycles that a lock order has: of each set of classes that are all before each other, the shortest cycle (of several, the one
 * through the lowest classes), as its edges in order, beginning at its lowest class. Ascending by that.
 */
export function lockCycles<E extends Edge>(edges: readonly E[]): E[][] {
  const sorted = edges.toSorted((a, b) => a.from - b.from || a.to - b.to);
  const classes = [...new Set(sorted.map(({ from }) => from))];
  const cycles = classes.flatMap((start) => {
    const cycle = shortestPath(sorted, start, start);
    return cycle === null ? [] : [cycle];
  });
  const best = new Map<LockClassId, E[]>();
  for (const cycle of cycles) {
    const group = lowestOfGroup(sorted, cycle[0]!.from);
    const known = best.get(group);
    if (known === undefined || cycle.length < known.length) best.set(group, cycle);
  }
  return [...best.values()];
}

/** The lowest class that is both before and after this one; itself if there is no other. */
function lowestOfGroup(edges: readonly Edge[], of: LockClassId): LockClassId {
  const others = edges.map(({ from }) => from).filter((from) => shortestPath(edges, of, from) !== null && shortestPath(edges, from, of) !== null);
  return Math.min(of, ...others);
}

/** The edges of a shortest path of at least one edge, breadth-first in the order of the edges. */
function shortestPath<E extends Edge>(edges: readonly E[], start: LockClassId, goal: LockClassId): E[] | null {
  const paths: E[][] = edges.filter(({ from }) => from === start).map((edge) => [edge]);
  const seen = new Set<LockClassId>();
  for (const path of paths) {
    const end = path.at(-1)!.to;
    if (end === goal) return path;
    if (seen.has(end)) continue;
    seen.add(end);
    paths.push(...edges.filter(({ from }) => from === end).map((edge) => [...path, edge]));
  }
  return null;
}
