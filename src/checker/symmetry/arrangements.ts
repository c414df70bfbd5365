import { cellCount, type Layout } from '../layout/layout.js';
import { sortOfType } from './sorts.js';
import type { Survey } from './survey.js';

/** More arrangements of one state are not tried: its tasks are only sorted. */
const ARRANGEMENTS_MAX = 24;

/**
 * The orders in which interchangeable tasks of a state may be put to find its representative. They are sorted by what no renaming changes
 * (where they stand, their own plain cells), so that only those that are alike in all of that have to be tried in every order.
 */
export class Arrangements {
  /** By code: the same for control points of entries that differ in nothing but their place. */
  private readonly places: Int32Array;
  /** Plain cells with a row a task: that of task 0, and the distance to the next. */
  private readonly plain: readonly { readonly start: number; readonly stride: number }[];
  /** The tasks of each group, sorted. */
  private readonly sorted: readonly number[][];
  /** Tasks that are alike, as positions from .. to - 1 of a group; `order` is which of their permutations comes next. */
  private readonly runs: { group: number; from: number; to: number; orders: readonly (readonly number[])[]; order: number }[] = [];

  constructor(private readonly layout: Layout, found: Survey, private readonly groups: readonly (readonly number[])[], private readonly tasks: Int32Array) {
    this.sorted = groups.map((group) => [...group]);
    this.plain = plainRows(layout, found);
    this.places = Int32Array.from(layout.points.points, (_, code) => code);
    for (const group of groups) this.identify(group);
  }

  /** Starts with a state: sets `tasks` to the first arrangement. */
  first(cells: Int32Array): void {
    this.runs.length = 0;
    let count = 1;
    for (let group = 0; group < this.groups.length; group++) {
      const order = this.sorted[group]!;
      this.groups[group]!.forEach((task, at) => { order[at] = task; });
      order.sort((a, b) => this.compare(cells, a, b) || a - b);
      count *= this.findRuns(cells, group);
    }
    if (count > ARRANGEMENTS_MAX) this.runs.length = 0;
    this.arrange();
  }

  /** Sets `tasks` to the next arrangement; false if there is none. */
  next(): boolean {
    for (const run of this.runs) {
      run.order = (run.order + 1) % run.orders.length;
      if (run.order === 0) continue;
      this.arrange();
      return true;
    }
    return false;
  }

  private arrange(): void {
    for (let group = 0; group < this.groups.length; group++) {
      const places = this.groups[group]!;
      const order = this.sorted[group]!;
      for (let at = 0; at < places.length; at++) this.tasks[order[at]!] = places[at]!;
    }
    for (const { group, from, orders, order } of this.runs) {
      const places = this.groups[group]!;
      const permutation = orders[order]!;
      for (let at = 0; at < permutation.length; at++) this.tasks[this.sorted[group]![from + at]!] = places[from + permutation[at]!]!;
    }
  }

  /** Returns how many ways there are to arrange those that are alike. */
  private findRuns(cells: Int32Array, group: number): number {
    const order = this.sorted[group]!;
    let count = 1;
    for (let from = 0, to = 1; from < order.length; from = to++) {
      while (to < order.length && this.compare(cells, order[from]!, order[to]!) === 0) to++;
      if (to - from === 1) continue;
      const ways = factorial(to - from);
      count *= ways;
      if (ways <= ARRANGEMENTS_MAX) this.runs.push({ group, from, to, orders: ORDERS[to - from]!, order: 0 });
    }
    return count;
  }

  private compare(cells: Int32Array, a: number, b: number): number {
    const { tasks } = this.layout;
    const stands = this.places[cells[tasks[a]!.base]!]! - this.places[cells[tasks[b]!.base]!]!;
    if (stands !== 0) return stands;
    for (const { start, stride } of this.plain) {
      for (let cell = 0; cell < stride; cell++) {
        const differs = cells[start + a * stride + cell]! - cells[start + b * stride + cell]!;
        if (differs !== 0) return differs;
      }
    }
    return 0;
  }

  private identify(group: readonly number[]): void {
    const { program, points } = this.layout;
    const entries = group.map((task) => program.tasks[task]!.entry!);
    for (const entry of entries) points.codes[entry]!.forEach((code, block) => { this.places[code] = points.codes[entries[0]!]![block]!; });
  }
}

function plainRows({ program, columns }: Layout, { spaces, findings }: Survey): { start: number; stride: number }[] {
  const own = program.columns.filter(({ id, struct, type }) => (struct === null ? findings.byTask.has(id) : struct === spaces.tasks) && sortOfType(type, spaces) === null);
  return own.map((column) => ({ start: columns[column.id]!, stride: cellCount(column) / column.dims[0]! }));
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

const ORDERS: readonly (readonly (readonly number[])[])[] = [0, 1, 2, 3, 4].map((n) => permutations(n));

/** Every order of 0 .. n - 1, the ascending one first. */
export function permutations(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) => Array.from({ length: n }, (_, at) => [...rest.slice(0, n - 1 - at), n - 1, ...rest.slice(n - 1 - at)]));
}
