/**
 * What the programs of a spec get from the model, kept in columns of their own, so that two variants can be compared by it: see
 * ObservedProgram. Written in the step in which the call returns. Of several calls that return within one step the last one's result
 * is kept; the count tells that there were more.
 */
import type { Expr, FnId } from '../../ir.js';
import type { DraftColumn } from '../pools.js';
import type { Span } from '../source.js';
import { intType } from '../types.js';
import type { Unit } from '../unit.js';
import type { FunctionTable } from '../functions.js';
import { e } from './builder.js';
import type { FunctionDeclaration } from './calls.js';
import type { Lowerer, Value } from './context.js';
import { settle } from './memory.js';

/** Where in the spec's text the call begins that returned last; 0 when a program has begun since. */
export const CALL_COLUMN = '$call';
/** How many calls have returned, and programs begun; from 0 again after CALLS_MAX. */
export const CALLS_COLUMN = '$calls';
/** Part k of the last result is in `$result` + k. */
export const RESULT_COLUMN = '$result';

const CALLS_MAX = 7;
/** A result beyond is a model error, as a value that leaves its range. */
const RESULT_MAX = 2 ** 24;

/** Keeps what a call gave, if it is one of the spec's text into the model. Gives the value as it may be used from here on. */
export function observe(l: Lowerer, decl: FunctionDeclaration, value: Value, node: Span): Value {
  if (!isObserved(l, decl)) return value;
  const items = (value.items ?? (value.type.kind === 'void' || value.type.kind === 'never' ? [] : [value])).map((item) => settle(l, item));
  const { unit } = l;
  unit.observedCalls.set(node.start, { name: decl.name, results: items.length });
  keep(l, callColumn(unit), e.const(node.start));
  const count = column(unit, CALLS_COLUMN, 0, CALLS_MAX);
  keep(l, count, oneMore(count));
  items.forEach((item, at) => {
    if (item.type.kind !== 'function') keep(l, column(unit, `${RESULT_COLUMN}${at}`, -RESULT_MAX, RESULT_MAX), item.expr);
  });
  if (value.items) return { ...value, items };
  return items[0] ?? value;
}

/**
 * Counts that a program of the spec begins that was given to the model: what execve, clone or fork starts. And begins with no call: where the programs
 * of one variant call nothing, that is seen against another's, too.
 */
export function observePrograms(table: FunctionTable, init: FnId): void {
  const { unit, tables } = table;
  const begin = (id: FnId, calls: (count: DraftColumn) => Expr): void => {
    const count = column(unit, CALLS_COLUMN, 0, CALLS_MAX);
    table.draft(id).blocks[0]?.instrs.unshift(
      { kind: 'store', column: callColumn(unit).id, index: [e.self], value: e.const(0) },
      { kind: 'store', column: count.id, index: [e.self], value: calls(count) },
    );
  };
  begin(init, () => e.const(0));
  for (const id of unit.functionValues) if (tables.sites[table.draft(id).site]?.file === unit.spec.source.path) begin(id, oneMore);
}

function isObserved(l: Lowerer, { module }: FunctionDeclaration): boolean {
  const { unit, where, builder } = l;
  if (!unit.observed || where.module !== unit.spec || module === unit.spec || module.source.vocabulary) return false;
  return builder.fn.role !== 'property' && (where.mode === 'model' || where.mode === 'atomic');
}

function callColumn(unit: Unit): DraftColumn {
  return column(unit, CALL_COLUMN, 0, unit.spec.source.text.length);
}

function column(unit: Unit, name: string, lo: number, hi: number): DraftColumn {
  return unit.pools.column({ name, struct: null, dims: [unit.tasks], type: intType(lo, hi), ghost: false });
}

function oneMore(count: DraftColumn): Expr {
  const load: Expr = { kind: 'load', column: count.id, index: [e.self] };
  return { kind: 'binary', op: '&', left: e.add(load, 1), right: e.const(CALLS_MAX) };
}

function keep(l: Lowerer, { id }: DraftColumn, value: Expr): void {
  l.builder.emit({ kind: 'store', column: id, index: [e.self], value }, l.where.site);
}
