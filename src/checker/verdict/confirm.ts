/**
 * Confirmation: what a search found is replayed by the reference interpreter before it becomes a verdict. Where they disagree, one of
 * the engines is wrong; that is an EngineBug, and no verdict.
 */
import type { Measure, Program, Property, ReportId } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import { EngineBug, emptyState, evaluate, isReferenced, measured, step, transitions } from '../interpret/interpret.js';
import { boundaryAt } from '../interpret/machine.js';
import type { Exploration, LockEdge, Move, StateRef } from '../search/exploration.js';
import type { State } from '../state.js';
import { replay, TrailMismatch, trailOf, type Replay, type Trail } from '../trail.js';

/** A trail and the state that it leads to. */
export interface Arrival {
  readonly trail: Trail;
  readonly state: State;
}

/** The confirmed trails of an exploration. */
export class Confirmation {
  private readonly program: Program;

  constructor(private readonly engine: Engine, private readonly found: Exploration) {
    this.program = engine.program;
  }

  /** A state where the property has this value. */
  value(property: Property, ref: StateRef, value: boolean): Trail {
    const { trail, state } = this.arrive(ref);
    if (property.kind === 'final') this.demandEnd(state, property.name);
    demand(evaluate(this.program, property, state) === value, `property ${property.name} is ${String(value)}`);
    return trail;
  }

  /** An end of the program where the measure has this value. */
  measure(measure: Measure, ref: StateRef, value: number): Trail {
    const { trail, state } = this.arrive(ref);
    this.demandEnd(state, measure.name);
    demand(measured(this.program, measure, state) === value, `${measure.name} is ${value}`);
    return trail;
  }

  /** An end of the program where the measure runs into this report. */
  measureError(measure: Measure, ref: StateRef, report: ReportId): Trail {
    const { trail, state } = this.arrive(ref);
    const result = measured(this.program, measure, state);
    demand(typeof result !== 'number' && result.report === report, `${measure.name} runs into report ${report}`);
    return trail;
  }

  /** A state where the property runs into this report. */
  propertyError(property: Property, ref: StateRef, report: ReportId): Trail {
    const { trail, state } = this.arrive(ref);
    const result = evaluate(this.program, property, state);
    demand(typeof result !== 'boolean' && result.report === report, `property ${property.name} runs into report ${report}`);
    return trail;
  }

  /** A step out of a state (null: the start) that ends in this report. */
  report(from: StateRef | null, move: Move, report: ReportId): Trail {
    const trail = this.trailThrough(from, move);
    demand(this.replayed(trail).report?.report === report, `step ${trail.steps.length} ends in report ${report}`);
    return trail;
  }

  /** A state where nothing moves, and the tasks that hang there. */
  hung(ref: StateRef): { trail: Trail; tasks: number[] } {
    const { trail, state } = this.arrive(ref);
    demand(transitions(this.program, state).length === 0, 'nothing moves');
    const tasks = hungTasks(this.program, state);
    demand(tasks.length > 0, 'a task hangs');
    return { trail, tasks };
  }

  /** A state where nothing moves, nobody hangs and an object lives. */
  leak(ref: StateRef, struct: number, object: number): Trail {
    const { trail, state } = this.arrive(ref);
    this.demandEnd(state, 'a leak');
    const life = this.program.columns[this.program.structs[struct]!.life]!.name;
    const leaked = state.mem[life]![object - 1] === 1 && !isReferenced(this.program, state, struct, object);
    demand(leaked, `object ${object} of struct ${struct} lives and nothing points to it`);
    return trail;
  }

  /** A step in which a lock is taken with another held. */
  edge(edge: LockEdge): Trail {
    const trail = this.trailThrough(edge.state, edge);
    const { start, states } = this.replayed({ ...trail, steps: trail.steps.slice(0, -1) });
    const before = edge.state === null ? emptyState(this.program) : (states.at(-1) ?? start);
    const taken = before === null ? null : step(this.program, before, edge.task, edge.choices);
    const seen = taken?.acquires.some(({ task, lockClass, held }) => task === edge.by && lockClass === edge.to && held.includes(edge.from));
    demand(seen === true, `lock class ${edge.to} is taken under ${edge.from}`);
    return trail;
  }

  private arrive(ref: StateRef): Arrival {
    const [start, ...moves] = this.found.trailTo(ref);
    const trail = trailOf(this.program, start?.choices ?? [], moves);
    const { start: first, states, report } = this.replayed(trail);
    const state = states.at(-1) ?? first;
    if (state === null || report !== null) throw new EngineBug(`${DISAGREE}: the trail to state ${ref} ends in a report`);
    const { layout } = this.engine;
    const cells = this.found.cellsOf(ref);
    demand(layout.encode(state).every((value, cell) => value === cells[cell]), `the trail leads to state ${ref}`);
    return { trail, state };
  }

  private trailThrough(from: StateRef | null, { task, choices }: Move): Trail {
    if (from === null) return trailOf(this.program, choices, []);
    const [start, ...moves] = this.found.trailTo(from);
    return trailOf(this.program, start?.choices ?? [], [...moves.map((move) => ({ task: move.task, choices: move.choices })), { task, choices }]);
  }

  private replayed(trail: Trail): Replay {
    try {
      return replay(this.program, trail);
    } catch (error) {
      if (error instanceof TrailMismatch) throw new EngineBug(`${DISAGREE}: ${error.message}`, { cause: error });
      throw error;
    }
  }

  private demandEnd(state: State, what: string): void {
    const ended = transitions(this.program, state).length === 0 && hungTasks(this.program, state).length === 0;
    demand(ended, `nothing moves and nobody hangs (${what})`);
  }
}

const DISAGREE = 'the engine and the interpreter disagree';

function demand(holds: boolean, what: string): void {
  if (!holds) throw new EngineBug(`${DISAGREE}: the engine says that ${what}; the interpreter does not`);
}

/** Tasks that are neither implicit, nor idle, nor at a valid end, in a state where nothing moves. */
function hungTasks(program: Program, state: State): number[] {
  return program.tasks.flatMap(({ implicit }, task) => {
    const top = state.stacks[task]!.at(-1);
    const waits = top !== undefined && boundaryAt(program, top)?.validEnd !== true;
    return waits && !implicit ? [task] : [];
  });
}
