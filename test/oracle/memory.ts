/** The memory that every generated program has: a few globals of different shapes, three pools, RCU and two locks. */
import type { Column, LockClass, Range, Struct, ValueType } from '../../src/lang/ir.js';

export const TASKS = 3;

const int: ValueType = { kind: 'int' };
const bool: ValueType = { kind: 'bool' };
const bits: Range = { lo: 0, hi: 2 ** TASKS - 1 };

export const NODE = 0;
export const INNER = 1;
export const SAFE = 2;
export const nodePointer: ValueType = { kind: 'pointer', struct: NODE };
export const innerPointer: ValueType = { kind: 'pointer', struct: INNER };
export const safePointer: ValueType = { kind: 'pointer', struct: SAFE };

type ColumnShape = Pick<Column, 'name' | 'dims' | 'type' | 'range'> & Partial<Column>;

const shapes = [
  // The four columns that statements store integers to.
  { name: 'scalar', dims: [], type: int, range: { lo: 0, hi: 3 } },
  { name: 'negative', dims: [], type: int, range: { lo: -2, hi: 1 }, initial: -1 },
  { name: 'row', dims: [3], type: bool, range: { lo: 0, hi: 1 } },
  { name: 'square', dims: [2, 2], type: int, range: { lo: 0, hi: 1 } },
  { name: 'published', dims: [], type: nodePointer, range: { lo: 0, hi: 2 } },
  { name: 'node.$life', dims: [2], type: int, range: { lo: 0, hi: 2 }, struct: NODE },
  { name: 'node.$grace', dims: [2], type: { kind: 'taskSet' }, range: bits, struct: NODE, graceSet: true },
  { name: 'node.value', dims: [2], type: int, range: { lo: 0, hi: 1 }, uninit: -1, struct: NODE },
  { name: 'node.next', dims: [2], type: nodePointer, range: { lo: 0, hi: 2 }, struct: NODE },
  { name: 'node.$ghost', dims: [2, 2], type: int, range: { lo: 0, hi: 1 }, ghost: true, struct: NODE },
  { name: 'inner.$life', dims: [3], type: int, range: { lo: 0, hi: 2 }, struct: INNER },
  { name: 'inner.value', dims: [3], type: int, range: { lo: 0, hi: 1 }, initial: 1, uninit: 2, struct: INNER },
  { name: 'safe.$life', dims: [1], type: int, range: { lo: 0, hi: 2 }, struct: SAFE },
  { name: 'safe.value', dims: [1], type: int, range: { lo: 0, hi: 1 }, struct: SAFE },
  { name: 'safe.$ghost', dims: [1], type: int, range: { lo: 0, hi: 1 }, ghost: true, struct: SAFE },
  { name: 'rcu', dims: [TASKS], type: int, range: { lo: 0, hi: 2 } },
  { name: 'synchronizing', dims: [], type: { kind: 'taskSet' }, range: bits, graceSet: true },
  { name: 'lock_a.owner', dims: [], type: { kind: 'task' }, range: { lo: 0, hi: TASKS } },
  { name: 'lock_b.owner', dims: [], type: { kind: 'task' }, range: { lo: 0, hi: TASKS } },
] as const satisfies readonly ColumnShape[];

export type ColumnName = (typeof shapes)[number]['name'];

export const columns: readonly Column[] = shapes.map((shape: ColumnShape, id) => ({
  struct: null, uninit: null, initial: 0, ghost: false, graceSet: false, ...shape, id,
}));

/** The column's number. */
export function columnId(name: ColumnName): number {
  return shapes.findIndex(shape => shape.name === name);
}

const common = { embeddedIn: [], grace: null, typesafeByRcu: false };

/** Object 2 and 3 of `inner` are embedded in objects 1 and 2 of `node`; object 1 is on the heap. */
export const FIRST_EMBEDDED = 2;
export const structs: readonly Struct[] = [
  {
    ...common, id: NODE, name: 'node', heap: 2, objects: 2, life: columnId('node.$life'), grace: columnId('node.$grace'),
    columns: [columnId('node.value'), columnId('node.next'), columnId('node.$ghost')], addressBase: 0, bound: 'node',
  },
  {
    ...common, id: INNER, name: 'inner', heap: 1, objects: 3, life: columnId('inner.$life'), columns: [columnId('inner.value')],
    embeddedIn: [{ container: NODE, field: 'inner', first: FIRST_EMBEDDED }], addressBase: 10, bound: 'inner',
  },
  {
    ...common, id: SAFE, name: 'safe', heap: 1, objects: 1, life: columnId('safe.$life'), columns: [columnId('safe.value'), columnId('safe.$ghost')],
    addressBase: 20, typesafeByRcu: true, bound: 'safe',
  },
];

export const lockClasses: readonly LockClass[] = [
  { id: 0, name: 'lock_a', owner: columnId('lock_a.owner'), readers: null },
  { id: 1, name: 'lock_b', owner: columnId('lock_b.owner'), readers: null },
];
