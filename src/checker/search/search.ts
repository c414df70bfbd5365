import type { ReportId } from '../../lang/ir.js';
import type { Engine, Sink } from '../engine.js';
import { Fingerprint } from '../fingerprint.js';
import { StateCodec } from '../store/codec.js';
import { StateStore, type StateId } from '../store/store.js';
import type { Exploration, Limit, Move, Progress } from './exploration.js';
import { Findings } from './findings.js';
import { Terminal } from './terminal.js';

const FROM_SETUP = -1;

/** A breadth-first search in progress, and the sink of its engine. States are expanded in the order of their numbers, so a level is a run of numbers. */
export class Search implements Sink {
  private readonly codec: StateCodec;
  private readonly store: StateStore;
  private readonly fingerprint: Fingerprint;
  private readonly findings: Findings;
  private readonly terminal: Terminal;
  /** By block code: the access that a step from there starts at. */
  private readonly accessAt: readonly number[];
  private readonly fired: number[];
  /** Of the state that is being expanded. */
  private readonly cells: Int32Array;
  /** The state that is being expanded, or FROM_SETUP. */
  private source: StateId = FROM_SETUP;
  private next: StateId = 0;
  private levelEnd: StateId = 0;
  /** Calls that the sink got for `source`. */
  private emittedStates = 0;
  private emittedReports = 0;
  private initials = 0;
  private transitions = 0;
  private maxOut = 0;
  private levels = 0;

  constructor(private readonly engine: Engine) {
    const { layout, program } = engine;
    this.codec = new StateCodec(layout);
    this.store = new StateStore(this.codec.words);
    this.fingerprint = new Fingerprint(layout);
    this.findings = new Findings(engine);
    this.terminal = new Terminal(layout);
    this.accessAt = layout.points.points.map((point) => point?.access ?? -1);
    this.fired = program.accesses.map(() => 0);
    this.cells = this.codec.cells;
  }

  get states(): number {
    return this.store.size;
  }

  get depth(): number {
    return this.levels;
  }

  get bytes(): number {
    return this.store.bytes + this.codec.bytes;
  }

  get done(): boolean {
    return this.next === this.store.size;
  }

  /** No state of the current level has been expanded. */
  atLevelStart = true;

  /** Takes in the initial states. To be called once, first. */
  begin(): void {
    this.engine.initials(this);
    this.initials = this.emittedStates;
    this.startLevel();
  }

  /** Expands up to `count` states of one level; stops when more than `statesMax` are stored. */
  advance(count: number, statesMax: number): void {
    const end = Math.min(this.levelEnd, this.next + count);
    this.atLevelStart = false;
    while (this.next < end && this.store.size <= statesMax) this.expand(this.next++);
    if (this.next === this.levelEnd) this.startLevel();
  }

  /** At the start of a level: whether something wrong was found before it. */
  foundBefore(): boolean {
    return this.atLevelStart && this.findings.wrong;
  }

  state(task: number, choices: readonly number[], cells: Int32Array): void {
    const packed = this.codec.pack(cells, task);
    const state = this.store.insert(packed, this.source, this.emittedStates++);
    this.findings.moved(this.sourceRef(), task, choices);
    if (this.source !== FROM_SETUP) this.fired[this.accessAt[this.cells[this.engine.layout.tasks[task]!.base]!]!]!++;
    if (state < 0) return;
    const from = this.source === FROM_SETUP ? null : this.codec;
    this.fingerprint.add(cells, this.codec.areas, from);
    this.findings.visit(state, cells, from);
  }

  report(task: number, choices: readonly number[], report: ReportId): void {
    this.emittedReports++;
    this.findings.moved(this.sourceRef(), task, choices);
    this.findings.report(this.sourceRef(), task, choices, report);
  }

  /** Its `state` or `report` has not come yet, so the move is known only there. */
  acquire(by: number, to: number, held: readonly number[]): void {
    this.findings.acquire(by, to, held);
  }

  progress(elapsedMs: number): Progress {
    const { states, transitions, depth, bytes } = this;
    return { states, transitions, depth, bytes, frontier: states - this.next, elapsedMs };
  }

  result(limit: Limit | null): Exploration {
    const { initials, states, transitions, depth, bytes, fired, maxOut, next } = this;
    return {
      complete: this.done, limit, initials, states, transitions, generated: initials + transitions, depth, bytes, fired, maxOut,
      fingerprint: this.fingerprint.toString(),
      meanOut: next === 0 ? 0 : transitions / next,
      ...this.findings.result(),
      trailTo: (state) => this.trailTo(state),
      cellsOf: (state) => this.load(state, new Int32Array(this.cells.length)),
    };
  }

  private startLevel(): void {
    this.levelEnd = this.store.size;
    this.atLevelStart = true;
    if (!this.done) this.levels++;
  }

  private expand(state: StateId): void {
    this.source = state;
    this.emittedStates = 0;
    this.emittedReports = 0;
    this.codec.visit(this.store.segment(state), this.store.offset(state));
    this.fingerprint.visit();
    this.engine.successors(this.cells, this);
    this.transitions += this.emittedStates;
    this.maxOut = Math.max(this.maxOut, this.emittedStates);
    if (this.emittedStates + this.emittedReports > 0) return;
    if (this.terminal.isHung(this.cells)) this.findings.hang(state);
    else this.findings.end(state, this.cells, this.terminal);
  }

  private load(state: StateId, cells: Int32Array): Int32Array {
    this.codec.unpack(this.store.segment(state), this.store.offset(state), cells);
    return cells;
  }

  private sourceRef(): StateId | null {
    return this.source === FROM_SETUP ? null : this.source;
  }

  private trailTo(state: StateId): Move[] {
    const path: StateId[] = [];
    for (let at = state; at !== FROM_SETUP; at = this.store.parent(at)) path.push(at);
    return path.reverse().map((at) => this.moveTo(at));
  }

  /** Runs the parent again, up to the transition that first reached the state. */
  private moveTo(state: StateId): Move {
    const parent = this.store.parent(state);
    let left = this.store.via(state);
    let move: Move | null = null;
    const sink = {
      state(task: number, choices: readonly number[]): void {
        if (left-- === 0) move = { task, choices: [...choices] };
      },
      report(): void {},
      acquire(): void {},
    };
    if (parent === FROM_SETUP) this.engine.initials(sink);
    else this.engine.successors(this.load(parent, new Int32Array(this.cells.length)), sink);
    if (move === null) throw new Error(`state ${state} is not reached again: the engine is not deterministic`);
    return move;
  }
}
