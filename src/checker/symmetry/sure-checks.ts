import type { BinaryOp, Expr, Program } from '../../lang/ir.js';
import { withOperands } from '../program/walk.js';
import type { Loop } from './loops.js';

/** Whether a check inside a counting loop is bound to hold: it is about the number counted, or repeats the test that each turn begins with. */
export function cannotFail(program: Program, loop: Loop, condition: Expr): boolean {
  return holdsThroughout(loop, condition) || isTestedLife(program, loop, condition);
}

/** A condition of nothing but the local that counts. */
function holdsThroughout({ local, lo, hi }: Loop, condition: Expr): boolean {
  for (const part of withOperands(condition)) {
    const known = part.kind === 'binary' ? KNOWN.includes(part.op) : part.kind === 'const' || part.kind === 'cond' || (part.kind === 'local' && part.local === local);
    if (!known) return false;
  }
  for (let counted = lo; counted < hi; counted++) if (valueFor(counted, condition) === 0) return false;
  return true;
}

const KNOWN: readonly BinaryOp[] = ['+', '==', '!=', '<', '<=', '>', '>='];

/** The value of such a condition. */
function valueFor(counted: number, expr: Expr): number {
  switch (expr.kind) {
    case 'const': return expr.value;
    case 'local': return counted;
    case 'cond': return valueFor(counted, valueFor(counted, expr.test) === 0 ? expr.else : expr.then);
    case 'binary': return binary(expr.op, valueFor(counted, expr.left), valueFor(counted, expr.right));
    default: return 0;
  }
}

function binary(op: BinaryOp, left: number, right: number): number {
  switch (op) {
    case '+': return (left + right) | 0;
    case '==': return Number(left === right);
    case '!=': return Number(left !== right);
    case '<': return Number(left < right);
    case '<=': return Number(left <= right);
    case '>': return Number(left > right);
    case '>=': return Number(left >= right);
    default: return 0;
  }
}

/** `life[k] != 0`, where each turn begins with `life[k] == 1`, or is over, and nothing is freed in the loop. */
function isTestedLife({ structs }: Program, { fn, inside, latch }: Loop, condition: Expr): boolean {
  const { instrs, end } = fn.blocks[inside]!;
  if (instrs.length > 0 || end.kind !== 'branch' || end.else !== latch || end.condition.kind !== 'binary' || condition.kind !== 'binary') return false;
  if (fn.blocks[latch]!.instrs.some((instr) => instr.kind === 'check' && JSON.stringify(instr.condition) === JSON.stringify(condition))) return false;
  const { op, left, right } = end.condition;
  if (op !== '==' || left.kind !== 'load' || right.kind !== 'const' || right.value !== 1 || !structs.some(({ life }) => life === left.column)) return false;
  return condition.op === '!=' && condition.right.kind === 'const' && condition.right.value === 0 && JSON.stringify(condition.left) === JSON.stringify(left);
}
