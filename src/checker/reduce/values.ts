import type { BinaryOp, Expr, UnaryOp } from '../../lang/ir.js';

/** What a value may be: one of these, ascending; null: anything. */
export type Values = readonly number[] | null;

/** More are taken for anything. */
const VALUES_MAX = 4;

export function union(a: Values, b: Values): Values {
  if (a === null || b === null) return null;
  return bounded([...a, ...b]);
}

export function sameValues(a: Values, b: Values): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

/** What an expression may come to, when locals may be this and `load` says what a load may give. */
export function valuesOf(expr: Expr, local: (local: number) => Values, self: number | null, load: (expr: Extract<Expr, { kind: 'load' }>) => Values): Values {
  const of = (part: Expr): Values => valuesOf(part, local, self, load);
  switch (expr.kind) {
    case 'const': return [expr.value];
    case 'local': return local(expr.local);
    case 'self': return self === null ? null : [self];
    case 'load': return load(expr);
    case 'unary': return bounded(of(expr.operand)?.map((value) => unary(expr.op, value)) ?? null);
    case 'binary': return pairs(expr.op, of(expr.left), of(expr.right));
    case 'cond': return conditional(of(expr.test), () => of(expr.then), () => of(expr.else));
    default: return null;
  }
}

export function mayBeTrue(values: Values): boolean {
  return values === null || values.some((value) => value !== 0);
}

export function mayBeFalse(values: Values): boolean {
  return values === null || values.includes(0);
}

function bounded(values: readonly number[] | null): Values {
  if (values === null || values.length < 2) return values;
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  return distinct.length > VALUES_MAX ? null : distinct;
}

function conditional(test: Values, then: () => Values, otherwise: () => Values): Values {
  if (test !== null && test.length === 0) return [];
  if (!mayBeFalse(test)) return then();
  return mayBeTrue(test) ? union(then(), otherwise()) : otherwise();
}

/** A product with 0, or a conjunction of bits with 0, is known whatever the other side is. */
function pairs(op: BinaryOp, left: Values, right: Values): Values {
  if ((op === '*' || op === '&') && (isZero(left) || isZero(right))) return [0];
  if (left === null || right === null) return null;
  if (left.length === 1 && right.length === 1) return [binary(op, left[0]!, right[0]!)];
  return bounded(left.flatMap((a) => right.map((b) => binary(op, a, b))));
}

function isZero(values: Values): boolean {
  return values !== null && values.length === 1 && values[0] === 0;
}

function unary(op: UnaryOp, value: number): number {
  if (op === '!') return Number(value === 0);
  return op === '-' ? -value | 0 : ~value;
}

function binary(op: BinaryOp, a: number, b: number): number {
  switch (op) {
    case '+': return (a + b) | 0;
    case '-': return (a - b) | 0;
    case '*': return Math.imul(a, b);
    case '/': return (a / b) | 0;
    case '%': return (a % b) | 0;
    case '&': return a & b;
    case '|': return a | b;
    case '^': return a ^ b;
    case '<<': return a << b;
    case '>>': return a >> b;
    case '==': return Number(a === b);
    case '!=': return Number(a !== b);
    case '<': return Number(a < b);
    case '<=': return Number(a <= b);
    case '>': return Number(a > b);
    case '>=': return Number(a >= b);
  }
}
