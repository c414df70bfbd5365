import type { BlockId, FnId } from '../../lang/ir.js';
import type { Layout } from './layout.js';

/** A frame found on a stack. */
export interface ActiveFrame {
  readonly fn: FnId;
  /** Of the top frame: where it stands. Of a suspended caller: the block whose terminator is the call. */
  readonly block: BlockId;
  /** Cell of its return code; local l is at 1 + l past it. */
  readonly cell: number;
}

/** The frames on the stack whose area starts at `base`, top frame first. `frames` are the offsets that hold in that area. */
export function activeFrames(layout: Layout, cells: Int32Array, base: number, frames: readonly number[] = layout.frames): ActiveFrame[] {
  const { points } = layout;
  const found: ActiveFrame[] = [];
  const top = points.points[cells[base] ?? 0];
  let at: { fn: FnId; block: BlockId } | null | undefined = top;
  while (at) {
    const cell = base + (frames[at.fn] ?? 0);
    found.push({ fn: at.fn, block: at.block, cell });
    const code = cells[cell] ?? 0;
    const site = code === 0 ? null : points.sites[at.fn]?.[code - 1];
    if (site === undefined) throw new Error(`return code ${code} at cell ${cell} is none of function ${at.fn}`);
    at = site && { fn: site.caller, block: site.block };
  }
  return found;
}

/** Whether a function is on the stack whose area starts at `base`. */
export function isActive(layout: Layout, cells: Int32Array, base: number, fn: FnId): boolean {
  return activeFrames(layout, cells, base).some((frame) => frame.fn === fn);
}
