import type { FnId, StructId } from '../../lang/ir.js';
import { partsOf, type Part } from '../program/parts.js';
import { cellCount, localOffset, type Layout } from './layout.js';

/** A run of cells that may point to one part of an object. */
interface PointerCells {
  readonly start: number;
  readonly end: number;
  /** The value that points to object o is o + shift. */
  readonly shift: number;
}

interface Pointers {
  readonly columns: readonly PointerCells[];
  /** By function: cells relative to the task's area, in the task layout and in that of setup. */
  readonly locals: readonly (readonly PointerCells[])[];
  readonly setupLocals: readonly (readonly PointerCells[])[];
}

/** Finds who points to an object, and which functions are on a stack, without allocating. */
export class Stacks {
  private readonly pointers: readonly Pointers[];
  private readonly fnOfCode: Int32Array;
  /** By function, then return code: the caller, or -1. */
  private readonly callers: readonly Int32Array[];

  constructor(private readonly layout: Layout) {
    const parts = partsOf(layout.program);
    this.pointers = parts.map((of) => pointersTo(layout, of));
    this.fnOfCode = Int32Array.from(layout.points.points, (point) => point?.fn ?? -1);
    this.callers = layout.points.sites.map((sites) => Int32Array.of(-1, ...sites.map((site) => site.caller)));
  }

  /** Whether some pointer, in memory or in a local of a frame on a stack, points to the object or to what is embedded in it. */
  referenced(cells: Int32Array, struct: StructId, object: number): boolean {
    const pointers = this.pointers[struct];
    if (!pointers) return false;
    if (anyPoints(cells, 0, pointers.columns, object)) return true;
    for (const { base } of this.layout.tasks) {
      if (this.stackPoints(cells, base, this.layout.frames, pointers.locals, object)) return true;
    }
    const { size, setup } = this.layout;
    return cells.length > size && this.stackPoints(cells, size, setup.frames, pointers.setupLocals, object);
  }

  /** Whether the function is on the task's stack. */
  active(cells: Int32Array, task: number, fn: FnId): boolean {
    const base = this.layout.tasks[task]?.base ?? -1;
    let at = this.fnOfCode[cells[base] ?? 0] ?? -1;
    while (at >= 0 && at !== fn) at = this.callerOf(cells, base, at, this.layout.frames);
    return at === fn;
  }

  private callerOf(cells: Int32Array, base: number, fn: FnId, frames: readonly number[]): FnId {
    return this.callers[fn]?.[cells[base + (frames[fn] ?? 0)] ?? 0] ?? -1;
  }

  private stackPoints(cells: Int32Array, base: number, frames: readonly number[], locals: Pointers['locals'], object: number): boolean {
    let fn = this.fnOfCode[cells[base] ?? 0] ?? -1;
    while (fn >= 0) {
      if (anyPoints(cells, base, locals[fn] ?? [], object)) return true;
      fn = this.callerOf(cells, base, fn, frames);
    }
    return false;
  }
}

function anyPoints(cells: Int32Array, base: number, pointers: readonly PointerCells[], object: number): boolean {
  for (const { start, end, shift } of pointers) {
    for (let cell = base + start; cell < base + end; cell++) if (cells[cell] === object + shift) return true;
  }
  return false;
}

function pointersTo(layout: Layout, parts: readonly Part[]): Pointers {
  const { program } = layout;
  const locals = (frames: readonly number[]) =>
    program.fns.map((fn) =>
      parts.flatMap(({ struct, shift }) =>
        fn.locals.flatMap(({ type }, local) => {
          const start = localOffset(frames, fn.id, local);
          return type.kind === 'pointer' && type.struct === struct ? [{ start, end: start + 1, shift }] : [];
        }),
      ),
    );
  const columns = parts.flatMap(({ struct, shift }) =>
    program.columns
      .filter(({ type }) => type.kind === 'pointer' && type.struct === struct)
      .map((column) => {
        const start = layout.columns[column.id] ?? 0;
        return { start, end: start + cellCount(column), shift };
      }),
  );
  return { columns, locals: locals(layout.frames), setupLocals: locals(layout.setup.frames) };
}
