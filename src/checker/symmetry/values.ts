import type { ColumnId, Expr } from '../../lang/ir.js';
import { compare } from './comparisons.js';
import { Conversions } from './conversions.js';
import { bitwise, membership, minus, plus, shift, type BinaryExpr } from './operations.js';
import { constant, join, members, number, PLAIN, SET, sortOfType, type Sort } from './sorts.js';

/** Tells the sort of expressions, and finds what does not go together with renaming on the way. */
export class Values extends Conversions {
  /** The sort of an expression where locals have these sorts. */
  of(expr: Expr, locals: readonly Sort[]): Sort {
    const { spaces } = this.findings;
    switch (expr.kind) {
      case 'const': return constant(expr.value);
      case 'local': return locals[expr.local] ?? PLAIN;
      case 'self': return number(spaces.tasks, -1);
      case 'readers': return SET;
      case 'load': return this.load(expr.column, expr.index, locals);
      case 'unary': return this.unary(expr.op, this.of(expr.operand, locals));
      case 'binary': return this.binary(expr, locals);
      case 'cond': {
        this.truth(this.of(expr.test, locals));
        return join(this.of(expr.then, locals), this.of(expr.else, locals), spaces);
      }
      case 'active':
      case 'idle': {
        this.numbers(this.of(expr.task, locals), spaces.tasks, -1);
        return PLAIN;
      }
      case 'referenced': {
        this.numbers(this.of(expr.object, locals), expr.struct, 0);
        return PLAIN;
      }
    }
  }

  private load(column: ColumnId, index: readonly Expr[], locals: readonly Sort[]): Sort {
    this.index(column, index, locals);
    const { spaces } = this.findings;
    return sortOfType(spaces.program.columns[column]!.type, spaces) ?? PLAIN;
  }

  /** Checks the indices of a column: first the object or task, then mere numbers. */
  index(column: ColumnId, index: readonly Expr[], locals: readonly Sort[]): void {
    const { struct } = this.findings.spaces.program.columns[column]!;
    index.forEach((expr, dimension) => {
      const sort = this.of(expr, locals);
      if (dimension > 0) this.spoil(sort, 'it indexes an array inside an object');
      else if (struct !== null) this.numbers(sort, struct, -1);
      else for (const one of members(sort)) this.globalIndex(column, one);
    });
  }

  private globalIndex(column: ColumnId, sort: Sort): void {
    const { spaces } = this.findings;
    if (sort.kind === 'number' && !spaces.converts(sort.space, sort.offset, spaces.tasks, -1)) this.spoil(sort, 'it indexes a global array');
    else if (sort.kind === 'set' || sort.kind === 'address' || sort.kind === 'bit') this.spoil(sort, 'it indexes a global array');
    else this.findings.use(column, sort);
  }

  private unary(op: '!' | '-' | '~', sort: Sort): Sort {
    if (op === '!') {
      this.truth(sort);
      return PLAIN;
    }
    if (op === '~' && (sort.kind === 'set' || sort.kind === 'bit')) return sort;
    if (sort.kind === 'const') return constant(op === '~' ? ~sort.value : -sort.value | 0);
    return this.spoil(sort, 'it is computed with');
  }

  private binary(expr: BinaryExpr, locals: readonly Sort[]): Sort {
    const asked = shiftedBit(expr);
    if (asked !== null) return membership(this, this.of(asked.left, locals), this.of(asked.right, locals));
    const left = this.of(expr.left, locals);
    const right = this.of(expr.right, locals);
    switch (expr.op) {
      case '+': return plus(this, left, right);
      case '-': return minus(this, left, right);
      case '&':
      case '|':
      case '^': return bitwise(this, left, right);
      case '<<':
      case '>>': return shift(this, expr.op, left, right);
      case '*':
      case '/':
      case '%': return join(this.spoil(left, 'it is computed with'), this.spoil(right, 'it is computed with'), this.findings.spaces);
      default: return compare(this, expr.op, left, right);
    }
  }
}

/** The shift in `(set >> task) & 1`. */
function shiftedBit({ op, left, right }: BinaryExpr): BinaryExpr | null {
  return op === '&' && right.kind === 'const' && right.value === 1 && left.kind === 'binary' && left.op === '>>' ? left : null;
}
