import type { BlockId, Fn, FnId, LocalId, ValueType } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import type { Mode } from './findings.js';
import { join, members, PLAIN, sameSort, sortOfType, type Sort } from './sorts.js';
import type { Spaces } from './spaces.js';
import type { Values } from './values.js';

/** A local that a stored frame holds, and that renaming changes. */
export type Stored = readonly [LocalId, Sort];

/** What functions know of each other: the sorts of arguments and results; and what frames hold where they stand. */
export class Summaries {
  /** Functions to look at again. */
  readonly waiting = new Set<FnId>();
  /** By code of a control point. */
  readonly atPoint = new Map<number, readonly Stored[]>();
  /** By function called, then return code: what the caller's frame holds. */
  readonly atCall: readonly Map<number, readonly Stored[]>[];
  private readonly params: (Sort | null)[][];
  private readonly results: (Sort[] | null)[];

  constructor(private readonly layout: Layout, private readonly spaces: Spaces) {
    const { fns } = layout.program;
    this.params = fns.map(({ params }) => new Array<Sort | null>(params).fill(null));
    this.results = fns.map(() => null);
    this.atCall = fns.map(() => new Map<number, readonly Stored[]>());
  }

  /** Sorts of the arguments; null if nobody has called it yet. What init passes is no matter. */
  paramsOf(fn: Fn, mode: Mode): readonly Sort[] | null {
    const sorts = this.params[fn.id]!.map((sort, local) => sortOfType(fn.locals[local]!.type, this.spaces) ?? (mode === 'init' ? PLAIN : sort));
    const known = sorts.filter((sort) => sort !== null);
    return known.length === sorts.length ? known : null;
  }

  /** Sorts of the results; null if it does not return. */
  resultsOf(fn: FnId): readonly Sort[] | null {
    return this.results[fn]!;
  }

  /** The function is started with these arguments. */
  pass(values: Values, callee: FnId, args: readonly Sort[]): void {
    const { locals } = this.layout.program.fns[callee]!;
    const known = this.params[callee]!;
    args.forEach((arg, param) => {
      const sort = this.carried(values, values.into(arg, locals[param]!.type), locals[param]!.type);
      if (values.findings.mode === 'init') return;
      const now = this.joined(known[param] ?? null, sort);
      if (now !== known[param]) this.waiting.add(callee);
      known[param] = now;
    });
  }

  /** The function is started in another task. What init starts may be given anything. */
  spawn(values: Values, callee: FnId, args: readonly Sort[]): void {
    const { mode } = values.findings;
    this.pass(values, callee, args);
    if (mode !== 'init') return;
    this.params[callee]!.fill(PLAIN);
    this.waiting.add(callee);
  }

  /** The function returns these values. */
  give(fn: FnId, sorts: readonly Sort[], values: Values): void {
    const before = this.results[fn] ?? null;
    const now = sorts.map((sort, at) => this.joined(before?.[at] ?? null, this.uncounted(values, sort)));
    if (before !== null && now.every((sort, at) => sort === before[at])) return;
    this.results[fn] = now;
    for (const { caller } of this.layout.points.sites[fn]!) this.waiting.add(caller);
  }

  storePoint(code: number, stored: readonly Stored[]): void {
    this.atPoint.set(code, stored);
  }

  storeCall(caller: FnId, block: BlockId, callee: FnId, stored: readonly Stored[]): void {
    this.atCall[callee]!.set(this.layout.points.returnCodes[caller]![block]!, stored);
  }

  /** The sort of a value in a local. Numbers of objects do not go into integers, as these do not keep an object from being reused. */
  kept(values: Values, sort: Sort, type: ValueType): Sort {
    if (sortOfType(type, this.spaces) !== null) return sort;
    const strange = members(sort).filter((one) => one.kind === 'number' && one.space !== this.spaces.tasks);
    for (const one of strange) values.spoil(one, 'its number is kept in an integer');
    return strange.length > 0 ? PLAIN : sort;
  }

  private carried(values: Values, sort: Sort, type: ValueType): Sort {
    return this.uncounted(values, this.kept(values, sort, type));
  }

  /** What a loop counts is not followed into other functions. */
  private uncounted(values: Values, sort: Sort): Sort {
    return members(sort).some(({ kind }) => kind === 'counter' || kind === 'bit') ? values.spoil(sort, 'it is passed on') : sort;
  }

  /** The sort that was before, if nothing is new. */
  private joined(before: Sort | null, sort: Sort): Sort {
    const now = before === null ? sort : join(before, sort, this.spaces);
    return before !== null && sameSort(before, now) ? before : now;
  }
}
