import type { FnId } from '../../lang/ir.js';
import { localOffset, type Layout, type TaskArea } from './layout.js';

/**
 * By code of a control point: the cells of a task's area that can be other than 0 while it stands there, ascending, its pc first. Null for
 * codes of functions that it does not run. Code 0 is the empty stack.
 */
export function liveCells(layout: Layout, { base, fns }: TaskArea): readonly (readonly number[] | null)[] {
  const { points, frames, program } = layout;
  const cellsOf = (fn: FnId, locals: readonly number[]): number[] => locals.map((local) => base + localOffset(frames, fn, local));
  const known = new Map<FnId, ReadonlySet<number>>();
  /** What a frame of the function and those below it keep, apart from its own locals, whoever has called it. */
  const kept = (fn: FnId): ReadonlySet<number> => {
    const found = known.get(fn) ?? new Set([base + (frames[fn] ?? 0), ...(points.sites[fn] ?? []).filter(({ caller }) => fns.has(caller))
      .flatMap(({ caller, call }) => [...cellsOf(caller, call.live), ...kept(caller)])]);
    known.set(fn, found);
    return found;
  };
  return points.points.slice(0, points.controlPoints + 1).map((point) => {
    if (point === null) return [base];
    if (!fns.has(point.fn)) return null;
    const live = program.fns[point.fn]?.blocks[point.block]?.live ?? [];
    return [base, ...[...new Set([...kept(point.fn), ...cellsOf(point.fn, live)])].sort((a, b) => a - b)];
  });
}
