import type { BinaryOp, Column, ColumnId, Expr, UnaryOp } from '../../lang/ir.js';
import { unreachable } from '../outcome.js';
import { EngineBug, must } from './bug.js';
import type { Machine } from './machine.js';
import { readers, referenced } from './objects.js';

/** The value of an expression for the running task, `locals` being those of its top frame. Operands from left to right. */
export function valueOf(machine: Machine, expr: Expr, locals: readonly number[]): number {
  const value = (operand: Expr): number => valueOf(machine, operand, locals);
  switch (expr.kind) {
    case 'const': return expr.value;
    case 'local': return must(locals[expr.local], `local ${expr.local}`);
    case 'self': return machine.self;
    case 'load': return load(machine, expr.column, cellAt(machine, expr.column, expr.index.map(value)));
    case 'unary': return unary(expr.op, value(expr.operand));
    case 'binary': return binary(expr.op, value(expr.left), value(expr.right));
    case 'cond': return value(expr.test) !== 0 ? value(expr.then) : value(expr.else);
    case 'active': return looked(machine, machine.stackOf(value(expr.task)).some((frame) => frame.fn === expr.fn));
    case 'idle': return looked(machine, machine.stackOf(value(expr.task)).length === 0);
    case 'readers': machine.footprint?.readers(); return readers(machine);
    case 'referenced': return looked(machine, referenced(machine, expr.struct, value(expr.object)));
    default: return unreachable(expr);
  }
}

function load(machine: Machine, column: ColumnId, cell: number): number {
  machine.noteRead(column, cell);
  return must(machine.cells(column)[cell], 'such cell');
}

function looked(machine: Machine, seen: boolean): number {
  if (machine.footprint !== null) machine.footprint.looked = true;
  return Number(seen);
}

/** The row-major position of a cell in its column. */
export function cellAt(machine: Machine, columnId: number, index: readonly number[]): number {
  const column = must(machine.program.columns[columnId], `column ${columnId}`);
  if (index.length !== column.dims.length) throw new EngineBug(`${column.name} has ${column.dims.length} dimensions, not ${index.length}`);
  return index.reduce((cell, at, dimension) => cell * within(column, at, dimension) + at, 0);
}

function within(column: Column, at: number, dimension: number): number {
  const size = column.dims[dimension]!;
  if (at < 0 || at >= size) throw new EngineBug(`index ${at} is outside dimension ${dimension} of ${column.name}, which has ${size}`);
  return size;
}

function unary(op: UnaryOp, operand: number): number {
  switch (op) {
    case '!': return Number(operand === 0);
    case '-': return -operand | 0;
    case '~': return ~operand;
    default: return unreachable(op);
  }
}

function binary(op: BinaryOp, left: number, right: number): number {
  switch (op) {
    case '+': return (left + right) | 0;
    case '-': return (left - right) | 0;
    case '*': return Math.imul(left, right);
    case '/': return (left / right) | 0;
    case '%': return (left % right) | 0;
    case '&': return left & right;
    case '|': return left | right;
    case '^': return left ^ right;
    case '<<': return left << right;
    case '>>': return left >> right;
    case '==': return Number(left === right);
    case '!=': return Number(left !== right);
    case '<': return Number(left < right);
    case '<=': return Number(left <= right);
    case '>': return Number(left > right);
    case '>=': return Number(left >= right);
    default: return unreachable(op);
  }
}
