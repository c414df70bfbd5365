import type { Engine, Sink } from '../engine.js';
import type { Move } from './exploration.js';

/**
 * What a search expands states with. Between a state and one that it tells with `state` there may be others that are only passed. Calls of
 * `state`, `passed` and `report` of one expansion are numbered from 0. It tells the same for the same cells, in the same order.
 */
export interface Expander {
  initials(sink: ExpanderSink): void;
  successors(cells: Int32Array, sink: ExpanderSink): void;
  /** During a call: the state that the move leaves (none while initial states are told). */
  readonly from: Int32Array;
  /** During a call: the number of the `passed` call for the state that the move leaves; -1 if it leaves the expanded state itself. */
  readonly departure: number;
  /** During a call about this move: the moves from the state that is expanded up to it. */
  movesTo(task: number, choices: readonly number[]): Move[];
}

export interface ExpanderSink extends Sink {
  /** A move led to a state that is not to be stored: its successors are told next. */
  passed(task: number, choices: readonly number[], cells: Int32Array): void;
}

/** Every transition of every task: no state is passed. */
export class PlainExpander implements Expander {
  readonly departure = -1;
  from: Int32Array;

  constructor(private readonly engine: Engine) {
    this.from = new Int32Array(engine.layout.size);
  }

  initials(sink: ExpanderSink): void {
    this.engine.initials(sink);
  }

  successors(cells: Int32Array, sink: ExpanderSink): void {
    this.from = cells;
    this.engine.successors(cells, sink);
  }

  movesTo(task: number, choices: readonly number[]): Move[] {
    return [{ task, choices: [...choices] }];
  }
}
