import type { ValueType } from '../../lang/ir.js';
import type { Loop } from './loops.js';
import type { Space, Spaces } from './spaces.js';

/** What a value is made of, as far as renaming goes. */
export type Sort =
  /** The same under every renaming. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'const'; readonly value: number }
  /** A number of the space plus `offset`; any other value (NULL, uninitialised) stays as it is. */
  | { readonly kind: 'number'; readonly space: Space; readonly offset: number }
  /** A set of tasks. */
  | { readonly kind: 'set' }
  /** An address of anything. */
  | { readonly kind: 'address' }
  /** What counts through a loop, plus `offset`: task numbers or plain ones, as its uses will tell. */
  | { readonly kind: 'counter'; readonly loop: Loop; readonly offset: number }
  /** A set made of `1 << counter`. */
  | { readonly kind: 'bit'; readonly loop: Loop; readonly offset: number }
  /** One of these, which do not go together: spoilt if it is used. */
  | { readonly kind: 'mixed'; readonly of: readonly Sort[] };

export const PLAIN: Sort = { kind: 'plain' };
export const SET: Sort = { kind: 'set' };
export const ADDRESS: Sort = { kind: 'address' };

export function constant(value: number): Sort {
  return { kind: 'const', value };
}

export function number(space: Space, offset: number): Sort {
  return { kind: 'number', space, offset };
}

/** What a column or local of this type holds; null where the type does not tell. */
export function sortOfType(type: ValueType, spaces: Spaces): Sort | null {
  switch (type.kind) {
    case 'pointer': return number(type.struct, 0);
    case 'task': return number(spaces.tasks, 0);
    case 'taskSet': return SET;
    case 'address': return ADDRESS;
    case 'int':
    case 'bool':
    case 'function': return null;
  }
}

export function sameSort(a: Sort, b: Sort): boolean {
  if (a.kind === 'const') return b.kind === 'const' && a.value === b.value;
  if (a.kind === 'number') return b.kind === 'number' && a.space === b.space && a.offset === b.offset;
  if (a.kind === 'counter' || a.kind === 'bit') return b.kind === a.kind && a.loop === b.loop && a.offset === b.offset;
  if (a.kind === 'mixed') return b.kind === 'mixed' && a.of.length === b.of.length && a.of.every((one, at) => sameSort(one, b.of[at]!));
  return a.kind === b.kind;
}

/** A value that is one or the other. */
export function join(a: Sort, b: Sort, spaces: Spaces): Sort {
  if (sameSort(a, b)) return a;
  if (a.kind === 'const' && b.kind === 'const') return mixed(a, b);
  if (fits(a, b, spaces)) return b;
  if (fits(b, a, spaces)) return a;
  return mixed(a, b);
}

/** Whether a value of sort `a` can be taken for one of sort `b`. */
function fits(a: Sort, b: Sort, spaces: Spaces): boolean {
  if (a.kind === 'const') return constantFits(a.value, b, spaces);
  if (a.kind === 'number' && b.kind === 'number') return spaces.converts(a.space, a.offset, b.space, b.offset);
  if (a.kind === 'mixed') return a.of.every((one) => sameSort(one, b) || fits(one, b, spaces));
  return a.kind === 'number' && b.kind === 'address' && spaces.base(a.space) === a.offset;
}

function constantFits(value: number, b: Sort, spaces: Spaces): boolean {
  switch (b.kind) {
    case 'plain': return true;
    case 'number': return spaces.runOf(b.space, value - b.offset) === null;
    case 'set': return value === 0;
    case 'address': return spaces.structAddressed(value) === null;
    default: return false;
  }
}

/** All constants are as good as plain; but which ones they were matters to what comes later, NULL above all. */
function mixed(a: Sort, b: Sort): Sort {
  const all = [...members(a), ...members(b)];
  const of = all.filter((one, at) => all.findIndex((other) => sameSort(one, other)) === at);
  return of.every(({ kind }) => kind === 'plain' || kind === 'const') && (of.length > CONSTANTS_MAX || of.some(({ kind }) => kind === 'plain')) ? PLAIN : { kind: 'mixed', of };
}

const CONSTANTS_MAX = 4;

/** The sorts that a value may be of. */
export function members(sort: Sort): readonly Sort[] {
  return sort.kind === 'mixed' ? sort.of : [sort];
}
