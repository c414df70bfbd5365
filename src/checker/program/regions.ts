import type { BlockId, Fn } from '../../lang/ir.js';
import { boundaryOf } from './points.js';
import { targets } from './walk.js';

/** How a function's blocks fall into regions: trees of blocks, each entered at its root only. */
export interface Regions {
  /** Blocks that begin a region. */
  readonly roots: ReadonlySet<BlockId>;
  /** Roots that some block reaches by an edge that closes a loop. */
  readonly loops: ReadonlySet<BlockId>;
  /** Whether the edge closes a loop. */
  closesLoop(from: BlockId, to: BlockId): boolean;
}

/**
 * A region begins at the entry, after a call, where edges join, where a loop closes, and, if boundaries count, at a control point.
 * Unreachable blocks belong to none.
 */
export function regionsOf(fn: Fn, boundaries: boolean): Regions {
  const { edges, back } = explore(fn);
  const incoming = fn.blocks.map(() => 0);
  const roots = new Set<BlockId>([fn.entry]);
  for (const { from, to } of edges) {
    incoming[to] = (incoming[to] ?? 0) + 1;
    if ((incoming[to] ?? 0) > 1 || fn.blocks[from]?.end.kind === 'call') roots.add(to);
  }
  for (const { to } of back) roots.add(to);
  if (boundaries) fn.blocks.forEach((block, at) => boundaryOf(block) !== null && roots.add(at));
  return {
    roots,
    loops: new Set(back.map(({ to }) => to)),
    closesLoop: (from, to) => back.some((edge) => edge.from === from && edge.to === to),
  };
}

interface Edge {
  readonly from: BlockId;
  readonly to: BlockId;
}

/** All edges that can be reached from the entry, and those among them that go back to a block on the depth-first path. */
function explore(fn: Fn): { edges: Edge[]; back: Edge[] } {
  const edges: Edge[] = [];
  const back: Edge[] = [];
  const mark = fn.blocks.map((): 'new' | 'open' | 'done' => 'new');
  const visit = (from: BlockId): void => {
    mark[from] = 'open';
    const block = fn.blocks[from];
    for (const to of block ? targets(block.end) : []) {
      edges.push({ from, to });
      if (mark[to] === 'open') back.push({ from, to });
      if (mark[to] === 'new') visit(to);
    }
    mark[from] = 'done';
  };
  visit(fn.entry);
  return { edges, back };
}
