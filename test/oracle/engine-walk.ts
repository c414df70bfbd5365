/**
 * Walks an engine's whole state space with a search as plain as the naive checker's, and gives the same account of it, so that the
 * two can be compared; and everything that the engine emitted, in order, so that two engines can.
 */
import type { Engine, Sink } from '../../src/checker/engine.js';
import type { Block, Program } from '../../src/lang/ir.js';
import type { NaiveResult } from './naive.js';

export interface EngineWalk {
  readonly result: NaiveResult;
  /** Each call of the sink, as text, breadth-first. */
  readonly emitted: readonly string[];
}

/** Explores everything; throws when there are more than `limit` states. */
export function walk(engine: Engine, limit = 200_000): EngineWalk {
  const walker = new Walker(engine, limit);
  const initials = walker.collect(sink => engine.initials(sink));
  let depth = 0;
  for (let level = walker.takeLevel(); level.length > 0; level = walker.takeLevel()) {
    walker.steps = depth++;
    for (const cells of level) walker.expand(cells);
  }
  const { states, transitions, violated, finalsViolated, hung, reports } = walker;
  const unreached = new Set(engine.program.properties.filter(p => p.kind === 'reachable' && !walker.reached.has(p.name)).map(p => p.name));
  return { result: { states, initials: initials.completed, transitions, depth, violated, unreached, finalsViolated, hung, reports }, emitted: walker.emitted };
}

class Walker {
  readonly states = new Set<string>();
  readonly violated = new Map<string, number>();
  readonly finalsViolated = new Map<string, number>();
  readonly reached = new Set<string>();
  readonly reports = new Map<number, number>();
  readonly emitted: string[] = [];
  transitions = 0;
  hung: number | null = null;
  /** Steps from the start to the states that are being expanded; -1 while there are none. */
  steps = -1;
  private level: Int32Array[] = [];

  constructor(private readonly engine: Engine, private readonly limit: number) {}

  takeLevel(): Int32Array[] {
    return this.level.splice(0);
  }

  /** Takes in all that one call of the engine emits. */
  collect(emit: (sink: Sink) => void): { completed: number; reported: number } {
    const count = { completed: 0, reported: 0 };
    emit({
      state: (task, choices, cells) => {
        count.completed++;
        this.emitted.push(`state ${task} [${choices.join()}] ${cells.join()}`);
        this.add(cells.slice());
      },
      report: (task, choices, report) => {
        count.reported++;
        this.emitted.push(`report ${task} [${choices.join()}] ${report}`);
        if (!this.reports.has(report)) this.reports.set(report, this.steps + 1);
      },
      acquire: (task, lockClass, held) => this.emitted.push(`acquire ${task} ${lockClass} holding ${held.join()}`),
    });
    return count;
  }

  expand(cells: Int32Array): void {
    const { completed, reported } = this.collect(sink => this.engine.successors(cells, sink));
    this.transitions += completed;
    const stuck = completed + reported === 0;
    const ends = stuck && this.allAtValidEnds(cells);
    if (stuck && !ends) this.hung ??= this.steps;
    this.engine.program.properties.forEach(({ kind, name }, k) => {
      if (kind === 'final' && !ends) return;
      const holds = this.engine.holds(k, cells);
      this.emitted.push(`${name} ${JSON.stringify(holds)}`);
      if (typeof holds !== 'boolean') earliest(this.reports, holds.report, this.steps);
      else if (kind === 'reachable') { if (holds) this.reached.add(name); }
      else if (!holds) earliest(kind === 'always' ? this.violated : this.finalsViolated, name, this.steps);
    });
  }

  private add(cells: Int32Array): void {
    const { mem, stacks } = this.engine.layout.decode(cells);
    const columns = this.engine.program.columns.map(({ name }) => [name, mem[name]]);
    const frames = stacks.map(stack => stack.map(({ fn, block, locals }) => ({ fn, block, locals })));
    const text = JSON.stringify({ mem: Object.fromEntries(columns), stacks: frames });
    if (this.states.has(text)) return;
    this.states.add(text);
    if (this.states.size > this.limit) throw new Error(`more than ${this.limit} states`);
    this.level.push(cells);
  }

  private allAtValidEnds(cells: Int32Array): boolean {
    const { stacks } = this.engine.layout.decode(cells);
    const { program } = this.engine;
    return program.tasks.every(({ implicit }, task) => {
      const top = stacks[task]?.at(-1);
      return implicit || top === undefined || waitsValidly(program, program.fns[top.fn]!.blocks[top.block]!);
    });
  }
}

function waitsValidly(program: Program, { instrs: [first] }: Block): boolean {
  return first?.kind === 'access' && program.accesses[first.access]!.validEnd;
}

function earliest<K>(map: Map<K, number>, key: K, steps: number): void {
  if (!map.has(key)) map.set(key, steps);
}
