import type { AccessId } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import type { Expander, ExpanderSink } from '../search/expander.js';
import type { Move } from '../search/exploration.js';
import type { Reductions } from '../reductions.js';
import { Ample } from './ample.js';
import type { Renamed } from './discipline.js';
import { mayBlock } from './may-block.js';
import type { Outcome } from './outcomes.js';
import { Random } from './random.js';
import { Survey } from './survey.js';

/** No task. */
const NOBODY = -1;
/** Of the runs at random. */
const SEED = 5_110_001;
/** Steps after which a chain stops in any case, so that none goes round for ever. */
const CHAIN_MAX = 2_000;

/** Where a chain is. */
interface Link {
  /** The task that moved last; whether the state before its step was the one that was looked at last, and it started no other task. */
  readonly task: number;
  readonly alone: boolean;
  /** Since the last stored state only this task has moved, and all that it did could have come later: it may go on. */
  readonly holdsTurn: boolean;
  readonly length: number;
}

/** A step that is to be told, and the state that it leaves. */
interface Step {
  readonly outcome: Outcome;
  readonly link: Link;
  readonly from: Int32Array;
}

/** Who goes on from a state that is not stored, and how. */
interface Next {
  readonly task: number;
  readonly outcomes: readonly Outcome[];
  readonly movesBoth: boolean;
}

/**
 * Expands states without the interleavings that cannot matter: from a stored state every task moves; behind each step, as long as some task
 * may go alone (Ample), only that one does, and the states on the way are passed, not stored. A state at which nobody may is stored.
 */
export class Reducer implements Expander {
  readonly ample: Ample;
  readonly survey: Survey;
  private readonly path: Move[] = [];
  /** By the task that moved last: who is asked to go on, in order. */
  private readonly orders: readonly (readonly number[])[];
  private readonly blocking: ReadonlySet<AccessId>;
  /** By sink call: its number is where the step before it led to. */
  private readonly departures: number[] = [];
  private calls = 0;
  from: Int32Array;

  /** @param starts every initial state */
  constructor(private readonly engine: Engine, reductions: Reductions, private readonly starts: readonly Int32Array[], renamed: Renamed) {
    this.ample = new Ample(engine, reductions, starts, renamed);
    this.blocking = mayBlock(engine.program);
    this.survey = new Survey(engine.program);
    const tasks = [...engine.program.tasks.keys()];
    this.orders = tasks.map((first) => [first, ...tasks.filter((task) => task !== first)]);
    this.from = new Int32Array(engine.layout.size);
  }

  movesTo(): Move[] {
    return this.path.map(({ task, choices }) => ({ task, choices: [...choices] }));
  }

  get departure(): number {
    return this.departures.at(-1) ?? -1;
  }

  /** Something that this search rested on has turned out to be false. */
  get broken(): boolean {
    return this.ample.discipline.broken || this.ample.visibility.broken;
  }

  /** Before a new search. */
  begin(): void {
    this.ample.discipline.begin();
    this.ample.visibility.begin();
    this.survey.begin();
  }

  /**
   * Learns what is true of the program from runs at random, always the same ones: what they contradict need not be found out by a search
   * that is void then.
   */
  learn(steps: number): void {
    const random = new Random(SEED);
    let state: Int32Array | null = null;
    for (let step = 0; step < steps; step++) {
      if (state === null) state = this.starts[random.below(this.starts.length)] ?? null;
      if (state === null) return;
      this.ample.look(state, NOBODY);
      const moving = this.engine.program.tasks.flatMap((_, task) => this.ample.attempt(task).outcomes.map((outcome) => ({ task, outcome })));
      const taken = moving[random.below(moving.length)];
      if (taken) this.ample.observe(taken.task);
      state = taken?.outcome.cells ?? null;
    }
  }

  /** Initial states are stored as they are. */
  initials(sink: ExpanderSink): void {
    this.reset();
    const path = this.path;
    const told = (task: number, choices: readonly number[], tell: () => void): void => {
      path.push({ task, choices: [...choices] });
      tell();
      path.pop();
      this.calls++;
    };
    this.engine.initials({
      state: (task, choices, cells) => told(task, choices, () => sink.state(task, choices, cells)),
      report: (task, choices, report) => told(task, choices, () => sink.report(task, choices, report)),
      acquire: (task, lockClass, held) => sink.acquire(task, lockClass, held),
    });
  }

  successors(cells: Int32Array, sink: ExpanderSink): void {
    this.reset();
    // The caller's array will be another state's.
    const start = cells.slice();
    this.ample.look(start, NOBODY);
    const found = this.engine.program.tasks.map((_, task) => {
      const { outcomes } = this.ample.attempt(task);
      this.ample.observe(task);
      const holdsTurn = this.ample.isRightMover(task);
      return outcomes.map((outcome) => ({ outcome, holdsTurn }));
    });
    found.forEach((ways, task) => {
      for (const { outcome, holdsTurn } of ways) this.take({ outcome, from: start, link: { task, alone: false, holdsTurn, length: 1 } }, sink);
    });
  }

  private reset(): void {
    this.path.length = 0;
    this.departures.length = 0;
    this.calls = 0;
  }

  /** Tells a step, and goes on behind it. */
  private take(step: Step, sink: ExpanderSink): void {
    const depth = this.path.length;
    const waiting = this.departures.length;
    for (let next: Step | null = step; next !== null;) next = this.tell(next, sink);
    this.path.length = depth;
    this.departures.length = waiting;
  }

  /** Tells a step; gives the one that follows it on a chain, if there is one and only one. */
  private tell({ outcome, link, from }: Step, sink: ExpanderSink): Step | null {
    const { choices, cells, report, acquired } = outcome;
    const { task } = link;
    this.path.push({ task, choices });
    this.from = from;
    for (const one of acquired) sink.acquire(one.task, one.lockClass, one.held);
    const next = cells === null || link.length >= CHAIN_MAX ? null : this.next(cells, link);
    const call = this.calls++;
    if (cells === null) sink.report(task, choices, report!);
    else if (next === null) sink.state(task, choices, cells);
    else sink.passed(task, choices, cells);
    if (cells === null || next === null) return null;
    this.departures.push(call);
    return this.behind(cells, link, next, sink);
  }

  /** Goes on behind a state that is passed. */
  private behind(cells: Int32Array, { task: before, holdsTurn: held, length }: Link, { task, outcomes, movesBoth }: Next, sink: ExpanderSink): Step | null {
    const holdsTurn = held && task === before && movesBoth;
    const step = (outcome: Outcome, at: number): Step => ({
      // Where ways part they may meet again, and only what is stored is known again.
      outcome, from: cells, link: { task, alone: at === 0 && !outcome.spawned, holdsTurn, length: outcomes.length > 1 ? CHAIN_MAX : length + 1 },
    });
    if (outcomes.length === 1) return step(outcomes[0]!, 0);
    outcomes.forEach((outcome, at) => this.take(step(outcome, at), sink));
    return null;
  }

  /** Who goes on from a state, if it need not be stored. */
  private next(cells: Int32Array, link: Link): Next | null {
    const { ample } = this;
    ample.look(cells, link.alone ? link.task : NOBODY);
    for (const task of this.orders[link.task]!) {
      const outcomes = ample.alone(task);
      if (outcomes === null) {
        if (ample.culprit !== null) this.survey.stopped(ample.accessOf(task, cells), ample.culprit);
        continue;
      }
      this.survey.merged(ample.accessOf(task, cells), ample.reasons);
      ample.observe(task);
      return { task, outcomes, movesBoth: ample.movesBoth };
    }
    const access = ample.accessOf(link.task, cells);
    if (!link.holdsTurn || access === null || this.blocking.has(access)) return null;
    const { outcomes } = ample.attempt(link.task);
    if (outcomes.length === 0) return null;
    this.survey.merged(access, ['behind the lock that was just taken']);
    ample.observe(link.task);
    return { task: link.task, outcomes, movesBoth: false };
  }
}
