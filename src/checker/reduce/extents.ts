import type { Block, BlockId, FnId, Program } from '../../lang/ir.js';
import { boundaryOf } from '../program/points.js';
import { targets } from '../program/walk.js';

type Place = readonly [FnId, BlockId];

/** What runs in one step: from a block to the next boundaries, through calls, and at a return to every caller: more ways than there are. */
export class Extents {
  /** By function: where its callers go on. */
  private readonly returns: readonly (readonly Place[])[];

  constructor(private readonly program: Program) {
    const returns: Place[][] = program.fns.map(() => []);
    for (const { id, blocks } of program.fns) {
      for (const { end } of blocks) if (end.kind === 'call') returns[end.fn]!.push([id, end.next]);
    }
    this.returns = returns;
  }

  /** Whether some block of the step that starts there is wanted. */
  some(fn: FnId, at: BlockId, wanted: (block: Block) => boolean): boolean {
    const { fns } = this.program;
    const seen = new Set<Block>();
    const queue: Place[] = [[fn, at]];
    for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
      const block = fns[place[0]]!.blocks[place[1]]!;
      if (wanted(block)) return true;
      for (const next of this.following(place[0], block)) {
        const to = fns[next[0]]!.blocks[next[1]]!;
        if (seen.has(to) || boundaryOf(to) !== null) continue;
        seen.add(to);
        queue.push(next);
      }
    }
    return false;
  }

  private following(fn: FnId, { end }: Block): readonly Place[] {
    if (end.kind === 'call' || end.kind === 'become') return [[end.fn, this.program.fns[end.fn]!.entry]];
    return end.kind === 'return' ? this.returns[fn]! : targets(end).map((to) => [fn, to]);
  }
}
