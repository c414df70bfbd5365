import type * as es from 'estree';
import type { BinaryOp, ColumnId, Expr, LocalId, UnaryOp } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { at, binary, call, cond, id, method, num, plus, times, unary } from './tree.js';

/**
 * Where an expression stands. In generated code `C` is the cells, `B` the first cell of each task's area, and `stacks` and `readers`
 * are what layout/stacks.ts and heap.ts provide.
 */
export interface Scope {
  readonly layout: Layout;
  readonly self: es.Expression;
  /** Columns' cells are told to the footprint, by `read` and `wrote`. */
  readonly recorded?: boolean;
  local(local: LocalId): es.Identifier | es.MemberExpression;
}

type Kind<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

/** The value as a 32-bit integer. */
export function value(expr: Expr, scope: Scope): es.Expression {
  switch (expr.kind) {
    case 'const':
      return num(expr.value | 0);
    case 'local':
      return scope.local(expr.local);
    case 'self':
      return scope.self;
    case 'load':
      return cellOf(expr.column, expr.index, scope, 'read');
    case 'unary':
      return unaryValue(expr, scope);
    case 'binary':
      return COMPARISON[expr.op] ? bit(test(expr, scope)) : arithmetic(expr.op, value(expr.left, scope), value(expr.right, scope));
    case 'cond':
      return cond(test(expr.test, scope), value(expr.then, scope), value(expr.else, scope));
    case 'readers':
      return call(scope.recorded === true ? 'readersRecorded' : 'readers', id('C'));
    case 'active':
    case 'idle':
    case 'referenced':
      return bit(test(expr, scope));
  }
}

/** Whether the value is not 0, as a JavaScript boolean. */
export function test(expr: Expr, scope: Scope): es.Expression {
  switch (expr.kind) {
    case 'unary':
      return expr.op === '!' ? unary('!', test(expr.operand, scope)) : isTrue(value(expr, scope));
    case 'binary': {
      const operator = COMPARISON[expr.op];
      return operator ? binary(operator, value(expr.left, scope), value(expr.right, scope)) : isTrue(value(expr, scope));
    }
    case 'cond':
      return cond(test(expr.test, scope), test(expr.then, scope), test(expr.else, scope));
    case 'active':
      return looked(method('stacks', 'active', id('C'), value(expr.task, scope), num(expr.fn)), scope);
    case 'idle':
      return looked(binary('===', at('C', at('B', value(expr.task, scope))), num(0)), scope);
    case 'referenced':
      return looked(method('stacks', 'referenced', id('C'), num(expr.struct), value(expr.object, scope)), scope);
    default:
      return isTrue(value(expr, scope));
  }
}

/** The cell of a column at an index, to be read or to be written. */
export function cellOf(column: ColumnId, index: readonly Expr[], scope: Scope, how: 'read' | 'wrote'): es.MemberExpression {
  const { columns, program } = scope.layout;
  const dims = program.columns[column]?.dims ?? [];
  const flat = index.reduce<es.Expression>((sum, expr, k) => plus(times(sum, dims[k] ?? 1), value(expr, scope)), num(0));
  const cell = plus(flat, num(columns[column] ?? 0));
  return at('C', scope.recorded === true ? call(how, cell) : cell);
}

/** The test, told to the footprint as a look at stacks or pointers. */
function looked(look: es.Expression, { recorded }: Scope): es.Expression {
  return recorded === true ? call('looked', look) : look;
}

const COMPARISON: Partial<Record<BinaryOp, es.BinaryOperator>> = { '==': '===', '!=': '!==', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

const UNARY: Record<Exclude<UnaryOp, '!'>, es.UnaryOperator> = { '-': '-', '~': '~' };

function unaryValue({ op, operand }: Kind<'unary'>, scope: Scope): es.Expression {
  if (op === '!') return bit(unary('!', test(operand, scope)));
  return toInt(unary(UNARY[op], value(operand, scope)));
}

function arithmetic(op: BinaryOp, left: es.Expression, right: es.Expression): es.Expression {
  switch (op) {
    case '*':
      return { type: 'CallExpression', callee: id('imul'), arguments: [left, right], optional: false };
    case '+':
    case '-':
    case '/':
    case '%':
      return toInt(binary(op, left, right));
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
      return binary(op, left, right);
    default:
      throw new Error(`${op} is a comparison`);
  }
}

const toInt = (expr: es.Expression): es.Expression => binary('|', expr, num(0));
const bit = (expr: es.Expression): es.Expression => cond(expr, num(1), num(0));
const isTrue = (expr: es.Expression): es.Expression => binary('!==', expr, num(0));
