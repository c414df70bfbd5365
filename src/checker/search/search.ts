import type { ReportId } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import { Fingerprint } from '../fingerprint.js';
import { ANY_TASK, StateCodec } from '../store/codec.js';
import { StateStore, type StateId } from '../store/store.js';
import type { Expander, ExpanderSink } from './expander.js';
import type { Exploration, Found, Limit, Progress, StateRef } from './exploration.js';
import { Findings } from './findings.js';
import type { Observer } from './observer.js';
import { FROM_SETUP, Routes, type Canon } from './routes.js';
import { Terminal } from './terminal.js';

/** Who a search expands states with, and under which names it stores them. */
export interface SearchOptions {
  readonly expander: Expander;
  /** Null: states are stored as they are. */
  readonly canon: Canon | null;
  /** The expander passes states: other tasks may have moved, too, between an expanded state and one that is told. */
  readonly reduced: boolean;
  /** Sees every edge; null where nobody draws. */
  readonly observer?: Observer | null;
}

/** A breadth-first search in progress, and the sink of its expander. States are expanded in the order of their numbers, so a level is a run of numbers. */
export class Search implements ExpanderSink {
  private readonly codec: StateCodec;
  private readonly store: StateStore;
  private readonly fingerprint: Fingerprint;
  private readonly findings: Findings;
  private readonly terminal: Terminal;
  private readonly routes: Routes;
  /** By block code: the access that a step from there starts at. */
  private readonly accessAt: readonly number[];
  private readonly fired: number[];
  /** Of the state that is being expanded. */
  private readonly cells: Int32Array;
  /** Of the state that is being stored, under the name that it is stored by. */
  private readonly named: Int32Array;
  /** The state that is being expanded, or FROM_SETUP. */
  private source: StateId = FROM_SETUP;
  private next: StateId = 0;
  private levelEnd: StateId = 0;
  /** Calls that the sink got for `source`, acquires apart. */
  private calls = 0;
  private initials = 0;
  private passing = 0;
  private transitions = 0;
  private outs = 0;
  private maxOut = 0;
  private levels = 0;

  constructor(private readonly engine: Engine, private readonly options: SearchOptions) {
    const { layout, program } = engine;
    this.codec = new StateCodec(layout);
    this.store = new StateStore(this.codec.words);
    this.fingerprint = new Fingerprint(layout);
    this.findings = new Findings(engine);
    this.terminal = new Terminal(layout);
    this.routes = new Routes(engine, this.codec, this.store, options);
    this.accessAt = layout.points.points.map((point) => point?.access ?? -1);
    this.fired = program.accesses.map(() => 0);
    this.cells = this.codec.cells;
    this.named = new Int32Array(layout.size);
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

  get found(): Found {
    return this.findings.result();
  }

  /** No state of the current level has been expanded. */
  atLevelStart = true;

  /** Takes in the initial states. To be called once, first. */
  begin(): void {
    this.options.expander.initials(this);
    this.initials = this.outs;
    this.transitions = 0;
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
    this.moved(task, choices);
    const named = this.name(cells);
    const packed = this.codec.pack(named, this.options.reduced ? ANY_TASK : task);
    const state = this.store.insert(packed, this.source, this.calls++);
    this.outs++;
    this.options.observer?.state({ from: this.source, to: state < 0 ? ~state : state, isNew: state >= 0, task, choices }, named, this.options.expander);
    if (state < 0) return;
    const from = this.source === FROM_SETUP ? null : this.codec;
    this.fingerprint.add(named, this.codec.areas, from);
    this.findings.visit(() => state, named, from);
  }

  passed(task: number, choices: readonly number[], cells: Int32Array): void {
    this.moved(task, choices);
    this.options.observer?.passed(task, choices, cells, this.options.expander);
    const { source, calls } = this;
    this.findings.visit(() => this.routes.refOf(source, calls), cells, null);
    this.calls++;
    this.passing++;
  }

  report(task: number, choices: readonly number[], report: ReportId): void {
    this.calls++;
    this.options.observer?.report({ from: this.source, report, task, choices }, this.options.expander);
    this.findings.moved(() => this.departure(), task, choices);
    this.findings.report(() => this.departure(), task, choices, report);
  }

  /** Its `state` or `report` has not come yet, so the move is known only there. */
  acquire(by: number, to: number, held: readonly number[]): void {
    this.findings.acquire(by, to, held);
  }

  progress(elapsedMs: number): Progress {
    const { states, transitions, depth, bytes } = this;
    return { states, transitions, depth, bytes, frontier: states - this.next, elapsedMs };
  }

  result(limit: Limit | null): Omit<Exploration, 'survey' | 'symmetry' | 'reductions'> {
    const { initials, states, transitions, depth, bytes, fired, maxOut, next } = this;
    return {
      complete: this.done, limit, initials, states, transitions, generated: initials + transitions, depth, bytes, fired, maxOut,
      passed: this.passing,
      fingerprint: this.fingerprint.toString(),
      meanOut: next === 0 ? 0 : transitions / next,
      ...this.routes.relocate(this.findings.result(), this.terminal),
      trailTo: (state) => this.routes.to(state).moves,
      cellsOf: (state) => this.routes.to(state).cells,
    };
  }

  /** A transition that is no report. */
  private moved(task: number, choices: readonly number[]): void {
    this.findings.moved(() => this.departure(), task, choices);
    if (this.source === FROM_SETUP && this.options.expander.departure < 0) return;
    this.transitions++;
    const { from } = this.options.expander;
    this.fired[this.accessAt[from[this.engine.layout.tasks[task]!.base]!]!]!++;
  }

  private name(cells: Int32Array): Int32Array {
    if (this.options.canon === null) return cells;
    this.named.set(cells);
    this.options.canon.canonicalise(this.named);
    return this.named;
  }

  /** The state that the move which is being told leaves; null for setup. */
  private departure(): StateRef | null {
    const { departure } = this.options.expander;
    if (departure >= 0) return this.routes.refOf(this.source, departure);
    return this.source === FROM_SETUP ? null : this.source;
  }

  private startLevel(): void {
    this.levelEnd = this.store.size;
    this.atLevelStart = true;
    if (!this.done) this.levels++;
  }

  private expand(state: StateId): void {
    this.source = state;
    this.calls = 0;
    const before = this.transitions;
    this.codec.visit(this.store.segment(state), this.store.offset(state));
    this.fingerprint.visit();
    this.options.expander.successors(this.cells, this);
    this.maxOut = Math.max(this.maxOut, this.transitions - before);
    if (this.calls > 0) return;
    if (this.terminal.isHung(this.cells)) this.findings.hang(state);
    else this.findings.end(state, this.cells, this.terminal);
  }
}
