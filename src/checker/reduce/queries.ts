import type { AccessId, Block, ColumnId, Expr, FnId, LocalId, Program } from '../../lang/ir.js';
import { boundaryOf } from '../program/points.js';
import { endExprs, instrExprs, operands, targets, withOperands, writtenLocal } from '../program/walk.js';
import { Extents } from './extents.js';

/**
 * Loads of a lock's owner that only ask whether the running task itself holds the lock, as lockdep's assertions do: whoever else takes or
 * releases it, the answer is the same.
 */
export class Queries {
  private readonly found = new Set<Expr>();
  private readonly owners: ReadonlySet<ColumnId>;

  constructor(private readonly program: Program) {
    this.owners = new Set(program.lockClasses.map(({ owner }) => owner));
    for (const fn of program.fns) for (const block of fn.blocks) this.visit(fn.id, block);
  }

  /** Is this load one? */
  has(load: Expr): boolean {
    return this.found.has(load);
  }

  /** Boundary accesses whose step loads owners in no other way. */
  onlyAsk(): ReadonlySet<AccessId> {
    const extents = new Extents(this.program);
    const asking = new Set<AccessId>();
    for (const { id, blocks } of this.program.fns) {
      blocks.forEach((block, at) => {
        const access = boundaryOf(block);
        if (access !== null && !extents.some(id, at, (one) => this.loadsOtherwise(one))) asking.add(access);
      });
    }
    return asking;
  }

  private visit(fn: FnId, block: Block): void {
    block.instrs.forEach((instr, at) => {
      for (const expr of instrExprs(instr)) for (const part of withOperands(expr)) this.direct(part);
      if (instr.kind === 'set' && this.isOwner(instr.value) && this.usesAsk(fn, block, at, instr.local)) this.found.add(instr.value);
    });
  }

  private isOwner(expr: Expr): boolean {
    return expr.kind === 'load' && this.owners.has(expr.column);
  }

  /** `owner >= 0` (initialised), `owner == self + 1`. */
  private direct(expr: Expr): void {
    if (expr.kind === 'binary' && this.isOwner(expr.left) && (isSelf(expr) || isInitialised(expr))) this.found.add(expr.left);
  }

  /** Whether a local that was set by instruction `at` is only compared with the running task's number, within the block. */
  private usesAsk(fn: FnId, block: Block, at: number, local: LocalId): boolean {
    for (const instr of block.instrs.slice(at + 1)) {
      if (!instrExprs(instr).every((expr) => asksOf(expr, local))) return false;
      if (writtenLocal(instr) === local) return true;
    }
    const { blocks } = this.program.fns[fn]!;
    const live = targets(block.end).some((to) => blocks[to]!.live.includes(local)) || (block.end.kind === 'call' && block.end.live.includes(local));
    return !live && endExprs(block.end).every((expr) => asksOf(expr, local));
  }

  private loadsOtherwise({ instrs, end }: Block): boolean {
    const exprs = [...instrs.flatMap((instr) => [...instrExprs(instr)]), ...endExprs(end)];
    return exprs.some((expr) => [...withOperands(expr)].some((part) => this.isOwner(part) && !this.found.has(part)));
  }
}

function isSelf({ op, right }: Extract<Expr, { kind: 'binary' }>): boolean {
  const self = right.kind === 'binary' && right.op === '+' && right.left.kind === 'self' && right.right.kind === 'const' && right.right.value === 1;
  return self && (op === '==' || op === '!=');
}

function isInitialised({ op, right }: Extract<Expr, { kind: 'binary' }>): boolean {
  return op === '>=' && right.kind === 'const' && right.value === 0;
}

/** Whether the local stands nowhere in the expression but in comparisons with the running task's number. */
function asksOf(expr: Expr, local: LocalId): boolean {
  if (expr.kind === 'local') return expr.local !== local;
  if (expr.kind === 'binary' && expr.left.kind === 'local' && expr.left.local === local && isSelf(expr)) return true;
  return operands(expr).every((part) => asksOf(part, local));
}
