import type { Column, FnId, LocalId, Program, Range } from '../../lang/ir.js';
import type { CallGraph } from '../program/callgraph.js';
import type { ProgramPoints } from '../program/points.js';
import type { State } from '../state.js';

/**
 * How the states of a program lie in an Int32Array. First the cells of all columns in order, row-major; then an area for each task:
 *
 *     cell 0        pc: 0 for an empty stack, else the code of the block where the top frame stands (ProgramPoints)
 *     offset(f)     return code of f's frame: 0 for the bottom frame, else 1 + index among the call sites of f
 *     offset(f)+1+l local l of f
 *
 * The call graph is acyclic and a function is on a stack at most once, so offset(f) is fixed: past the frames of all callers.
 * Functions that are never on a stack together share cells. Cells of frames that are not on the stack are 0.
 */
export interface Layout {
  readonly program: Program;
  readonly points: ProgramPoints;
  readonly calls: CallGraph;
  /** Cells of a state. */
  readonly size: number;
  /** First cell of each column. */
  readonly columns: readonly number[];
  /** Area of each task. */
  readonly tasks: readonly TaskArea[];
  /** Offset in a task's area of each function's frame. */
  readonly frames: readonly number[];
  /** The same for the stack that init runs on, which is no part of a state, and the size of its area. */
  readonly setup: { readonly frames: readonly number[]; readonly size: number };
  /** What a stored state may have in each cell: the union of what is laid there. */
  readonly ranges: readonly Range[];
  /** Cells of a state. Throws if a frame cannot be where it is. */
  encode(state: State): Int32Array;
  /** The state that `encode` turns into these cells. */
  decode(cells: Int32Array): State;
}

/** The cells of a task. */
export interface TaskArea {
  readonly base: number;
  readonly size: number;
  /** Functions that may be on its stack. */
  readonly fns: ReadonlySet<FnId>;
}

/** First cell of a local, relative to its task's area. */
export function localOffset(frames: readonly number[], fn: FnId, local: LocalId): number {
  return (frames[fn] ?? 0) + 1 + local;
}

/** Cells of a column. */
export function cellCount(column: Column): number {
  return column.dims.reduce((product, dim) => product * dim, 1);
}
