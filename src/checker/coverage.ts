/** Which code of a program a search has executed: functions that were entered, and the ways that branches went. */
import type { FnId, OriginId, Program, SiteId } from '../lang/ir.js';
import { callGraph } from './program/callgraph.js';

/** Whose code runs: tasks in the search, ghost blocks in their steps, setup before it, or a property that is asked (whatever it then runs). */
export type Runner = 'tasks' | 'ghosts' | 'setup' | 'properties';

/** A function that was entered, with a frame or in place. */
export interface ReachedFunction {
  readonly file: string;
  readonly name: string;
  readonly by: Runner;
}

/** A branch that tasks may come to, and the ways that it went. */
export interface ReachedBranch {
  readonly file: string;
  /** The function that contains it. */
  readonly fn: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The condition. */
  readonly text: string;
  readonly true: boolean;
  readonly false: boolean;
}

/** What of a program was executed; in no particular order. */
export interface Reach {
  readonly functions: readonly ReachedFunction[];
  readonly branches: readonly ReachedBranch[];
}

/**
 * Marks that the compiled engine sets as it executes steps. A path that a guard removes leaves none. They stand for steps that were
 * executed from reachable states, whether the states were stored or passed.
 */
export class Coverage {
  /** By mark: 1 once it is set. Each mark is there twice: of tasks, then (`setupFrom` further) of setup. */
  readonly marks: Uint8Array;
  readonly setupFrom: number;
  private readonly places = new Map<string, number>();
  private readonly fresh: number[] = [];

  constructor(private readonly program: Program) {
    for (const fn of program.fns) this.place(this.entryKey(fn.id));
    for (const origin of (program.origins ?? []).keys()) this.place(this.originKey(origin));
    for (const site of this.branchSites(() => true)) for (const way of [true, false]) this.place(outcomeKey(site, way));
    this.setupFrom = this.places.size;
    this.marks = new Uint8Array(2 * this.setupFrom);
  }

  /** The mark of entering a function that has a frame. */
  entry(fn: FnId): number {
    return this.at(this.entryKey(fn));
  }

  /** The marks of entering a function that was lowered in place, and those that it was lowered into. */
  entries(origin: OriginId): number[] {
    const { within } = this.program.origins![origin]!;
    return [this.at(this.originKey(origin)), ...(within === null ? [] : this.entries(within))];
  }

  /** The mark of a branch that goes one way. */
  outcome(site: SiteId, way: boolean): number {
    return this.at(outcomeKey(site, way));
  }

  /** Sets a mark; it stays when the path is kept. */
  readonly mark = (mark: number): void => {
    this.marks[mark] = 1;
    this.fresh.push(mark);
  };

  /** The path led somewhere. */
  keep(): void {
    this.fresh.length = 0;
  }

  /** A guard removed the path. */
  drop(): void {
    for (const mark of this.fresh) this.marks[mark] = 0;
    this.fresh.length = 0;
  }

  /** The marks as text, to be kept. */
  text(): string {
    return Buffer.from(this.marks).toString('base64');
  }

  /** What marks that were kept tell of a program, which has the programHash of the one that they were set for. */
  static reachOf(program: Program, text: string): Reach {
    const coverage = new Coverage(program);
    const marks = Buffer.from(text, 'base64');
    if (marks.length !== coverage.marks.length) throw new RangeError(`${marks.length} marks of a program that has ${coverage.marks.length}`);
    coverage.marks.set(marks);
    return coverage.reach();
  }

  reach(): Reach {
    return { functions: [...this.functions()], branches: this.branches() };
  }

  private *functions(): Generator<ReachedFunction> {
    const { program } = this;
    const calls = callGraph(program);
    for (const { id, site, role } of program.fns) {
      const mark = this.entry(id);
      if (role === 'task' && this.marks[mark] === 1) yield this.reached(site, 'tasks');
      if (role === 'task' && this.marks[mark + this.setupFrom] === 1) yield this.reached(site, 'setup');
      if (calls.ofProperties.has(id)) yield this.reached(site, 'properties');
    }
    for (const [origin, { site, role }] of (program.origins ?? []).entries()) {
      const mark = this.at(this.originKey(origin));
      if (role === 'property') yield this.reached(site, 'properties');
      else if (this.marks[mark] === 1) yield this.reached(site, role === 'ghost' ? 'ghosts' : 'tasks');
      else if (this.marks[mark + this.setupFrom] === 1) yield this.reached(site, 'setup');
    }
  }

  private reached(site: SiteId, by: Runner): ReachedFunction {
    const { file, fn: name } = this.program.sites[site]!;
    return { file, name, by };
  }

  private branches(): ReachedBranch[] {
    const { ofTask } = callGraph(this.program);
    return [...this.branchSites((fn) => ofTask.some((fns) => fns.has(fn)))].map((site) => ({
      ...this.program.sites[site]!,
      true: this.marks[this.outcome(site, true)] === 1,
      false: this.marks[this.outcome(site, false)] === 1,
    }));
  }

  private branchSites(runs: (fn: FnId) => boolean): Set<SiteId> {
    const ends = this.program.fns.filter(({ id }) => runs(id)).flatMap(({ blocks }) => blocks.map(({ end }) => end));
    return new Set(ends.flatMap((end) => (end.kind === 'branch' && end.site !== undefined ? [end.site] : [])));
  }

  private place(key: string): void {
    if (!this.places.has(key)) this.places.set(key, this.places.size);
  }

  private at(key: string): number {
    return this.places.get(key)!;
  }

  private entryKey(fn: FnId): string {
    return `entry ${this.program.fns[fn]!.site}`;
  }

  /** Ghost code is told apart: it is no code of the kernel, wherever else the function is called. */
  private originKey(origin: OriginId): string {
    const { site, role } = this.program.origins![origin]!;
    return `${role} ${site}`;
  }
}

function outcomeKey(site: SiteId, way: boolean): string {
  return `${String(way)} ${site}`;
}
