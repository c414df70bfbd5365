/** Removes what the lowering leaves behind: unreachable blocks, empty jumps, blocks with one way in. */
import type { DraftBlock, DraftFn } from '../lower/builder.js';
import { retarget, successors } from './graph.js';

/** The entry is block 0 before and after. */
export function simplify(fn: DraftFn): void {
  threadJumps(fn);
  removeUnreachable(fn);
  mergeChains(fn);
  removeUnreachable(fn);
}

function isEmptyJump(block: DraftBlock | undefined): block is DraftBlock & { end: { kind: 'jump'; to: number } } {
  return block !== undefined && block.instrs.length === 0 && block.end?.kind === 'jump';
}

function threadJumps(fn: DraftFn): void {
  const final = (start: number): number => {
    let at = start;
    for (let hops = 0; hops < fn.blocks.length; hops++) {
      const block = fn.blocks[at];
      if (!isEmptyJump(block)) return at;
      at = block.end.to;
    }
    return start;
  };
  for (const block of fn.blocks) {
    if (block.end) block.end = retarget(block.end, final);
    if (block.end?.kind === 'branch' && block.end.then === block.end.else) block.end = { kind: 'jump', to: block.end.then };
  }
}

/** Needs every block to be reachable. A block whose only way in is a jump becomes the tail of the one that jumps, unless it starts a step. */
function mergeChains(fn: DraftFn): void {
  const entries = countEntries(fn);
  for (const [index, block] of fn.blocks.entries()) {
    while (block.end?.kind === 'jump') {
      const { to } = block.end;
      const next = fn.blocks[to];
      if (!next || to === index || to === 0 || entries[to] !== 1 || startsStep(next)) break;
      block.instrs = [...block.instrs, ...next.instrs];
      block.end = next.end;
      next.instrs = [];
      next.end = { kind: 'exit' };
      entries[to] = 0;
    }
  }
}

export function startsStep(block: DraftBlock): boolean {
  const [first] = block.instrs;
  return first?.kind === 'access' && first.boundary;
}

function countEntries(fn: DraftFn): number[] {
  const counts = fn.blocks.map(() => 0);
  counts[0] = 1;
  for (const block of fn.blocks) {
    for (const to of successors(block.end)) counts[to] = (counts[to] ?? 0) + 1;
  }
  return counts;
}

function reach(fn: DraftFn): Set<number> {
  const seen = new Set<number>([0]);
  const queue = [0];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const to of successors(fn.blocks[at]?.end ?? null)) {
      if (!seen.has(to)) queue.push(to);
      seen.add(to);
    }
  }
  return seen;
}

function removeUnreachable(fn: DraftFn): void {
  const kept = [...reach(fn)].sort((a, b) => a - b);
  const renamed = new Map(kept.map((old, index) => [old, index]));
  const blocks = kept.map((old) => fn.blocks[old]).filter((b) => b !== undefined);
  fn.blocks.splice(0, fn.blocks.length, ...blocks);
  for (const block of fn.blocks) if (block.end) block.end = retarget(block.end, (to) => renamed.get(to) ?? 0);
}
