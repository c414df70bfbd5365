import type { BlockId, FnId } from '../lang/ir.js';

/**
 * A state as the semantics sees it (src/lang/ir.ts, "What executing means"), independent of any layout.
 */
export interface State {
  /** Column name to the values of its cells, flattened row-major. Every column is there. */
  readonly mem: Readonly<Record<string, readonly number[]>>;
  /** For each task its frames; index 0 is the bottom frame, the last one the top. Empty: not started, or ended. */
  readonly stacks: readonly (readonly FrameState[])[];
}

/** A frame on a stack. */
export interface FrameState {
  readonly fn: FnId;
  /** Of the top frame: the block where the task stands. Of a suspended caller: the block whose terminator is the call. */
  readonly block: BlockId;
  /** All locals of the function, in order; dead ones are 0. */
  readonly locals: readonly number[];
}
