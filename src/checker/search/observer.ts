import type { ReportId } from '../../lang/ir.js';
import type { StateId } from '../store/store.js';
import type { Expander } from './expander.js';

/** A transition that a search meets, or several where states between were passed; `from` is -1 for setup. */
export interface SeenEdge {
  readonly from: StateId;
  readonly task: number;
  /** Scratch. */
  readonly choices: readonly number[];
}

/**
 * Sees a search go: each stored state once and each edge as often as it is met, in order. What is given is scratch, and the expander tells the
 * moves of the edge (movesTo) only during the call. A search that is begun again has another observer.
 */
export interface Observer {
  /** `cells` are those of `to` as it is stored. */
  state(edge: SeenEdge & { readonly to: StateId; readonly isNew: boolean }, cells: Int32Array, expander: Expander): void;
  /** A state on the way of the edge that is told next behind it. */
  passed(task: number, choices: readonly number[], cells: Int32Array, expander: Expander): void;
  report(edge: SeenEdge & { readonly report: ReportId }, expander: Expander): void;
}
