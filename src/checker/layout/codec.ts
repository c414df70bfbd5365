import { codeOf } from '../program/points.js';
import type { FrameState, State } from '../state.js';
import { activeFrames } from './frames.js';
import { cellCount, type Layout, type TaskArea } from './layout.js';

/** See Layout.encode. */
export function encode(layout: Layout, state: State): Int32Array {
  const cells = new Int32Array(layout.size);
  for (const column of layout.program.columns) {
    const values = state.mem[column.name];
    if (!values || values.length !== cellCount(column)) throw new Error(`the state has no ${cellCount(column)} cells of ${column.name}`);
    cells.set(values, layout.columns[column.id] ?? 0);
  }
  layout.tasks.forEach((area, task) => encodeStack(layout, cells, area, state.stacks[task] ?? []));
  return cells;
}

function encodeStack(layout: Layout, cells: Int32Array, area: TaskArea, stack: readonly FrameState[]): void {
  const top = stack.at(-1);
  if (!top) return;
  cells[area.base] = codeOf(layout.points, top.fn, top.block);
  stack.forEach((frame, depth) => {
    if (!area.fns.has(frame.fn)) throw new Error(`function ${frame.fn} cannot be on the stack of this task`);
    const cell = area.base + (layout.frames[frame.fn] ?? 0);
    cells[cell] = returnCode(layout, stack[depth - 1]);
    cells.set(frame.locals, cell + 1);
  });
}

function returnCode(layout: Layout, caller: FrameState | undefined): number {
  if (!caller) return 0;
  const code = layout.points.returnCodes[caller.fn]?.[caller.block] ?? 0;
  if (code === 0) throw new Error(`block ${caller.block} of function ${caller.fn} is no call`);
  return code;
}

/** See Layout.decode. */
export function decode(layout: Layout, cells: Int32Array): State {
  const mem: Record<string, readonly number[]> = {};
  for (const column of layout.program.columns) {
    const base = layout.columns[column.id] ?? 0;
    mem[column.name] = Array.from(cells.subarray(base, base + cellCount(column)));
  }
  return { mem, stacks: layout.tasks.map((area) => decodeStack(layout, cells, area)) };
}

function decodeStack(layout: Layout, cells: Int32Array, area: TaskArea): FrameState[] {
  return activeFrames(layout, cells, area.base).reverse().map(({ fn, block, cell }) => {
    const count = layout.program.fns[fn]?.locals.length ?? 0;
    return { fn, block, locals: Array.from(cells.subarray(cell + 1, cell + 1 + count)) };
  });
}
