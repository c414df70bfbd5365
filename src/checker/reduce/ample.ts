import type { AccessId, AccessOp } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import { Stacks } from '../layout/stacks.js';
import type { Reductions } from '../reductions.js';
import { Cells } from './cells.js';
import { Discipline, type Renamed } from './discipline.js';
import { Drops } from './drops.js';
import { ALLOC, Futures, OTHER, READ, WRITE, type Future } from './futures.js';
import { Others, type Mobility } from './others.js';
import { Attempts, type Attempt, type Outcome } from './outcomes.js';
import { Reach } from './reach.js';
import { LIMBO, Safety, type Grounds } from './safety.js';
import type { Culprit } from './survey.js';
import { countedPools, Visibility } from './visibility.js';

/** Decides at a state which task may go alone: whose next steps commute with all that the others can do before it moves. */
export class Ample {
  readonly discipline: Discipline;
  readonly visibility: Visibility;
  /** Why the last task that was asked about may not go alone. */
  culprit: Culprit | null = null;
  /** Of the last task that may: others could as well have moved before it as behind it. Not so for what lets them move at all: a release, a wake-up. */
  movesBoth = false;
  private readonly on: Grounds;
  private readonly safety: Safety;
  private readonly drops: Drops;
  /** Of the state behind the step that was asked about last: often the one that is looked at next. */
  private after: Reach;
  private readonly attempts: Attempts;
  private readonly stacks: Stacks;
  private readonly accessAt: readonly (AccessId | null)[];
  private readonly tried: (Attempt | null)[];
  private readonly mobility: (Attempt | null)[];

  constructor(private readonly engine: Engine, reductions: Reductions, initials: readonly Int32Array[], renamed: Renamed) {
    const { layout, program } = engine;
    const cells = new Cells(layout);
    const futures = new Futures(layout, initials);
    this.discipline = new Discipline(layout, cells, renamed);
    this.on = { layout, reductions, cells, futures, others: new Others(layout, cells, futures), discipline: this.discipline };
    const counted = countedPools(program);
    this.after = new Reach(layout, cells, counted);
    this.safety = new Safety(this.on, new Reach(layout, cells, counted));
    this.visibility = new Visibility(layout, cells, futures);
    this.drops = new Drops(this.on, this.safety, this.visibility.paths);
    this.attempts = new Attempts(engine);
    this.stacks = new Stacks(layout);
    this.accessAt = layout.points.points.map((point) => point?.access ?? null);
    this.tried = program.tasks.map(() => null);
    this.mobility = program.tasks.map(() => null);
  }

  /** Of the last task that may go alone: what its accesses rest on. */
  get reasons(): readonly string[] {
    return this.safety.reasons;
  }

  /** Looks at a state, which is not to change until the next one. `mover` is the task that alone has moved since the one before, or -1. */
  look(state: Int32Array, mover: number): void {
    this.keepMobility(state, mover);
    this.tried.fill(null);
    const { reach } = this.safety;
    // What was found out of the state behind the last step is of use if that is the next one.
    if (this.after.state === state) {
      this.safety.at(state, this.after);
      this.after = reach;
    } else {
      reach.look(state);
      this.safety.at(state, reach);
    }
    this.on.others.look(state);
  }

  /** What a task can do at the state. */
  attempt(task: number): Attempt {
    const known = this.tried[task];
    if (known) return known;
    const made = this.attempts.of(task, this.safety.state);
    this.tried[task] = made;
    this.mobility[task] = made;
    return made;
  }

  /** The outcomes of a task that may go alone; null if it may not. */
  alone(task: number): readonly Outcome[] | null {
    this.culprit = null;
    this.safety.reasons = [];
    const attempt = this.attempt(task);
    if (!attempt.moves) return null;
    this.movesBoth = this.opOf(task) !== 'unlock';
    if (this.commutes(task, attempt, this.on.others.ofAll(task))) return attempt.outcomes;
    this.movesBoth = false;
    if (!this.on.reductions.private) return null;
    const others = this.on.others.ofMovable(task, (other) => this.mobilityOf(other));
    this.safety.reasons = this.on.others.none ? ['no other task can move before'] : [];
    return this.on.others.none || this.commutes(task, attempt, others) ? attempt.outcomes : null;
  }

  /**
   * Whether a task's only step is a right mover: a blocking acquire behind which everything that others do could have come before it. Then they need
   * no turn before this task's next step, if nothing can keep that from coming.
   */
  isRightMover(task: number): boolean {
    const { outcomes: [outcome, ...more], blockedReads } = this.attempt(task);
    if (!this.on.reductions.transactions || this.opOf(task) !== 'lock' || !outcome?.cells || more.length + blockedReads.length > 0) return false;
    const others = this.on.others.ofAll(task);
    return this.touchesSafely(task, outcome, others, true) && this.isUnseen(task, outcome, others, true) && this.dropsNothing(task, outcome, others);
  }

  /**
   * Takes note of what a task does at a state, where the search lets it: all its ways, those that end in a report and those that a guard removes
   * included, for up to there it did what it did.
   */
  observe(task: number): void {
    const { outcomes, blockedReads } = this.attempt(task);
    for (const outcome of outcomes) this.note(task, outcome);
    const { state } = this.safety;
    const waits = this.opOf(task) === 'lock';
    for (const cell of blockedReads) {
      if (this.safety.isPrivate(task, cell) || (waits && this.safety.isOfLock(cell))) continue;
      this.discipline.observe({ before: state, after: null }, task, cell, false);
    }
  }

  /** Of a lock's own cells only what is more than taking, releasing or asking for it. */
  private note(task: number, outcome: Outcome): void {
    const { state, reach } = this.safety;
    const after = this.opOf(task) === 'lock' ? outcome.cells : null;
    const isSoft = this.safety.softCells(this.accessOf(task, state), outcome, true);
    const note = (cell: number, store: boolean): void => {
      if (!this.safety.isPrivate(task, cell) && !isSoft(cell, store)) this.discipline.observe({ before: state, after }, task, cell, store);
    };
    for (const cell of outcome.reads) note(cell, false);
    for (const cell of outcome.writes) {
      note(cell, true);
      this.visibility.observe({ state, task, reach, locking: false }, cell);
    }
  }

  /** The access that a task's step starts at. */
  accessOf(task: number, state: Int32Array): AccessId | null {
    return this.accessAt[state[this.engine.layout.tasks[task]!.base]!] ?? null;
  }

  private opOf(task: number): AccessOp | null {
    const access = this.accessOf(task, this.safety.state);
    return access === null ? null : this.engine.program.accesses[access]!.op;
  }

  /** Whether a task can move: as before, where nothing has changed that it looked at. */
  private mobilityOf(task: number): Mobility {
    return this.mobility[task] ?? this.attempt(task);
  }

  /** Forgets of the state before what may be otherwise at this one. */
  private keepMobility(state: Int32Array, mover: number): void {
    const before = this.safety.state;
    for (let task = 0; task < this.mobility.length; task++) {
      const known = this.mobility[task];
      const stays = known && mover >= 0 && task !== mover && !known.looked && known.seen.every((cell) => state[cell] === before[cell]);
      if (!stays) this.mobility[task] = null;
    }
  }

  private commutes(task: number, { outcomes, blockedReads }: Attempt, others: Future): boolean {
    const { column } = this.on.cells;
    const opening = blockedReads.find((cell) => !this.safety.isSafe(task, { cell, write: false, soft: false }, others));
    if (opening !== undefined) return this.refuse('blocked', column[opening]!);
    return outcomes.every((outcome) => {
      if (outcome.cells === null) return this.refuse('report', -1);
      if (outcome.looked || outcome.spawned) return this.refuse('looks', -1);
      return this.touchesSafely(task, outcome, others, false) && this.allocatesSafely(outcome, others) && this.isUnseen(task, outcome, others, false)
        && this.dropsNothing(task, outcome, others);
    });
  }

  private refuse(what: Culprit['what'], column: number, property: string | null = null): false {
    this.culprit = { what, column, property };
    return false;
  }

  /** @param acquires the step is a blocking acquire that is to go first: others may want the lock too */
  private touchesSafely(task: number, outcome: Outcome, others: Future, acquires: boolean): boolean {
    const { column } = this.on.cells;
    const access = this.accessOf(task, this.safety.state);
    const isSoft = this.on.reductions.transactions ? this.safety.softCells(access, outcome, acquires) : () => false;
    const isSafe = (cell: number, write: boolean): boolean => this.safety.isSafe(task, { cell, write, soft: isSoft(cell, write) }, others);
    const written = outcome.writes.find((cell) => !isSafe(cell, true));
    if (written !== undefined) return this.refuse('write', column[written]!);
    const read = outcome.reads.find((cell) => !isSafe(cell, false));
    return read === undefined || this.refuse('read', column[read]!);
  }

  /** Which object an allocation gets depends on which are free, and on who still points to those. */
  private allocatesSafely({ allocated, freed }: Outcome, others: Future): boolean {
    const { futures } = this.on;
    const { structs } = this.engine.program;
    const wanted = freed.find((struct) => futures.has(others, ALLOC, struct));
    if (wanted !== undefined) return this.refuse('free', structs[wanted]!.life);
    for (const struct of allocated) {
      const { life } = structs[struct]!;
      const changes = futures.has(others, ALLOC, struct) || futures.has(others, WRITE, life) || futures.has(others, OTHER, 0);
      if (changes || this.hasPointedFree(struct)) return this.refuse('alloc', life);
    }
    return true;
  }

  /** Whether some object of a pool is free but pointed to, or not quite free yet. */
  private hasPointedFree(struct: number): boolean {
    const { life, heap } = this.engine.program.structs[struct]!;
    const { state } = this.safety;
    const start = this.engine.layout.columns[life]!;
    for (let object = 1; object <= heap; object++) {
      const now = state[start + object - 1];
      if (now === LIMBO || (now === 0 && this.stacks.referenced(state, struct, object))) return true;
    }
    return false;
  }

  private isUnseen(task: number, outcome: Outcome, others: Future, acquires: boolean): boolean {
    const { state, reach } = this.safety;
    const stacks = this.stackChanges(task, outcome);
    const asked = stacks.find((column) => this.on.futures.has(others, READ, ~column));
    if (asked !== undefined) return this.refuse('stack', ~asked);
    const locking = this.opOf(task) === (acquires ? 'lock' : 'unlock');
    const seen = this.visibility.conflict({ state, task, reach, locking }, [...outcome.writes, ...stacks], others);
    return seen === null || this.refuse('seen', seen.column, seen.property);
  }

  /** Complements of the numbers of what is asked about stacks and is otherwise after the step. */
  private stackChanges(task: number, { cells }: Outcome): number[] {
    const { state } = this.safety;
    const changed = this.on.futures.askedFns.filter((fn) => this.stacks.active(state, task, fn) !== this.stacks.active(cells!, task, fn));
    const ends = cells![this.engine.layout.tasks[task]!.base] === 0;
    return [...changed.map((fn) => ~this.on.futures.activity(fn)), ...(ends ? [~this.on.futures.idle] : [])];
  }

  private dropsNothing(task: number, outcome: Outcome, others: Future): boolean {
    this.after.look(outcome.cells!);
    const needed = this.drops.needed(task, outcome, this.after, others);
    return needed === null || this.refuse('drops', needed);
  }
}
