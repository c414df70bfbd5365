/** Runs the JavaScript that text-print.ts prints, along every schedule. */
import { javascriptText } from './text-print.js';
import type { TextShape } from './text-shapes.js';

type Access = Generator<undefined, number | undefined, undefined>;
type Cell = readonly [Record<string | number, number>, string | number];
interface Body { setup: () => Access; tasks: ((self: number) => Access)[] }

/** The globals of the printed model, by the names of their columns. */
export interface Memory { g0: number; g1: number; g2: number; row: number[]; total: number; totals: number[]; shadow: number; 'lock.owner': number }

export interface TextResult {
  /** JSON of Memory, at every state. */
  readonly memories: ReadonlySet<string>;
  readonly hung: boolean;
  /** Classes of the reports that some path ends in. */
  readonly reports: ReadonlySet<string>;
}

class Removed extends Error {}
class Reported extends Error {}
class MoreChoices extends Error { constructor(readonly count: number) { super(); } }

/** What the printed code calls. An access yields right before it takes place, unless it is part of a larger one. */
class Runtime {
  choices: number[] = [];
  private depth = 0;

  constructor(private readonly m: Memory) {}

  *step(): Access {
    if (this.depth === 0) yield;
    return 0;
  }
  *get([object, key]: Cell): Access {
    yield* this.step();
    return object[key];
  }
  *put([object, key]: Cell, value: number, ghost: (() => void) | null): Access {
    yield* this.step();
    object[key] = value;
    ghost?.();
    return 0;
  }
  *add(cell: Cell, amount: number): Access {
    const old = yield* this.get(cell);
    return yield* this.put(cell, old! + amount, null);
  }
  *xchg(cell: Cell, value: number): Access {
    const old = yield* this.get(cell);
    cell[0][cell[1]] = value;
    return old;
  }
  *cmpxchg(cell: Cell, expected: number, value: number): Access {
    const old = yield* this.get(cell);
    if (old === expected) cell[0][cell[1]] = value;
    return old;
  }
  *atomic(body: () => Access): Access {
    yield* this.step();
    this.depth++;
    const result = yield* body();
    this.depth--;
    return result;
  }
  *lock(self: number): Access {
    yield* this.step();
    if (this.m['lock.owner'] === self) throw new Reported('lockdep');
    this.assume(this.m['lock.owner'] === 0);
    this.m['lock.owner'] = self;
    return 0;
  }
  *unlock(self: number): Access {
    yield* this.step();
    if (this.m['lock.owner'] !== self) throw new Reported('lockdep');
    this.m['lock.owner'] = 0;
    return 0;
  }
  inRange(value: number, lo: number, hi: number): number {
    if (value < lo || value > hi) throw new Reported('range');
    return value;
  }
  assume(condition: boolean): void {
    if (!condition) throw new Removed();
  }
  choose(count: number): number {
    const choice = this.choices.shift();
    if (choice === undefined) throw new MoreChoices(count);
    return choice;
  }
  range(lo: number, hi: number): number[] {
    return Array.from({ length: hi - lo }, (_, k) => lo + k);
  }
}

/** A step of a schedule; the first one starts everything. */
interface Event { readonly task: number; readonly choices: readonly number[] }

/** Walks every schedule; null when there are more than `limit` prefixes. */
export function runText(shape: TextShape, limit: number): TextResult | null {
  const load = new Function('m', 'r', javascriptText(shape)) as (m: Memory, r: Runtime) => Body;
  const result = { memories: new Set<string>(), hung: false, reports: new Set<string>() };
  const pending: Prefix[] = [{ schedule: [{ task: -1, choices: [] }], parent: { alive: false } }];
  const states: Node[] = [];
  for (let walked = 0, next = pending.pop(); next; next = pending.pop()) {
    if (++walked > limit) return null;
    const { schedule, parent } = next;
    const ended = play(load, schedule);
    if (ended.kind === 'removed') continue;
    if (ended.kind === 'choices') {
      const { task, choices } = schedule.at(-1)!;
      for (let k = 0; k < ended.count; k++) pending.push({ schedule: [...schedule.slice(0, -1), { task, choices: [...choices, k] }], parent });
      continue;
    }
    parent.alive = true;
    if (ended.kind === 'report') result.reports.add(ended.report);
    else {
      result.memories.add(JSON.stringify(ended.memory));
      const node = { alive: ended.running.length === 0 };
      states.push(node);
      for (const task of ended.running) pending.push({ schedule: [...schedule, { task, choices: [] }], parent: node });
    }
  }
  result.hung = states.some(state => !state.alive);
  return result;
}

/** A state at the end of a schedule: whether some task can move, or none needs to. */
interface Node { alive: boolean }
interface Prefix { readonly schedule: readonly Event[]; readonly parent: Node }

type End =
  | { kind: 'removed' }
  | { kind: 'report'; report: string }
  | { kind: 'choices'; count: number }
  | { kind: 'state'; memory: Memory; running: number[] };

function play(load: (m: Memory, r: Runtime) => Body, schedule: readonly Event[]): End {
  const memory: Memory = { g0: 0, g1: 1, g2: 0, row: [0, 0, 0, 0], total: 0, totals: [0, 0, 0, 0], shadow: 0, 'lock.owner': 0 };
  const runtime = new Runtime(memory);
  const body = load(memory, runtime);
  const threads = body.tasks.map((task, k) => task(k + 1));
  let running: number[] = [];
  try {
    for (const { task, choices } of schedule) {
      runtime.choices = [...choices];
      if (task === -1) {
        const setup = body.setup();
        while (!setup.next().done) { /* setup has no steps */ }
        running = threads.flatMap((thread, k) => (thread.next().done ? [] : [k]));
      } else if (threads[task]!.next().done) running = running.filter(k => k !== task);
    }
  } catch (stop) {
    if (stop instanceof Removed) return { kind: 'removed' };
    if (stop instanceof Reported) return { kind: 'report', report: stop.message };
    if (stop instanceof MoreChoices) return { kind: 'choices', count: stop.count };
    throw stop;
  }
  return { kind: 'state', memory, running };
}
