/** The whole state graph of a small program, as a search went through it, with what is wrong where: for drawing. */
import type { AccessId, ReportId } from '../lang/ir.js';
import type { Engine } from './engine.js';
import type { Reductions } from './reductions.js';
import type { Limit } from './search/exploration.js';
import { explore } from './search/explore.js';
import type { Expander } from './search/expander.js';
import type { Observer, SeenEdge } from './search/observer.js';
import { Terminal } from './search/terminal.js';
import type { State } from './state.js';
import type { Move } from './trail.js';

/** A state that was stored; its number is its place. */
export interface GraphState {
  readonly state: State;
  readonly initial: boolean;
  readonly wrong: Wrong;
}

/** What is to be said of a state. */
export interface Wrong {
  /** `always` properties that are false; `final` ones, at an end. */
  readonly violated: readonly string[];
  /** `reachable` properties that are true. */
  readonly reached: readonly string[];
  /** Nothing moves, and some task is not at a valid end. */
  readonly hung: boolean;
}

export interface GraphEdge {
  readonly from: number;
  /** Null where it ends in a report. */
  readonly to: number | null;
  readonly report: ReportId | null;
  /** One, or more where states between were passed. */
  readonly moves: readonly Move[];
  /** In front of which the first move's task stands. */
  readonly access: AccessId;
  /** What is wrong in states that were passed. */
  readonly violated: readonly string[];
}

export interface DrawableGraph {
  readonly states: readonly GraphState[];
  readonly edges: readonly GraphEdge[];
  /** Reports that setup ends in. */
  readonly setupReports: readonly ReportId[];
}

export interface GraphOptions {
  readonly reductions: Reductions;
  readonly maxStates: number;
  readonly signal?: AbortSignal;
}

/** Explores the program; gives the limit that ended the search where the graph is not whole. */
export async function stateGraph(engine: Engine, { reductions, maxStates, signal }: GraphOptions): Promise<DrawableGraph | Limit> {
  let notes = new Notes();
  const found = await explore(engine, {
    reductions, limits: { states: maxStates }, ...(signal === undefined ? {} : { signal }),
    observe: () => {
      notes = new Notes();
      return notes;
    },
  });
  return found.limit ?? drawable(engine, notes);
}

interface NotedEdge {
  readonly from: number;
  readonly to: number | null;
  readonly report: ReportId | null;
  readonly moves: readonly Move[];
  /** Cells of the states on the way. */
  readonly passed: readonly Int32Array[];
}

/** Copies what a search tells. */
class Notes implements Observer {
  readonly cells: Int32Array[] = [];
  readonly initial = new Set<number>();
  readonly edges: NotedEdge[] = [];
  readonly setupReports: ReportId[] = [];
  /** States that were passed on the way to here, each with the number of moves to it. */
  private way: { readonly moves: number; readonly cells: Int32Array }[] = [];

  state({ from, to, isNew, task, choices }: SeenEdge & { to: number; isNew: boolean }, cells: Int32Array, expander: Expander): void {
    if (isNew) this.cells[to] = cells.slice();
    const moves = expander.movesTo(task, choices);
    if (from < 0) this.initial.add(to);
    else this.edges.push({ from, to, report: null, moves, passed: this.passedOn(moves.length) });
  }

  passed(task: number, choices: readonly number[], cells: Int32Array, expander: Expander): void {
    const moves = expander.movesTo(task, choices).length;
    this.way = [...this.way.filter((one) => one.moves < moves), { moves, cells: cells.slice() }];
  }

  report({ from, report, task, choices }: SeenEdge & { report: ReportId }, expander: Expander): void {
    const moves = expander.movesTo(task, choices);
    if (from < 0) this.setupReports.push(report);
    else this.edges.push({ from, to: null, report, moves, passed: this.passedOn(moves.length) });
  }

  private passedOn(moves: number): Int32Array[] {
    this.way = this.way.filter((one) => one.moves < moves);
    return this.way.map(({ cells }) => cells);
  }
}

function drawable(engine: Engine, notes: Notes): DrawableGraph {
  const { layout, program } = engine;
  const terminal = new Terminal(layout);
  const sources = new Set(notes.edges.map(({ from }) => from));
  const judge = (cells: Int32Array, isEnd: boolean): Wrong => {
    const hung = isEnd && terminal.isHung(cells);
    const asked = program.properties.map(({ kind, name }, at) => ({ kind, name, value: kind === 'final' && (!isEnd || hung) ? null : engine.holds(at, cells) }));
    return {
      hung,
      violated: asked.flatMap(({ kind, name, value }) => (kind !== 'reachable' && value === false ? [name] : [])),
      reached: asked.flatMap(({ kind, name, value }) => (kind === 'reachable' && value === true ? [name] : [])),
    };
  };
  return {
    states: notes.cells.map((cells, at) => ({ state: layout.decode(cells), initial: notes.initial.has(at), wrong: judge(cells, !sources.has(at)) })),
    edges: notes.edges.map(({ passed, ...edge }) => ({
      ...edge, access: layout.points.points[notes.cells[edge.from]![layout.tasks[edge.moves[0]!.task]!.base]!]!.access!,
      violated: [...new Set(passed.flatMap((cells) => judge(cells, false).violated))],
    })),
    setupReports: notes.setupReports,
  };
}
