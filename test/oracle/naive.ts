/**
 * The naive checker: breadth-first search over JSON text in a Set. The oracle for both engines and the search; it shares no code
 * with them but the types of the IR.
 */
import type { FnId, Program } from '../../src/lang/ir.js';
import { Machine, MoreChoices, Removed, Reported, type NaiveState } from './naive-machine.js';

export interface NaiveResult {
  /** Each reachable state as JSON of {mem, stacks}, columns in the program's order. */
  readonly states: ReadonlySet<string>;
  /** Choice vectors that make an initial state. */
  readonly initials: number;
  readonly transitions: number;
  /** Breadth-first levels; the initial states are the first. */
  readonly depth: number;
  /** Names of the `always` properties that fail at some state, with the fewest steps to one. */
  readonly violated: ReadonlyMap<string, number>;
  /** Names of the `reachable` properties that hold at no state. */
  readonly unreached: ReadonlySet<string>;
  /** Names of the `final` properties that fail at some end, with the fewest steps to one. */
  readonly finalsViolated: ReadonlyMap<string, number>;
  /** Steps to the nearest state in which a task hangs, or null. */
  readonly hung: number | null;
  /** Ids of the reports that some path ends in, with the fewest steps to one (the reporting step included). */
  readonly reports: ReadonlyMap<number, number>;
}

/** A state space has more states than was asked for. */
export class TooLarge extends Error {}

/** Explores the whole state space; throws TooLarge when it has more than `limit` states. */
export function explore(program: Program, limit = 200_000): NaiveResult {
  const found = new Search(program);
  const empty: NaiveState = {
    mem: Object.fromEntries(program.columns.map(c => [c.name, Array<number>(c.dims.reduce((a, b) => a * b, 1)).fill(c.initial)])),
    stacks: program.tasks.map(() => []),
  };
  let level: string[] = [];
  const add = (next: string) => {
    if (found.states.has(next)) return;
    if (found.states.size >= limit) throw new TooLarge(`more than ${limit} states`);
    found.states.add(next);
    level.push(next);
  };
  found.initials = found.vectors(JSON.stringify(empty), machine => machine.init(), add);
  while (level.length > 0) {
    const expanding = level;
    level = [];
    found.depth++;
    for (const text of expanding) found.expand(text, add);
  }
  for (const p of program.properties) if (p.kind === 'reachable' && !found.reached.has(p.name)) found.unreached.add(p.name);
  const { states, initials, transitions, depth, violated, unreached, finalsViolated, hung, reports } = found;
  return { states, initials, transitions, depth, violated, unreached, finalsViolated, hung, reports };
}

class Search implements NaiveResult {
  readonly states = new Set<string>();
  readonly violated = new Map<string, number>();
  readonly finalsViolated = new Map<string, number>();
  readonly reached = new Set<string>();
  readonly unreached = new Set<string>();
  readonly reports = new Map<number, number>();
  initials = 0;
  transitions = 0;
  depth = 0;
  hung: number | null = null;
  private reportedPaths = 0;

  constructor(private readonly program: Program) {}

  /** Runs `act` from the state along each choice vector, in ascending order; gives the number of those that complete. */
  vectors(from: string, act: (machine: Machine) => void, next: (state: string) => void): number {
    let completed = 0;
    const pending: number[][] = [[]];
    for (let vector = pending.pop(); vector; vector = pending.pop()) {
      const prefix = vector;
      const machine = new Machine(this.program, JSON.parse(from) as NaiveState, prefix);
      try {
        act(machine);
        next(JSON.stringify(machine.state));
        completed++;
      } catch (stop) {
        if (stop instanceof MoreChoices) for (let k = stop.count - 1; k >= 0; k--) pending.push([...prefix, k]);
        else if (stop instanceof Reported) this.report(stop.report, this.depth);
        else if (!(stop instanceof Removed)) throw stop;
      }
    }
    return completed;
  }

  /** The state's transitions and what its properties say. It is at level `depth`, `depth - 1` steps from the start. */
  expand(text: string, add: (state: string) => void): void {
    const machine = new Machine(this.program, JSON.parse(text) as NaiveState, []);
    const reportedBefore = this.reportedPaths;
    let enabled = 0;
    let ends = true;
    this.program.tasks.forEach(({ implicit }, task) => {
      const block = machine.standsAt(task);
      if (!block) return;
      const completed = this.vectors(text, m => m.step(task), add);
      enabled += completed;
      this.transitions += completed;
      const first = block.instrs[0];
      ends &&= implicit || (first?.kind === 'access' && this.program.accesses[first.access]!.validEnd);
    });
    this.judge(machine, enabled === 0 && this.reportedPaths === reportedBefore, ends);
  }

  private judge(machine: Machine, stuck: boolean, ends: boolean): void {
    if (stuck && !ends) this.hung ??= this.depth - 1;
    for (const { kind, name, fn } of this.program.properties) {
      if (kind === 'final' && !(stuck && ends)) continue;
      const holds = this.holds(machine, fn);
      if (holds === null) continue;
      if (kind === 'reachable' && holds) this.reached.add(name);
      if (kind === 'always' && !holds) earliest(this.violated, name, this.depth - 1);
      if (kind === 'final' && !holds) earliest(this.finalsViolated, name, this.depth - 1);
    }
  }

  /** null: the property itself runs into a report. */
  private holds(machine: Machine, fn: FnId): boolean | null {
    try {
      return machine.holds(fn);
    } catch (stop) {
      if (!(stop instanceof Reported)) throw stop;
      this.report(stop.report, this.depth - 1);
      return null;
    }
  }

  private report(report: number, steps: number): void {
    this.reportedPaths++;
    earliest(this.reports, report, steps);
  }
}

function earliest<K>(map: Map<K, number>, key: K, steps: number): void {
  if (!map.has(key)) map.set(key, steps);
}
