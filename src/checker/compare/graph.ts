/** The whole state graph of a program, without reductions, in typed arrays. */
import type { ReportClass } from '../../lang/ir.js';
import type { Engine, Sink } from '../engine.js';
import type { Limit, Limits, Progress } from '../search/exploration.js';
import { Terminal } from '../search/terminal.js';
import { StateCodec } from '../store/codec.js';
import { StateStore } from '../store/store.js';
import type { Move } from '../trail.js';
import { Ints } from './ints.js';
import { ENDS, GOES_ON, HANGS, type Viewer } from './view.js';

/** A graph whose states have labels: state k has the edges from starts[k] up to starts[k + 1]. */
export interface LabelledGraph {
  /** Label of each state. */
  readonly labels: Int32Array;
  readonly starts: Int32Array;
  /** By edge: the state that it leads to. */
  readonly targets: Int32Array;
}

/**
 * The graph of a program. The states are numbered breadth-first; behind them comes one for each report that a path ends in, without edges. A label is the
 * number of a view; of a report's state, the complement (~) of the number of its ending.
 */
export interface StateGraph extends LabelledGraph {
  /** States, those of reports not counted. */
  readonly states: number;
  /** By edge: the number of its move; ascending in (task, choices) from one state. */
  readonly moves: Int32Array;
  /** In the order of the choices that setup makes. */
  readonly initials: readonly { readonly state: number; readonly move: number }[];
  /** Classes of the reports that some path ends in. */
  readonly reports: readonly Ending[];
}

/** A report that ends paths; the same whatever the function is called in which it comes. */
export interface Ending {
  readonly class: ReportClass;
  /** As it was first met. */
  readonly title: string;
  /** The title without the function. */
  readonly what: string;
}

/** Numbers for moves and endings that two graphs share. */
export class Ledger {
  private readonly moves: Move[] = [];
  private readonly moveNumbers = new Map<string, number>();
  /** By task, of moves without choices. */
  private readonly plain: number[] = [];
  private readonly endings: Ending[] = [];

  moveOf(task: number, choices: readonly number[]): number {
    if (choices.length === 0 && task >= 0) return this.plain[task] ??= this.moves.push({ task, choices: [] }) - 1;
    const key = `${task} ${choices.join()}`;
    const known = this.moveNumbers.get(key) ?? this.moves.push({ task, choices: [...choices] }) - 1;
    this.moveNumbers.set(key, known);
    return known;
  }

  move(number: number): Move {
    return this.moves[number]!;
  }

  endingOf(ending: Ending): number {
    const known = this.endings.findIndex((other) => other.class === ending.class && other.what === ending.what);
    return known >= 0 ? known : this.endings.push(ending) - 1;
  }

  ending(number: number): Ending {
    return this.endings[number]!;
  }
}

export interface GraphOptions {
  readonly limits?: Limits;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** States expanded between two looks at the clock, and the time after which others get their turn. */
const STATES_A_LOOK = 256;
const TURN_MS = 40;

/** Explores every transition. Gives the limit that was hit if it could not. */
export async function buildGraph(engine: Engine, viewer: Viewer, ledger: Ledger, options: GraphOptions = {}): Promise<StateGraph | Limit> {
  const begun = performance.now();
  const builder = new GraphBuilder(engine, viewer, ledger);
  let turn = begun;
  for (;;) {
    const limit = limitOf(builder, options, performance.now() - begun);
    if (limit !== null) return limit;
    if (builder.done) return builder.result();
    builder.advance(STATES_A_LOOK);
    const now = performance.now();
    if (now - turn < TURN_MS) continue;
    options.onProgress?.(builder.progress(now - begun));
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now();
  }
}

function limitOf({ states, done }: GraphBuilder, { limits, signal }: GraphOptions, elapsedMs: number): Limit | null {
  if (limits?.states !== undefined && states > limits.states) return 'states';
  if (done) return null;
  if (signal?.aborted === true) return 'interrupt';
  return limits?.time !== undefined && elapsedMs > limits.time ? 'time' : null;
}

class GraphBuilder implements Sink {
  private readonly codec: StateCodec;
  private readonly store: StateStore;
  private readonly terminal: Terminal;
  private readonly starts = new Ints();
  private readonly targets = new Ints();
  private readonly moves = new Ints();
  private readonly labels = new Ints();
  private readonly initials: { state: number; move: number }[] = [];
  /** By ending: its place behind the states. */
  private readonly ends = new Map<number, number>();
  private levelEnd = 0;
  private depth = 0;
  /** The state that is being expanded; -1 at first. */
  private source = -1;

  constructor(private readonly engine: Engine, private readonly viewer: Viewer, private readonly ledger: Ledger) {
    this.codec = new StateCodec(engine.layout);
    this.store = new StateStore(this.codec.words);
    this.terminal = new Terminal(engine.layout);
    engine.initials(this);
  }

  get states(): number {
    return this.store.size;
  }

  get done(): boolean {
    return this.source + 1 === this.store.size;
  }

  advance(count: number): void {
    for (let k = 0; k < count && !this.done; k++) this.expand(++this.source);
  }

  state(task: number, choices: readonly number[], cells: Int32Array): void {
    const inserted = this.store.insert(this.codec.pack(cells, task), 0, 0);
    this.edge(task, choices, inserted < 0 ? ~inserted : inserted);
  }

  report(task: number, choices: readonly number[], report: number): void {
    const { reports, sites } = this.engine.program;
    const { class: reportClass, title, site } = reports[report]!;
    const ending = this.ledger.endingOf({ class: reportClass, title, what: withoutFunction(title, sites[site]?.fn ?? '') });
    const place = this.ends.get(ending) ?? this.ends.size;
    this.ends.set(ending, place);
    this.edge(task, choices, ~place);
  }

  acquire(): void {}

  progress(elapsedMs: number): Progress {
    const { states, depth } = this;
    return { states, depth, transitions: this.targets.length, frontier: states - this.source - 1, bytes: this.store.bytes + this.codec.bytes, elapsedMs };
  }

  result(): StateGraph {
    const { states } = this;
    const place = (target: number): number => (target < 0 ? states + ~target : target);
    const endings = [...this.ends.keys()];
    this.starts.push(this.targets.length);
    for (const ending of endings) {
      this.labels.push(~ending);
      this.starts.push(this.targets.length);
    }
    return {
      states, labels: this.labels.all, starts: this.starts.all, targets: this.targets.all.map(place), moves: this.moves.all,
      initials: this.initials.map(({ state, move }) => ({ state: place(state), move })), reports: endings.map((ending) => this.ledger.ending(ending)),
    };
  }

  private edge(task: number, choices: readonly number[], target: number): void {
    const move = this.ledger.moveOf(task, choices);
    if (this.source < 0) {
      this.initials.push({ state: target, move });
      return;
    }
    this.targets.push(target);
    this.moves.push(move);
  }

  private expand(state: number): void {
    if (state >= this.levelEnd) {
      this.levelEnd = this.store.size;
      this.depth++;
    }
    this.starts.push(this.targets.length);
    this.codec.visit(this.store.segment(state), this.store.offset(state));
    const before = this.targets.length;
    const { cells } = this.codec;
    this.engine.successors(cells, this);
    const goesOn = this.targets.length > before ? GOES_ON : this.terminal.isHung(cells) ? HANGS : ENDS;
    this.labels.push(this.viewer.viewOf(cells, goesOn));
  }
}

/** The moves of a shortest run to a state, that of setup first. */
export function wayTo({ labels, starts, targets, moves, initials }: StateGraph, wanted: number): number[] {
  const from = new Int32Array(labels.length).fill(-2);
  const by = new Int32Array(labels.length);
  const queue: number[] = [];
  const meet = (state: number, source: number, move: number): void => {
    if (from[state] !== -2) return;
    from[state] = source;
    by[state] = move;
    queue.push(state);
  };
  for (const { state, move } of initials) meet(state, -1, move);
  for (let at = 0; at < queue.length && from[wanted] === -2; at++) {
    const state = queue[at]!;
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) meet(targets[edge]!, state, moves[edge]!);
  }
  const way: number[] = [];
  for (let state = wanted; state >= 0; state = from[state]!) way.push(by[state]!);
  return way.reverse();
}

/** `BUG: KASAN: use-after-free in pick_file` is the same report where a patch has renamed pick_file, or moved what it does. */
function withoutFunction(title: string, fn: string): string {
  return fn !== '' && title.endsWith(` in ${fn}`) ? title.slice(0, -` in ${fn}`.length) : title;
}
