import type { ColumnId, Expr, Fn, FnId, Instr, LocalId, Program, StructId } from '../../lang/ir.js';
import { endExprs, instrExprs, withOperands } from '../program/walk.js';

/**
 * A pointer *roams* if it was not found by following pointers: it counts through the objects of a pool, or comes out of arithmetic. Roaming
 * pointers get to objects that their task cannot reach otherwise. These are the columns that tasks touch through them, and in which
 * nothing is private for being out of reach. Found over whole functions, whatever the flow: a local that roams somewhere roams everywhere.
 */
export function roamingColumns(program: Program): ReadonlySet<ColumnId> {
  const roaming = new Roaming(program);
  while (roaming.grow());
  return roaming.columns;
}

class Roaming {
  readonly columns = new Set<ColumnId>();
  private readonly locals: readonly Set<LocalId>[];
  /** By function: results (by number) that roam. */
  private readonly results: readonly Set<number>[];
  /** Pointer columns in which a roaming pointer was stored: what is loaded from them roams too. */
  private readonly stored = new Set<ColumnId>();

  constructor(private readonly program: Program) {
    this.locals = program.fns.map(() => new Set());
    this.results = program.fns.map(() => new Set());
  }

  /** Goes over all functions that tasks may run once more. Returns whether anything was new. */
  grow(): boolean {
    const before = this.size();
    for (const fn of this.program.fns) if (fn.role === 'task') this.visit(fn);
    return this.size() > before;
  }

  private size(): number {
    return [...this.locals, ...this.results, this.stored, this.columns].reduce((sum, { size }) => sum + size, 0);
  }

  private visit(fn: Fn): void {
    for (const { instrs, end } of fn.blocks) {
      for (const instr of instrs) this.instr(fn, instr);
      for (const expr of [...instrs.flatMap(instrExprs), ...endExprs(end)]) this.loads(fn, expr);
      if (end.kind === 'call' || end.kind === 'become') this.pass(fn, end.fn, end.args);
      if (end.kind === 'call') end.results.forEach((local, k) => { if (this.results[end.fn]!.has(k)) this.locals[fn.id]!.add(local); });
      if (end.kind === 'return') end.values.forEach((value, k) => { if (this.roams(fn, value, null)) this.results[fn.id]!.add(k); });
    }
  }

  private instr(fn: Fn, instr: Instr): void {
    switch (instr.kind) {
      case 'set': {
        const { type } = fn.locals[instr.local]!;
        if (type.kind === 'pointer' && this.roams(fn, instr.value, type.struct)) this.locals[fn.id]!.add(instr.local);
        return;
      }
      case 'store': {
        const { type } = this.program.columns[instr.column]!;
        this.touch(fn, instr.column, instr.index);
        if (type.kind === 'pointer' && this.roams(fn, instr.value, type.struct)) this.stored.add(instr.column);
        return;
      }
      case 'free':
      case 'freeRcu':
        if (this.roams(fn, instr.object, instr.struct)) for (const column of this.program.structs[instr.struct]!.columns) this.columns.add(column);
        return;
      case 'spawn':
        return this.pass(fn, instr.fn, instr.args);
      default:
        return;
    }
  }

  private pass(fn: Fn, callee: FnId, args: readonly Expr[]): void {
    args.forEach((arg, param) => {
      const { type } = this.program.fns[callee]!.locals[param]!;
      if (type.kind === 'pointer' && this.roams(fn, arg, type.struct)) this.locals[callee]!.add(param);
    });
  }

  private loads(fn: Fn, expr: Expr): void {
    for (const part of withOperands(expr)) if (part.kind === 'load') this.touch(fn, part.column, part.index);
  }

  private touch(fn: Fn, column: ColumnId, [first]: readonly Expr[]): void {
    const { struct } = this.program.columns[column]!;
    if (struct !== null && first !== undefined && !this.isFollowed(fn, first)) this.columns.add(column);
  }

  /** Is the index of a field `pointer - 1`, with a pointer that does not roam? The running task's own struct is `self`. */
  private isFollowed(fn: Fn, index: Expr): boolean {
    if (index.kind === 'self') return true;
    return index.kind === 'binary' && index.op === '+' && index.right.kind === 'const' && index.right.value === -1 && !this.roams(fn, index.left, null);
  }

  /** May the value be a pointer that was not found by following pointers? `struct` is what it is to point to, where that is known. */
  private roams(fn: Fn, expr: Expr, struct: StructId | null): boolean {
    switch (expr.kind) {
      case 'const': return expr.value !== 0;
      case 'local': return this.roamsLocal(fn, expr.local);
      case 'load': {
        const { type } = this.program.columns[expr.column]!;
        return type.kind !== 'pointer' || this.stored.has(expr.column) || expr.index.some((part, k) => k === 0 && this.program.columns[expr.column]!.struct !== null && !this.isFollowed(fn, part));
      }
      case 'cond': return this.roams(fn, expr.then, struct) || this.roams(fn, expr.else, struct);
      case 'binary': return this.roamsSum(fn, expr, struct);
      default: return true;
    }
  }

  private roamsLocal(fn: Fn, local: LocalId): boolean {
    return fn.locals[local]!.type.kind !== 'pointer' || this.locals[fn.id]!.has(local);
  }

  /** `self + 1` is the running task; a pointer and a constant is what is embedded in its object, unless it counts through a pool. */
  private roamsSum(fn: Fn, { op, left, right }: Extract<Expr, { kind: 'binary' }>, struct: StructId | null): boolean {
    if (op !== '+' || right.kind !== 'const') return true;
    if (left.kind === 'self') return right.value !== 1;
    if (left.kind !== 'local') return true;
    const { type } = fn.locals[left.local]!;
    const counts = struct !== null && type.kind === 'pointer' && type.struct === struct;
    return counts || this.roamsLocal(fn, left.local);
  }
}
