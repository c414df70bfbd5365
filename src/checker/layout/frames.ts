import type { BlockId, FnId } from '../../lang/ir.js';
import { cellCount, localOffset, type Layout } from './layout.js';

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
  let at: Place | null = points.points[cells[base] ?? 0] ?? null;
  while (at) {
    const cell: number = base + (frames[at.fn] ?? 0);
    found.push({ fn: at.fn, block: at.block, cell });
    at = callerOf(layout, at.fn, cells[cell] ?? 0);
  }
  return found;
}

interface Place {
  readonly fn: FnId;
  readonly block: BlockId;
}

function callerOf(layout: Layout, fn: FnId, returnCode: number): Place | null {
  if (returnCode === 0) return null;
  const site = layout.points.sites[fn]?.[returnCode - 1];
  if (!site) throw new Error(`return code ${returnCode} is none of function ${fn}`);
  return { fn: site.caller, block: site.block };
}

/** Whether a function is on the stack whose area starts at `base`. */
export function isActive(layout: Layout, cells: Int32Array, base: number, fn: FnId): boolean {
  return activeFrames(layout, cells, base).some((frame) => frame.fn === fn);
}

/** What a cell holds, for people: `turn[0]`, `T1.pc`, `T1.close_fd#fd`; several names where functions share it. */
export function cellName(layout: Layout, cell: number): string {
  const { program, columns, tasks } = layout;
  const column = program.columns.find(({ id }) => cell >= columns[id]! && cell < columns[id]! + cellCount(program.columns[id]!));
  if (column) return `${column.name}[${cell - columns[column.id]!}]`;
  const task = tasks.findIndex(({ base, size }) => cell >= base && cell < base + size);
  const area = tasks[task];
  if (!area) return `cell ${cell}`;
  const names = cell === area.base ? ['pc'] : [...area.fns].flatMap((fn) => frameCellName(layout, fn, cell - area.base));
  return names.map((name) => `${program.tasks[task]?.name}.${name}`).join(' or ');
}

function frameCellName(layout: Layout, fn: FnId, offset: number): string[] {
  const { name, locals } = layout.program.fns[fn]!;
  const local = offset - localOffset(layout.frames, fn, 0);
  if (local === -1) return [`${name}.ret`];
  return locals[local] ? [`${name}#${locals[local].name}`] : [];
}
