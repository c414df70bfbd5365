/** Short ways to write IR, and a function's blocks under construction. */
import type { BinaryOp, Expr, Instr, LocalId, Terminator } from '../../src/lang/ir.js';
import { withLiveness, type RawBlock } from './liveness.js';
import { columnId, type ColumnName } from './memory.js';
import type { Block } from '../../src/lang/ir.js';

export const constant = (value: number): Expr => ({ kind: 'const', value });
export const local = (id: LocalId): Expr => ({ kind: 'local', local: id });
export const binary = (left: Expr, op: BinaryOp, right: Expr): Expr => ({ kind: 'binary', op, left, right });
export const not = (operand: Expr): Expr => ({ kind: 'unary', op: '!', operand });
export const cond = (test: Expr, then: Expr, otherwise: Expr): Expr => ({ kind: 'cond', test, then, else: otherwise });
export const load = (column: ColumnName, ...index: Expr[]): Expr => ({ kind: 'load', column: columnId(column), index });
export const store = (column: ColumnName, index: readonly Expr[], value: Expr): Instr => ({ kind: 'store', column: columnId(column), index, value });
export const self: Expr = { kind: 'self' };

/** One of 0 .. count-1. */
export function wrapped(value: Expr, count: number): Expr {
  const positive = binary(value, '&', constant(7));
  return count === 8 ? positive : binary(positive, '%', constant(count));
}

/** Blocks in the order in which they were begun; the one under construction is the last target of `begin`. */
export class Fragment {
  private readonly blocks: { instrs: Instr[]; end: Terminator | null }[] = [];
  private current = this.reserve();

  get finished(): boolean {
    return this.blocks[this.current]!.end !== null;
  }

  reserve(): number {
    return this.blocks.push({ instrs: [], end: null }) - 1;
  }

  begin(block: number): void {
    this.current = block;
  }

  emit(...instrs: Instr[]): void {
    if (!this.finished) this.blocks[this.current]!.instrs.push(...instrs);
  }

  /** Ends the current block, unless it has ended already. */
  end(end: Terminator): void {
    this.blocks[this.current]!.end ??= end;
  }

  jump(to: number): void {
    this.end({ kind: 'jump', to });
  }

  /** The function's blocks; those that nothing leads to stay behind as immediate exits that nobody runs. */
  done(): Block[] {
    const raw: RawBlock[] = this.blocks.map(({ instrs, end }) => ({ instrs, end: end ?? { kind: 'exit' } }));
    return withLiveness(raw);
  }
}
