import type { FnId } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import type { Cells } from './cells.js';
import { ALLOC, LOCKING, OTHER, OWN_LOCKING, OWN_READ, OWN_WRITE, READ, WRITE, type Future, type Futures } from './futures.js';

/** Whether a task can move at a state; and, of one that cannot, the cells that its paths read before they were removed. */
export interface Mobility {
  readonly moves: boolean;
  readonly blockedReads: readonly number[];
  /** It looked at stacks or pools, too. */
  readonly looked: boolean;
}

/** Stacks by the codes of their frames, from the top: what the task may still do from there. */
interface Stack {
  readonly below: Map<number, Stack>;
  future: Future | null;
}

/** What each task may still do at a state, and which of them can move before a given one does. */
export class Others {
  /** Of the last ofMovable: there is nobody. */
  none = false;
  /** Who is in the last union. */
  joined: number[] = [];
  private readonly future: Future[];
  private readonly union: Future;
  private readonly nothing: Future;
  /** By task. */
  private readonly stacks: readonly Stack[];
  private readonly fnOfCode: Int32Array;
  private readonly blockOfCode: Int32Array;

  constructor(private readonly layout: Layout, private readonly cells: Cells, private readonly futures: Futures) {
    const { points } = layout.points;
    this.nothing = futures.empty();
    this.future = layout.tasks.map(() => this.nothing);
    this.stacks = layout.tasks.map(() => ({ below: new Map(), future: null }));
    this.union = futures.empty();
    this.fnOfCode = Int32Array.from(points, (point) => point?.fn ?? -1);
    this.blockOfCode = Int32Array.from(points, (point) => point?.block ?? -1);
  }

  /** Looks at a state. */
  look(state: Int32Array): void {
    for (let task = 0; task < this.future.length; task++) this.future[task] = this.futureAt(state, task);
  }

  /** All that the other tasks may do. Valid until the next call. */
  ofAll(task: number): Future {
    this.joined.length = 0;
    for (let other = 0; other < this.future.length; other++) if (other !== task && this.future[other] !== this.nothing) this.joined.push(other);
    return this.join();
  }

  /**
   * All that those may do that can move before this task does: who is not blocked, or may be woken by one who can. Valid until the next call.
   */
  ofMovable(task: number, mobility: (task: number) => Mobility): Future {
    const blocked = new Map<number, readonly number[]>();
    this.joined = [];
    for (let other = 0; other < this.future.length; other++) {
      if (other === task || this.future[other] === this.nothing) continue;
      const { moves, blockedReads, looked } = mobility(other);
      if (moves || looked) this.joined.push(other);
      else blocked.set(other, blockedReads);
    }
    let union = this.join();
    for (let before = -1; before < this.joined.length;) {
      before = this.joined.length;
      for (const [other, reads] of blocked) {
        if (!reads.some((cell) => this.mayChange(union, this.cells.column[cell]!))) continue;
        blocked.delete(other);
        this.joined.push(other);
      }
      union = this.join();
    }
    this.none = this.joined.length === 0;
    return union;
  }

  /** Whether some task among those of the last union does something to that row as its own. */
  ownRow(task: number, kind: number, column: number, row: number): boolean {
    return row !== task && row < this.future.length && this.joined.includes(row) && this.futures.has(this.future[row]!, kind, column);
  }

  /** Whether the task may touch that row of the column, or store to it if `write` is false, from where it stands. */
  mayTouch(task: number, column: number, row: number, write: boolean): boolean {
    const future = this.future[task]!;
    const has = (kind: number): boolean => this.futures.has(future, kind, column);
    if (has(WRITE) || has(LOCKING) || (write && has(READ))) return true;
    return task === row && (has(OWN_WRITE) || has(OWN_LOCKING) || (write && has(OWN_READ)));
  }

  /** Whether the task may take or release a lock whose cells are in that row of the column. */
  mayLock(task: number, column: number, row: number): boolean {
    return this.futures.has(this.future[task]!, LOCKING, column) || (task === row && this.futures.has(this.future[task]!, OWN_LOCKING, column));
  }

  private mayChange(future: Future, column: number): boolean {
    const has = (kind: number): boolean => this.futures.has(future, kind, column);
    if (has(WRITE) || has(OWN_WRITE) || has(LOCKING) || has(OWN_LOCKING)) return true;
    // An object that comes to life, or ends with a grace period.
    return this.cells.poolsOf[column]!.some((pool) => this.futures.has(future, ALLOC, pool) || this.futures.has(future, OTHER, 0));
  }

  private join(): Future {
    const { union, joined } = this;
    union.fill(0);
    for (const task of joined) {
      const more = this.future[task]!;
      for (let word = 0; word < union.length; word++) union[word]! |= more[word]!;
    }
    return union;
  }

  /** There are few stacks: each is added up once. */
  private futureAt(state: Int32Array, task: number): Future {
    const { frames, points } = this.layout;
    const { base } = this.layout.tasks[task]!;
    const code = state[base]!;
    if (code === 0) return this.nothing;
    let stack = stackBelow(this.stacks[task]!, code);
    for (let fn = this.fnOfCode[code]!; fn >= 0;) {
      const site = state[base + frames[fn]!]!;
      stack = stackBelow(stack, site);
      fn = points.sites[fn]![site - 1]?.caller ?? -1;
    }
    return (stack.future ??= this.added(state, task, this.fnOfCode[code]!, this.blockOfCode[code]!));
  }

  private added(state: Int32Array, task: number, top: FnId, block: number): Future {
    const { frames, points } = this.layout;
    const { base } = this.layout.tasks[task]!;
    const into = this.futures.empty();
    for (let fn = top, at = block; fn >= 0;) {
      const more = this.futures.from(task, fn, at);
      if (more === null && fn === top) throw new Error(`task ${task} stands where its flow does not come to: block ${at} of function ${fn}`);
      // A caller to which nothing returns has no future of its own.
      if (more !== null) for (let word = 0; word < into.length; word++) into[word]! |= more[word]!;
      const site = points.sites[fn]![state[base + frames[fn]!]! - 1];
      fn = site?.caller ?? -1;
      at = site?.call.next ?? -1;
    }
    return into;
  }
}

function stackBelow(stack: Stack, code: number): Stack {
  const known = stack.below.get(code);
  if (known) return known;
  const made: Stack = { below: new Map(), future: null };
  stack.below.set(code, made);
  return made;
}
