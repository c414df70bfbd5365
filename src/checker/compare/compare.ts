/** How alike two programs of one spec are for an outsider, who sees memory and the results of calls, and no steps. */
import type { ColumnId, ObservedProgram, Program } from '../../lang/ir.js';
import { compileEngine } from '../codegen/compile.js';
import type { Engine } from '../engine.js';
import { interpretEngine } from '../interpret/engine.js';
import { outcomeOfReport, type Outcome } from '../outcome.js';
import type { Limit, Limits, Progress } from '../search/exploration.js';
import type { Move } from '../trail.js';
import { differenceOf, type Difference } from './difference.js';
import { buildGraph, Ledger, wayTo, type Ending, type StateGraph } from './graph.js';
import { areIsomorphic } from './isomorphism.js';
import { Classified, unionOf, type Side } from './union.js';
import { cellsOf, commonOf, GOES_ON, HANGS, Names, Viewer, Views, type Common, type ViewChange } from './view.js';

export type { Side } from './union.js';
export type { Ending } from './graph.js';
export { NONE, type ViewChange } from './view.js';

/** States a side beyond which a comparison gives up, if nothing else is said. */
export const STATES_MAX = 2_000_000;

export interface CompareOptions {
  /** `compiled` if not given. */
  readonly engine?: 'compiled' | 'interpreter';
  /** Where to give up; `states` a side, STATES_MAX if not given. */
  readonly limits?: Limits;
  readonly onProgress?: (side: Side, progress: Progress) => void;
  /** Aborting it ends the comparison as a limit does. */
  readonly signal?: AbortSignal;
}

/**
 * - isomorphic: the same graph, step by step
 * - bisimilar: divergence-preserving branching bisimilar: the same is seen, the same choices are open at each point, and going on for ever unseen is possible in the same places
 * - parted: neither
 * - model: a report of one side says that the model is at fault (a bound too small): what it would do beyond is not known; or setup leaves one side no initial state
 * - inconclusive: a limit was hit
 */
export type LikenessKind = 'isomorphic' | 'bisimilar' | 'parted' | 'model' | 'inconclusive';

/** The graph of one side, in figures. */
export interface SideCounts {
  readonly variant: string;
  readonly states: number;
  /** Duplicates, self-loops and steps that end in a report included. */
  readonly transitions: number;
  /** Initial states generated, equal ones included. */
  readonly initials: number;
}

/** How alike two programs are. */
export interface Likeness {
  readonly kind: LikenessKind;
  /** Of the sides that were explored to the end. */
  readonly sides: readonly SideCounts[];
  /** Classes of equivalent states in both graphs; null where they were not needed. */
  readonly classes: number | null;
  /** What ended it early. */
  readonly limit: Limit | null;
  /** Where they part. */
  readonly parting: Parting | null;
  /** Where the model is at fault; null also where setup leaves a side no initial state. */
  readonly fault: Fault | null;
  /** Columns that are no part of the comparison: of only one side, and of different sizes. */
  readonly onlyIn: Common['onlyIn'];
  readonly cut: Common['cut'];
}

/** A run of one side: choices of setup, and the steps. */
export interface SideRun {
  readonly side: Side;
  readonly initial: readonly number[];
  readonly steps: readonly Move[];
}

/** The shortest run into a report that says that the model is at fault. */
export interface Fault extends SideRun {
  readonly report: Ending;
}

/** What one side can do and the other cannot: see Difference. */
export interface Parting extends SideRun, Pick<Difference, 'kind' | 'by' | 'round'> {
  /** What is seen in the last step; of a start, against a start of the other side. */
  readonly seen: Sight;
  /** What the other side shows instead, after the same. */
  readonly instead: readonly Sight[];
}

/** A change of what is seen. */
export interface Sight {
  readonly changes: readonly ViewChange[];
  /** Tasks that got something from their calls. */
  readonly calls: readonly SeenCall[];
  /** How the state behind it goes on; null where the state before went on alike. */
  readonly end: 'end' | 'hang' | null;
  readonly report: Ending | null;
}

/** A call of the spec's own text that has returned, or a program that begins. */
export interface SeenCall {
  readonly task: number;
  /** The function that was called; null where a program begins. */
  readonly fn: string | null;
  /** The parts of its result; none of a void one. */
  readonly values: readonly number[];
}

/** Compares two observed programs of one spec. */
export async function comparePrograms(programs: readonly [ObservedProgram, ObservedProgram], options: CompareOptions = {}): Promise<Likeness> {
  const comparison = new Comparing(programs, options);
  const graphs: StateGraph[] = [];
  for (const side of [0, 1] as const) {
    const graph = await comparison.graph(side);
    if (typeof graph === 'string') return comparison.likeness('inconclusive', graphs, { limit: graph });
    graphs.push(graph);
  }
  return comparison.judge(graphs[0]!, graphs[1]!);
}

/** The outcome that decides the exit code. */
export function outcomeOfLikeness(kind: LikenessKind): Outcome {
  switch (kind) {
    case 'isomorphic':
    case 'bisimilar': return 'proved';
    case 'parted': return 'safety';
    case 'model':
    case 'inconclusive': return kind;
  }
}

class Comparing {
  private readonly engines: readonly [Engine, Engine];
  private readonly viewers: readonly [Viewer, Viewer];
  private readonly common: Common;
  private readonly ledger = new Ledger();

  constructor(private readonly programs: readonly [ObservedProgram, ObservedProgram], private readonly options: CompareOptions) {
    const engineOf = ({ program }: ObservedProgram): Engine => (options.engine === 'interpreter' ? interpretEngine(program) : compileEngine(program));
    this.engines = [engineOf(programs[0]), engineOf(programs[1])];
    this.common = commonOf(programs);
    const [views, names] = [new Views(cellsOf(this.common)), new Names()];
    const viewerOf = (side: Side): Viewer => new Viewer(this.engines[side].layout, this.common, side, views, names);
    this.viewers = [viewerOf(0), viewerOf(1)];
  }

  graph(side: Side): Promise<StateGraph | Limit> {
    const { limits, onProgress, signal } = this.options;
    return buildGraph(this.engines[side], this.viewers[side], this.ledger, {
      limits: { states: STATES_MAX, ...limits }, ...(signal && { signal }), ...(onProgress && { onProgress: (progress) => onProgress(side, progress) }),
    });
  }

  judge(a: StateGraph, b: StateGraph): Likeness {
    const fault = this.fault(0, a) ?? this.fault(1, b);
    if (fault !== null) return this.likeness('model', [a, b], { fault });
    if (a.initials.length === 0 || b.initials.length === 0) return this.likeness('model', [a, b]);
    if (areIsomorphic(a, b)) return this.likeness('isomorphic', [a, b]);
    const classified = new Classified(unionOf(a, b));
    const { classes } = classified.partition;
    if (classified.areEquivalent) return this.likeness('bisimilar', [a, b], { classes });
    return this.likeness('parted', [a, b], { classes, parting: this.parting(differenceOf(classified)) });
  }

  likeness(kind: LikenessKind, graphs: readonly StateGraph[], more: Partial<Pick<Likeness, 'classes' | 'limit' | 'parting' | 'fault'>> = {}): Likeness {
    const { onlyIn, cut } = this.common;
    const [hidden, shown] = [(name: string) => name.startsWith('$'), (names: readonly string[]) => names.filter((name) => !hidden(name))];
    return {
      kind, classes: null, limit: null, parting: null, fault: null, ...more, onlyIn: [shown(onlyIn[0]), shown(onlyIn[1])], cut,
      sides: graphs.map(({ states, targets, initials }, side) => ({ variant: this.programs[side]!.program.variant, states, transitions: targets.length, initials: initials.length })),
    };
  }

  private parting({ side, kind, by, round, moves, before, after, instead }: Difference): Parting {
    // A start is told against one of the other side's.
    const from = before ?? instead.find((label) => label >= 0) ?? after;
    const told = kind === 'start' ? instead.slice(0, 1) : instead;
    return {
      ...this.run(side, moves), kind, by, round,
      seen: this.sight(side, from, after), instead: told.map((label) => this.sight(side, kind === 'start' ? after : from, label)),
    };
  }

  private fault(side: Side, graph: StateGraph): Fault | null {
    const state = graph.reports.findIndex((report) => outcomeOfReport(report.class) === 'model');
    return state < 0 ? null : { ...this.run(side, wayTo(graph, graph.states + state)), report: graph.reports[state]! };
  }

  private run(side: Side, moves: readonly number[]): SideRun {
    const [initial, ...steps] = moves.map((move) => this.ledger.move(move));
    return { side, initial: initial!.choices, steps };
  }

  private sight(side: Side, from: number, to: number): Sight {
    if (to < 0) return { changes: [], calls: [], end: null, report: this.ledger.ending(~to) };
    const viewer = this.viewers[side];
    const { program, calls } = this.programs[side];
    const changes = from < 0 ? [] : viewer.changes(from, to);
    const hidden = new Set([calls.at, calls.count, ...calls.results]);
    const goesOn = viewer.goesOn(to);
    return {
      changes: changes.filter(({ column }) => !hidden.has(column)),
      calls: this.calls(side, program, changes, to),
      end: goesOn === GOES_ON ? null : goesOn === HANGS ? 'hang' : 'end',
      report: null,
    };
  }

  /** The calls of the tasks whose count has changed. */
  private calls(side: Side, { columns }: Program, changes: readonly ViewChange[], to: number): SeenCall[] {
    const { at, count, results } = this.programs[side].calls;
    // What the other side shows may be a call that this one never comes to.
    const known = { ...this.programs[0].calls.known, ...this.programs[1].calls.known };
    const viewer = this.viewers[side];
    const isChanged = (column: ColumnId, task: number): boolean => changes.some((change) => change.column === column && change.cell === task);
    const tasks = Array.from({ length: columns[count]!.dims[0]! }, (_, task) => task);
    return tasks.filter((task) => [at, count, ...results].some((column) => isChanged(column, task))).map((task) => {
      const call = known[viewer.valueIn(to, at, task) ?? 0];
      return { task, fn: call?.name ?? null, values: results.slice(0, call?.results ?? 0).flatMap((column) => viewer.valueIn(to, column, task) ?? []) };
    });
  }
}
