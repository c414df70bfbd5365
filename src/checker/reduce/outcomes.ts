import type { LockClassId, ReportId } from '../../lang/ir.js';
import type { Engine, StepSink } from '../engine.js';

/** An acquire with other locks held, as a sink is told it. */
export interface Acquired {
  readonly task: number;
  readonly lockClass: LockClassId;
  readonly held: readonly LockClassId[];
}

/** One transition of a task, with all that it touches; or, with `report`, the path into one. */
export interface Outcome {
  readonly choices: readonly number[];
  /** The state after it; null where it ends in a report. */
  readonly cells: Int32Array | null;
  readonly report: ReportId | null;
  readonly acquired: readonly Acquired[];
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  readonly allocated: readonly number[];
  readonly freed: readonly number[];
  readonly quiesced: boolean;
  readonly looked: boolean;
  readonly spawned: boolean;
}

/** What a task can do at a state. Blocked: no outcomes, and what its paths read before they were removed. */
export interface Attempt {
  readonly outcomes: readonly Outcome[];
  readonly moves: boolean;
  readonly blockedReads: readonly number[];
  /** All that its paths read of columns; whether one looked at more than that. */
  readonly seen: readonly number[];
  readonly looked: boolean;
}

const IDLE: Attempt = { outcomes: [], moves: false, blockedReads: [], seen: [], looked: false };
const NONE: readonly never[] = [];

/** Runs steps and keeps what they came to. */
export class Attempts implements StepSink {
  private outcomes: Outcome[] = [];
  private blockedReads: number[] = [];
  private seen: number[] = [];
  private looked = false;
  private acquired: Acquired[] = [];

  constructor(private readonly engine: Engine) {}

  of(task: number, state: Int32Array): Attempt {
    if (state[this.engine.layout.tasks[task]!.base] === 0) return IDLE;
    this.outcomes = [];
    this.blockedReads = [];
    this.seen = [];
    this.looked = false;
    this.engine.step(task, state, this);
    const { outcomes, blockedReads, seen, looked } = this;
    return { outcomes, moves: outcomes.length > 0, blockedReads, seen, looked };
  }

  state(_task: number, choices: readonly number[], cells: Int32Array): void {
    this.keep(choices, cells.slice(), null);
  }

  report(_task: number, choices: readonly number[], report: ReportId): void {
    this.keep(choices, null, report);
  }

  acquire(task: number, lockClass: LockClassId, held: readonly LockClassId[]): void {
    this.acquired.push({ task, lockClass, held: [...held] });
  }

  removed(): void {
    const { reads, looked, allocated } = this.engine.footprint;
    this.blockedReads.push(...reads);
    this.note(reads, looked || allocated.length > 0);
  }

  private note(reads: readonly number[], looked: boolean): void {
    this.seen.push(...reads);
    this.looked ||= looked;
  }

  private keep(choices: readonly number[], cells: Int32Array | null, report: ReportId | null): void {
    const { reads, writes, allocated, freed, quiesced, looked, spawned } = this.engine.footprint;
    this.note(reads, looked || allocated.length > 0);
    this.outcomes.push({
      choices: choices.length === 0 ? NONE : [...choices], cells, report, acquired: this.acquired.length === 0 ? NONE : this.acquired,
      reads: [...reads], writes: [...writes], allocated: allocated.length === 0 ? NONE : [...allocated], freed: freed.length === 0 ? NONE : [...freed], quiesced, looked, spawned,
    });
    if (this.acquired.length > 0) this.acquired = [];
  }
}
