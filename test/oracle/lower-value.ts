/** Values and pointers of a generated program as IR expressions, each index wrapped into its dimension. */
import type { Expr, LocalId, StructId } from '../../src/lang/ir.js';
import { binary, cond, constant, load, local, wrapped } from './fragment.js';
import { columns, FIRST_EMBEDDED, INNER, NODE, SAFE, TASKS, type ColumnName } from './memory.js';
import type { IntTarget, NodePointer, Pointer, Pool, Value } from './shapes.js';

/** Every generated task function has the same locals; the first two are the parameters, where there are any. */
export const locals = { x: 0, p: 1, c: 2, m: 3, q: 4, i: 5, s: 6 } as const satisfies Record<IntTarget | NodePointer | 'i' | 's', LocalId>;

export const structOf: Readonly<Record<Pool, StructId>> = { node: NODE, inner: INNER, safe: SAFE };
const valueColumn = { node: 'node.value', inner: 'inner.value', safe: 'safe.value' } as const satisfies Record<Pool, ColumnName>;

/** Where a value of a pool is: the column and the local that points into the pool. */
export function fieldOf(pool: Pool, pointer: NodePointer): { column: ColumnName; holder: LocalId } {
  return { column: valueColumn[pool], holder: holderOf(pool, pointer) };
}

/** The local that points into the pool. */
export function holderOf(pool: Pool, pointer: NodePointer): LocalId {
  return { node: locals[pointer], inner: locals.i, safe: locals.s }[pool];
}

/** `at(object - 1)`, or 0 if the local is NULL. */
export function unlessNull(holder: LocalId, at: (index: Expr) => Expr): Expr {
  return cond(local(holder), at(binary(local(holder), '-', constant(1))), constant(0));
}

/** Indices of a column that integers are stored to. */
export function indexOf(column: number, i: Value, j: Value): Expr[] {
  return columns[column]!.dims.map((size, k) => wrapped(lowerValue(k === 0 ? i : j), size));
}

export function lowerPointer(pointer: Pointer): Expr {
  switch (pointer.kind) {
    case 'null': return constant(0);
    case 'global': return load('published');
    case 'local': return local(locals[pointer.name]);
    case 'next': return unlessNull(locals[pointer.name], index => load('node.next', index));
  }
}

/** The object of `inner` that is embedded in the node, or NULL. */
export function embeddedIn(pointer: NodePointer): Expr {
  return unlessNull(locals[pointer], index => binary(index, '+', constant(FIRST_EMBEDDED)));
}

export function lowerValue(value: Value): Expr {
  switch (value.kind) {
    case 'const': return constant(value.value);
    case 'local': return local(locals[value.name]);
    case 'self': case 'readers': return { kind: value.kind };
    case 'global': return { kind: 'load', column: value.column, index: indexOf(value.column, value.i, value.j) };
    case 'field': return lowerField(value.pool, value.pointer);
    case 'unary': return { kind: 'unary', op: value.op, operand: lowerValue(value.operand) };
    case 'binary': return lowerBinary(value);
    case 'cond': return cond(lowerValue(value.test), lowerValue(value.then), lowerValue(value.else));
    case 'active': return { kind: 'active', task: wrapped(lowerValue(value.task), TASKS), fn: value.fn };
    case 'idle': return { kind: 'idle', task: wrapped(lowerValue(value.task), TASKS) };
    case 'same': return binary(lowerPointer(value.left), '==', lowerPointer(value.right));
    case 'referenced': return { kind: 'referenced', struct: structOf[value.pool], object: constant(value.pool === 'node' ? value.object + 1 : 1) };
  }
}

function lowerField(pool: Pool, pointer: NodePointer): Expr {
  const { column, holder } = fieldOf(pool, pointer);
  return unlessNull(holder, index => load(column, index));
}

/** Divisors and shift counts stay where C and the front end define them. */
function lowerBinary({ op, left, right }: Extract<Value, { kind: 'binary' }>): Expr {
  const operand = lowerValue(right);
  if (op === '/' || op === '%') return binary(lowerValue(left), op, binary(wrapped(operand, 3), '+', constant(1)));
  if (op === '<<' || op === '>>') return binary(lowerValue(left), op, wrapped(operand, 8));
  return binary(lowerValue(left), op, operand);
}

/** The value, made to fit its target: -2 .. 1 for `m` and `negative`, -1 never. */
export function fitted(value: Value, lo: number, count: number): Expr {
  const fits = wrapped(lowerValue(value), count);
  return lo === 0 ? fits : binary(fits, '+', constant(lo));
}

/** As fitted(), into a global's range. */
export function fittedTo(column: number, value: Value): Expr {
  const { lo, hi } = columns[column]!.range;
  return fitted(value, lo, hi - lo + 1);
}
