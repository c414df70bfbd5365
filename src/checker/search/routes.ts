import type { LockClassId } from '../../lang/ir.js';
import type { Engine, Sink } from '../engine.js';
import type { StateCodec } from '../store/codec.js';
import type { StateId, StateStore } from '../store/store.js';
import type { Expander, ExpanderSink } from './expander.js';
import type { Departure, Found, LockEdge, Move, StateRef } from './exploration.js';
import type { Terminal } from './terminal.js';

/** No state: what setup leads to comes from there. */
export const FROM_SETUP = -1;
/** Numbers of passed states go down from here. */
const PASSED_FROM = -2;

/** Gives a state the name of its orbit: one and the same, as far as is cheap, of states that differ only in how things are numbered. */
export interface Canon {
  /** In place. */
  canonicalise(cells: Int32Array): void;
  /** The states that are the same but for numbers. */
  relatives(cells: Int32Array): Iterable<Int32Array>;
  /** Ways in which tasks can change places: by task, whose place it takes. */
  placements(): Iterable<readonly number[]>;
}

/** A state as a run comes to it, and the run: the initial move first. */
export interface Route {
  readonly moves: readonly Move[];
  readonly cells: Int32Array;
}

/**
 * Finds runs to states again. A state is stored with its parent and the number of the call that told it; of a passed one, that is its name. Where
 * states are stored under other names than they were met by, each stretch of a run is found from the stored state, and then gone with the numbers
 * that the run really has.
 */
export class Routes {
  private readonly passed: { readonly source: StateId; readonly call: number }[] = [];

  constructor(
    private readonly engine: Engine, private readonly codec: StateCodec, private readonly store: StateStore,
    private readonly options: { readonly expander: Expander; readonly canon: Canon | null },
  ) {}

  /** The number of the state that was told by that `passed` call of an expansion. */
  refOf(source: StateId, call: number): StateRef {
    return PASSED_FROM - (this.passed.push({ source, call }) - 1);
  }

  /** The least run to a state. */
  to(ref: StateRef): Route {
    const passed = ref <= PASSED_FROM ? this.passed[PASSED_FROM - ref]! : null;
    const path: StateId[] = [];
    for (let at = passed === null ? ref : passed.source; at !== FROM_SETUP; at = this.store.parent(at)) path.push(at);
    const route = path.reverse().reduce<Route | null>((before, state) => this.on(before, this.told(this.store.parent(state), this.store.via(state))), null);
    return passed === null ? route! : this.on(route, this.told(passed.source, passed.call));
  }

  /** What was found, told of the runs to it as they are. */
  relocate(found: Found, terminal: Terminal): Found {
    if (this.options.canon === null) return found;
    return {
      ...found,
      reports: found.reports.map((one) => ({ ...one, ...this.departure(one, (call) => call.report === one.report) })),
      lockEdges: found.lockEdges.map((edge) => this.edge(edge)),
      leak: found.leak && { ...found.leak, ...terminal.leaked(this.to(found.leak.state).cells) },
    };
  }

  private edge(edge: LockEdge): LockEdge {
    if (edge.state === null) return edge;
    const isEdge = ({ acquires }: Call): boolean => acquires.some(({ to, held }) => to === edge.to && held.includes(edge.from));
    const { task, choices, acquires } = this.callOf(this.to(edge.state).cells, isEdge);
    return { ...edge, task, choices, by: acquires.find(({ to, held }) => to === edge.to && held.includes(edge.from))!.by };
  }

  private departure({ from, task, choices }: Departure, wanted: (call: Call) => boolean): Move {
    return from === null ? { task, choices } : this.callOf(this.to(from).cells, wanted);
  }

  /** The first step from a state, in the engine's order, that is wanted. */
  private callOf(cells: Int32Array, wanted: (call: Call) => boolean): Call {
    const calls: Call[] = [];
    let acquires: Call['acquires'][number][] = [];
    const told = (task: number, choices: readonly number[], report: number | null): void => {
      calls.push({ task, choices: [...choices], report, acquires });
      acquires = [];
    };
    const sink: Sink = {
      state: (task, choices) => told(task, choices, null),
      report: (task, choices, report) => told(task, choices, report),
      acquire: (by, to, held) => acquires.push({ by, to, held: [...held] }),
    };
    this.engine.successors(cells, sink);
    const found = calls.find(wanted);
    if (found === undefined) throw new Error('what was found is not found again: a renaming is no symmetry');
    return found;
  }

  /** The moves from a stored state, as it is stored, to what a call of its expansion told. */
  private told(source: StateId, wanted: number): Route {
    const { expander } = this.options;
    let found: Route | null = null;
    let calls = 0;
    const tell = (task: number, choices: readonly number[], cells: Int32Array): void => {
      if (calls++ === wanted) found = { moves: expander.movesTo(task, choices), cells: cells.slice() };
    };
    const sink: ExpanderSink = { state: tell, passed: tell, report: () => { calls++; }, acquire() {} };
    if (source === FROM_SETUP) expander.initials(sink);
    else expander.successors(this.stored(source), sink);
    if (found === null) throw new Error('a state is not reached again: the engine is not deterministic');
    return found;
  }

  private stored(state: StateId): Int32Array {
    const cells = new Int32Array(this.engine.layout.size);
    this.codec.unpack(this.store.segment(state), this.store.offset(state), cells);
    return cells;
  }

  /** Goes on with a run as another state goes on that is the same but for numbers. */
  private on(before: Route | null, { moves, cells }: Route): Route {
    const { canon } = this.options;
    if (before === null) return { moves, cells };
    if (canon === null) return { moves: [...before.moves, ...moves], cells };
    for (const places of canon.placements()) {
      const renamed = moves.map(({ task, choices }) => ({ task: places[task]!, choices }));
      const end = renamed.reduce<Int32Array | null>((at, move) => at && this.after(at, move), before.cells);
      if (end !== null && isRelative(canon, end, cells)) return { moves: [...before.moves, ...renamed], cells: end };
    }
    throw new Error('a state is not reached again: a renaming is no symmetry');
  }

  /** The state behind a move; null if there is no such move. */
  private after(from: Int32Array, { task, choices }: Move): Int32Array | null {
    let found: Int32Array | null = null;
    this.engine.step(task, from, {
      state: (_, taken, cells) => { if (taken.every((choice, at) => choice === choices[at])) found = cells.slice(); },
      report() {}, acquire() {}, removed() {},
    });
    return found;
  }
}

/** Whether two states are the same but for numbers. */
function isRelative(canon: Canon, a: Int32Array, b: Int32Array): boolean {
  const equal = (x: Int32Array, y: Int32Array): boolean => x.every((value, at) => value === y[at]);
  const named = [a.slice(), b.slice()] as const;
  named.forEach((cells) => canon.canonicalise(cells));
  if (equal(...named)) return true;
  for (const one of canon.relatives(a)) if (equal(one, b)) return true;
  return false;
}

/** A step as the engine tells it. */
interface Call extends Move {
  readonly report: number | null;
  readonly acquires: readonly { readonly by: number; readonly to: LockClassId; readonly held: readonly LockClassId[] }[];
}
