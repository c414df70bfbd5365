/** Interval arithmetic on expressions: what values an expression can have, given the ranges of locals and columns. */
import type { BinaryOp, Expr, Range } from '../../ir.js';

/** Ranges of what an expression reads. */
export interface Ranges {
  readonly local: (id: number) => Range;
  readonly column: (id: number) => Range;
  readonly tasks: number;
  /** What the arm of a conditional knows of loads, by their text. */
  readonly known?: ReadonlyMap<string, Range>;
}

const BIT: Range = { lo: 0, hi: 1 };
const INT32: Range = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };

export function hull(a: Range, b: Range): Range {
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}

export function within(inner: Range, outer: Range): boolean {
  return inner.lo >= outer.lo && inner.hi <= outer.hi;
}

export function interval(expr: Expr, ranges: Ranges): Range {
  switch (expr.kind) {
    case 'const': return { lo: expr.value, hi: expr.value };
    case 'local': return ranges.local(expr.local);
    case 'self': return { lo: 0, hi: Math.max(0, ranges.tasks - 1) };
    case 'load': return ranges.known?.get(JSON.stringify(expr)) ?? ranges.column(expr.column);
    case 'readers': return { lo: 0, hi: 2 ** ranges.tasks - 1 };
    case 'unary': return wrap(unary(expr.op, interval(expr.operand, ranges)));
    case 'binary': return wrap(binary(expr.op, interval(expr.left, ranges), interval(expr.right, ranges)));
    case 'cond': return conditional(expr, ranges);
    default: return BIT;
  }
}

function conditional(expr: Expr & { kind: 'cond' }, ranges: Ranges): Range {
  const test = interval(expr.test, ranges);
  if (test.lo === 0 && test.hi === 0) return interval(expr.else, ranges);
  const then = interval(expr.then, refined(expr.test, ranges));
  if (test.lo > 0 || test.hi < 0) return then;
  return hull(then, interval(expr.else, ranges));
}

/** In the arm where `test` is true, `x >= c` bounds x from below, and `x` itself is not 0; where x is a local, or a load of the very same cell. */
function refined(test: Expr, ranges: Ranges): Ranges {
  if (test.kind === 'local') return withLocal(ranges, test.local, (r) => (r.lo === 0 ? { lo: 1, hi: Math.max(1, r.hi) } : r));
  if (test.kind === 'binary' && test.left.kind === 'load' && test.right.kind === 'const' && test.op === '>=') {
    const least = test.right.value;
    return withLoad(ranges, test.left, (r) => ({ lo: Math.max(least, r.lo), hi: Math.max(least, r.hi) }));
  }
  if (test.kind === 'load') return withLoad(ranges, test, (r) => (r.lo === 0 ? { lo: 1, hi: Math.max(1, r.hi) } : r));
  return ranges;
}

function withLoad(ranges: Ranges, load: Expr, refine: (r: Range) => Range): Ranges {
  return { ...ranges, known: new Map(ranges.known).set(JSON.stringify(load), refine(interval(load, ranges))) };
}

function withLocal(ranges: Ranges, local: number, refine: (r: Range) => Range): Ranges {
  return { ...ranges, local: (id) => (id === local ? refine(ranges.local(id)) : ranges.local(id)) };
}

function wrap(r: Range): Range {
  return within(r, INT32) && Number.isFinite(r.lo) && Number.isFinite(r.hi) ? r : INT32;
}

function unary(op: string, r: Range): Range {
  if (op === '!') return r.lo > 0 || r.hi < 0 ? { lo: 0, hi: 0 } : BIT;
  return op === '-' ? { lo: -r.hi, hi: -r.lo } : { lo: ~r.hi, hi: ~r.lo };
}

function binary(op: BinaryOp, a: Range, b: Range): Range {
  switch (op) {
    case '+': return { lo: a.lo + b.lo, hi: a.hi + b.hi };
    case '-': return { lo: a.lo - b.hi, hi: a.hi - b.lo };
    case '*': return corners(a, b, (x, y) => x * y);
    case '/': return b.lo > 0 ? corners(a, b, (x, y) => Math.trunc(x / y)) : { lo: -Math.max(Math.abs(a.lo), Math.abs(a.hi)), hi: Math.max(Math.abs(a.lo), Math.abs(a.hi)) };
    case '%': return remainder(a, b);
    case '&': return a.lo >= 0 || b.lo >= 0 ? { lo: 0, hi: Math.min(a.lo >= 0 ? a.hi : Infinity, b.lo >= 0 ? b.hi : Infinity) } : INT32;
    case '|':
    case '^': return a.lo >= 0 && b.lo >= 0 ? { lo: 0, hi: 2 ** bits(Math.max(a.hi, b.hi)) - 1 } : INT32;
    case '<<': return a.lo >= 0 && b.lo >= 0 && b.hi < 31 ? { lo: 0, hi: a.hi * 2 ** b.hi } : INT32;
    case '>>': return a.lo >= 0 && b.lo >= 0 ? { lo: 0, hi: b.hi < 32 ? Math.floor(a.hi / 2 ** b.lo) : a.hi } : INT32;
    default: return comparison(op, a, b);
  }
}

function corners(a: Range, b: Range, f: (x: number, y: number) => number): Range {
  const all = [f(a.lo, b.lo), f(a.lo, b.hi), f(a.hi, b.lo), f(a.hi, b.hi)];
  return { lo: Math.min(...all), hi: Math.max(...all) };
}

function remainder(a: Range, b: Range): Range {
  const most = Math.max(Math.abs(b.lo), Math.abs(b.hi)) - 1;
  return { lo: a.lo >= 0 ? 0 : -most, hi: a.hi <= 0 ? 0 : Math.min(most, a.hi) };
}

function bits(n: number): number {
  return n <= 0 ? 0 : Math.floor(Math.log2(n)) + 1;
}

function comparison(op: BinaryOp, a: Range, b: Range): Range {
  const yes: Range = { lo: 1, hi: 1 };
  const no: Range = { lo: 0, hi: 0 };
  switch (op) {
    case '<': return a.hi < b.lo ? yes : a.lo >= b.hi ? no : BIT;
    case '<=': return a.hi <= b.lo ? yes : a.lo > b.hi ? no : BIT;
    case '>': return a.lo > b.hi ? yes : a.hi <= b.lo ? no : BIT;
    case '>=': return a.lo >= b.hi ? yes : a.hi < b.lo ? no : BIT;
    case '==': return a.lo === a.hi && b.lo === b.hi && a.lo === b.lo ? yes : a.hi < b.lo || b.hi < a.lo ? no : BIT;
    default: return a.hi < b.lo || b.hi < a.lo ? yes : a.lo === a.hi && b.lo === b.hi && a.lo === b.lo ? no : BIT;
  }
}
