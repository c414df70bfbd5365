import type { FnId, StructId } from '../../lang/ir.js';
import { localOffset, type Layout } from '../layout/layout.js';
import { pack, pointersByOwner, type Found, type Pointers } from './pointers.js';
import type { Renaming } from './renaming.js';
import type { Stored } from './summaries.js';
import type { Space } from './spaces.js';
import type { Survey } from './survey.js';

/** A pool whose objects are numbered anew. */
interface Pool {
  readonly id: Space;
  readonly heap: number;
  /** Life of object k is at life + k. */
  readonly life: number;
  /** By object: the pointers in it and in what is embedded in it. */
  readonly pointers: readonly Pointers[];
  next: number;
}

/** Numbers the objects of symmetric pools in the order in which they are found from the roots, breadth first. */
export class Numbering {
  private readonly pools: readonly Pool[];
  /** By struct: pool (by index in `pools`) and object of each number; -1 if it is in none. */
  private readonly poolOf: readonly Int32Array[];
  private readonly objectOf: readonly Int32Array[];
  private readonly roots: Pointers;
  private readonly atPoint: readonly Pointers[];
  private readonly atCall: readonly (readonly Pointers[])[];
  private readonly queue: Int32Array;
  private queued = 0;

  constructor(private readonly layout: Layout, found: Survey, ids: readonly Space[], private readonly renaming: Renaming) {
    const { program } = layout;
    const { spaces } = found;
    this.poolOf = program.structs.map(({ id, objects }) => Int32Array.from({ length: objects + 1 }, (_, one) => ids.indexOf(spaces.runOf(id, one)?.root ?? -2)));
    this.objectOf = program.structs.map(({ id, objects }) => Int32Array.from({ length: objects + 1 }, (_, one) => one + 1 - (spaces.runOf(id, one)?.from ?? 0)));
    const owned = pointersByOwner(layout, this.poolOf, this.objectOf);
    this.roots = pack(owned.get('') ?? []);
    this.pools = ids.map((id, pool) => {
      const { heap, life } = program.structs[id]!;
      const pointers = Array.from({ length: heap + 1 }, (_, one) => pack(owned.get(`${pool} ${one}`) ?? []));
      return { id, heap, life: layout.columns[life]! - 1, pointers, next: 1 };
    });
    const stored = (fn: FnId, locals: readonly Stored[]): Pointers => pack(locals.flatMap(([local, sort]): Found[] =>
      (sort.kind === 'number' && sort.offset === 0 && this.leads(sort.space) ? [[localOffset(layout.frames, fn, local), sort.space]] : [])));
    this.atPoint = layout.points.points.map((point, code) => stored(point?.fn ?? 0, point ? (found.summaries.atPoint.get(code) ?? []) : []));
    this.atCall = layout.points.sites.map((sites, fn) => [pack([]), ...sites.map(({ caller }, at) => stored(caller, found.summaries.atCall[fn]!.get(at + 1) ?? []))]);
    this.queue = new Int32Array(2 * this.pools.reduce((sum, { heap }) => sum + heap, 0));
  }

  /** Sets the numbers of `renaming`; returns whether any changes. */
  number(cells: Int32Array): boolean {
    this.queued = 0;
    for (const pool of this.pools) {
      pool.next = 1;
      this.renaming.numbers(pool.id).fill(0, 1, pool.heap + 1);
    }
    this.visitAll(this.roots, cells, 0);
    for (let task = 0; task < this.layout.tasks.length; task++) this.visitStack(cells, this.layout.tasks[task]!.base);
    let done = this.drain(0, cells);
    for (let pool = 0; pool < this.pools.length; pool++) {
      const { heap, life } = this.pools[pool]!;
      for (let one = 1; one <= heap; one++) if (cells[life + one] !== 0) done = this.assigned(pool, one) ? this.drain(done, cells) : done;
    }
    return this.numberTheRest();
  }

  private numberTheRest(): boolean {
    let changes = false;
    for (let pool = 0; pool < this.pools.length; pool++) {
      const { heap, id } = this.pools[pool]!;
      const numbers = this.renaming.numbers(id);
      for (let one = 1; one <= heap; one++) {
        this.assigned(pool, one);
        if (numbers[one] !== one) changes = true;
      }
    }
    return changes;
  }

  private visitStack(cells: Int32Array, base: number): void {
    const { points, frames } = this.layout;
    const code = cells[base]!;
    const top = points.points[code];
    if (!top) return;
    let { fn } = top;
    let pointers = this.atPoint[code]!;
    for (;;) {
      this.visitAll(pointers, cells, base);
      const back = cells[base + frames[fn]!]!;
      const site = points.sites[fn]![back - 1];
      if (!site) return;
      pointers = this.atCall[fn]![back]!;
      fn = site.caller;
    }
  }

  private drain(from: number, cells: Int32Array): number {
    let at = from;
    for (; at < this.queued; at += 2) this.visitAll(this.pools[this.queue[at]!]!.pointers[this.queue[at + 1]!]!, cells, 0);
    return at;
  }

  private visitAll({ cells: places, structs }: Pointers, cells: Int32Array, base: number): void {
    for (let at = 0; at < places.length; at++) {
      const struct = structs[at]!;
      const value = cells[base + places[at]!]!;
      const pool = value > 0 ? (this.poolOf[struct]![value] ?? -1) : -1;
      if (pool >= 0) this.assigned(pool, this.objectOf[struct]![value]!);
    }
  }

  /** Gives the object the next number unless it has one; queues it. */
  private assigned(at: number, object: number): boolean {
    const pool = this.pools[at]!;
    const numbers = this.renaming.numbers(pool.id);
    if (numbers[object] !== 0) return false;
    numbers[object] = pool.next++;
    this.queue[this.queued++] = at;
    this.queue[this.queued++] = object;
    return true;
  }

  private leads(struct: StructId): boolean {
    return this.poolOf[struct]?.some((pool) => pool >= 0) ?? false;
  }
}
