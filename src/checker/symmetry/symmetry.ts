import type { Layout } from '../layout/layout.js';
import { Arrangements } from './arrangements.js';
import { alikeTasks } from './entries.js';
import { cleanPools, interchangeable } from './initial.js';
import { notesOf } from './notes.js';
import { Numbering } from './numbering.js';
import { arrangementsOf, numberingsOf } from './orbit.js';
import { Renaming } from './renaming.js';
import { survey } from './survey.js';

/**
 * Objects of a pool that no code can tell apart, and tasks that run the same code, make states that differ in nothing but numbers: what
 * one leads to, the other leads to as well, renamed. One of them is enough. This finds such pools and tasks, and renames a state to the
 * representative of all that are the same but for numbers. See Findings for what stands against it, and Order for loops over objects.
 */
export class Symmetry {
  /** Pools whose objects are interchangeable, and groups of tasks that are; for people. */
  readonly found: readonly string[];
  /** What is not symmetric and why, one line each, with the place of the culprit. */
  readonly notes: readonly string[];
  /** Nothing is symmetric: canonicalise would do nothing. */
  readonly trivial: boolean;
  /**
   * Properties and measures (by number among what is asked, program/walk.ts) that, in one order of interchangeable objects, may stop before a failing check that they run into in another.
   * Where one of them is asked about a state, the state's `relatives` have to be asked as well, or a model error may be missed.
   */
  readonly fragile: readonly number[];
  /** Pools whose objects are renamed. */
  readonly pools: readonly number[];
  /** Tasks, by index, that take each other's place. */
  readonly groups: readonly (readonly number[])[];
  /** Numbers objects, tasks staying where they are. */
  private readonly naming: Renaming;
  private readonly numbering: Numbering;
  /** Puts tasks in other places, objects keeping their numbers. */
  private readonly placing: Renaming;
  private readonly arrangements: Arrangements;
  private readonly placed: Int32Array;
  private readonly numbered: Int32Array;
  private readonly least: Int32Array;

  /** @param initials all states that exploration starts from */
  constructor(private readonly layout: Layout, initials: readonly Int32Array[]) {
    const seen = survey(layout);
    const { findings, spaces } = seen;
    const alike = alikeTasks(layout);
    this.placed = new Int32Array(layout.size);
    this.numbered = new Int32Array(layout.size);
    this.least = new Int32Array(layout.size);
    this.pools = cleanPools(layout, findings, initials);
    this.naming = new Renaming(layout, seen, new Set(this.pools));
    this.numbering = new Numbering(layout, seen, this.pools, this.naming);
    this.placing = new Renaming(layout, seen, new Set([spaces.tasks]));
    const candidates = findings.refused.has(spaces.tasks) ? [] : alike.map((set) => set.filter((task) => !findings.pinned.has(task)));
    this.groups = candidates.flatMap((set) => interchangeable(set, initials, (cells, a, b) => this.swapped(cells, a, b)));
    this.placing.reset();
    this.arrangements = new Arrangements(layout, seen, this.groups, this.placing.tasks);
    this.trivial = this.pools.length === 0 && this.groups.length === 0;
    this.fragile = this.trivial ? [] : seen.fragile;
    const { program } = layout;
    const names = (tasks: readonly number[]): string => `tasks ${tasks.map((task) => program.tasks[task]!.name).join(', ')}`;
    this.found = [...this.pools.map((pool) => `objects of ${program.structs[pool]!.name}`), ...this.groups.map(names)];
    this.notes = notesOf(findings, alike, this.groups);
  }

  /** Renames objects and tasks of a state in place, so that states that are the same but for numbers become equal, as far as is cheap. */
  canonicalise(cells: Int32Array): void {
    if (this.trivial) return;
    if (this.groups.length === 0) {
      const found = this.renumber(cells);
      if (found !== cells) cells.set(found);
      return;
    }
    this.arrangements.first(cells);
    this.least.set(this.arrange(cells));
    while (this.arrangements.next()) {
      const found = this.arrange(cells);
      if (isLess(found, this.least)) this.least.set(found);
    }
    cells.set(this.least);
  }

  /** Ways in which tasks can change places, staying where they are among them. */
  *placements(): Generator<readonly number[]> {
    for (const tasks of arrangementsOf(this.groups, this.layout.tasks.length)) yield [...tasks];
  }

  /** The states that are the same but for numbers, this one among them; some maybe more than once. */
  *relatives(cells: Int32Array): Generator<Int32Array> {
    const { structs } = this.layout.program;
    const placed = new Int32Array(this.layout.size);
    for (const tasks of arrangementsOf(this.groups, this.layout.tasks.length)) {
      this.placing.tasks.set(tasks);
      this.placing.spread();
      this.placing.apply(cells, placed);
      for (const numbers of numberingsOf(this.pools.map((pool) => structs[pool]!.heap))) {
        this.pools.forEach((pool, at) => this.naming.numbers(pool).set(numbers[at]!, 1));
        this.naming.spread();
        const renamed = new Int32Array(this.layout.size);
        this.naming.apply(placed, renamed);
        yield renamed;
      }
    }
  }

  /** The state with tasks placed as in the current arrangement, and objects numbered. */
  private arrange(cells: Int32Array): Int32Array {
    this.placing.spread();
    this.placing.apply(cells, this.placed);
    return this.renumber(this.placed);
  }

  /** The state with its objects numbered as they are found; itself if nothing changes. */
  private renumber(cells: Int32Array): Int32Array {
    if (!this.numbering.number(cells)) return cells;
    this.naming.spread();
    this.naming.apply(cells, this.numbered);
    return this.numbered;
  }

  /** A copy with objects numbered and two tasks swapped; not swapped if they are the same one. */
  private swapped(cells: Int32Array, a: number, b: number): Int32Array {
    this.placing.reset();
    this.placing.tasks[a] = b;
    this.placing.tasks[b] = a;
    return this.arrange(cells).slice();
  }
}

function isLess(a: Int32Array, b: Int32Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! < b[at]!;
  return false;
}
