/** Walking and rewriting control-flow graphs. */
import type { Expr, Instr, LocalId, Terminator } from '../../ir.js';
import type { DraftEnd, DraftFn } from '../lower/builder.js';

/** Blocks that control can go to next. */
export function successors(end: DraftEnd | null): readonly number[] {
  switch (end?.kind) {
    case 'jump': return [end.to];
    case 'branch': return [end.then, end.else];
    case 'switch': return [...end.cases.map((c) => c.to), end.otherwise];
    case 'call': return [end.next];
    case 'indirect': return end.how === 'become' ? [] : [end.next];
    default: return [];
  }
}

/** The same end with its targets renamed. */
export function retarget<T extends DraftEnd>(end: T, to: (block: number) => number): DraftEnd {
  switch (end.kind) {
    case 'jump': return { ...end, to: to(end.to) };
    case 'branch': return { ...end, then: to(end.then), else: to(end.else) };
    case 'switch': return { ...end, cases: end.cases.map((c) => ({ ...c, to: to(c.to) })), otherwise: to(end.otherwise) };
    case 'call': return { ...end, next: to(end.next) };
    case 'indirect': return { ...end, next: to(end.next) };
    default: return end;
  }
}

/** Calls `visit` with the expression and each of its parts. */
export function visitExpr(expr: Expr, visit: (part: Expr) => void): void {
  visit(expr);
  switch (expr.kind) {
    case 'load': return expr.index.forEach((i) => visitExpr(i, visit));
    case 'unary': return visitExpr(expr.operand, visit);
    case 'binary': visitExpr(expr.left, visit); return visitExpr(expr.right, visit);
    case 'cond': visitExpr(expr.test, visit); visitExpr(expr.then, visit); return visitExpr(expr.else, visit);
    case 'active':
    case 'idle': return visitExpr(expr.task, visit);
    case 'referenced': return visitExpr(expr.object, visit);
    default: return;
  }
}

/** The expression with each part replaced, innermost first. */
export function mapExpr(expr: Expr, map: (part: Expr) => Expr): Expr {
  const go = (part: Expr): Expr => mapExpr(part, map);
  switch (expr.kind) {
    case 'load': return map({ ...expr, index: expr.index.map(go) });
    case 'unary': return map({ ...expr, operand: go(expr.operand) });
    case 'binary': return map({ ...expr, left: go(expr.left), right: go(expr.right) });
    case 'cond': return map({ ...expr, test: go(expr.test), then: go(expr.then), else: go(expr.else) });
    case 'active':
    case 'idle': return map({ ...expr, task: go(expr.task) });
    case 'referenced': return map({ ...expr, object: go(expr.object) });
    default: return map(expr);
  }
}

/** The expressions that an instruction reads. */
export function exprsOf(instr: Instr): readonly Expr[] {
  switch (instr.kind) {
    case 'set': return [instr.value];
    case 'store': return [...instr.index, instr.value];
    case 'choose': return [instr.count];
    case 'guard':
    case 'check': return [instr.condition];
    case 'free':
    case 'freeRcu': return [instr.object];
    case 'quiesce':
    case 'as': return [instr.task];
    case 'spawn': return [instr.task, ...instr.args];
    default: return [];
  }
}

/** The instruction with its expressions replaced. */
export function mapInstr(instr: Instr, map: (expr: Expr) => Expr): Instr {
  switch (instr.kind) {
    case 'set': return { ...instr, value: map(instr.value) };
    case 'store': return { ...instr, index: instr.index.map(map), value: map(instr.value) };
    case 'choose': return { ...instr, count: map(instr.count) };
    case 'guard':
    case 'check': return { ...instr, condition: map(instr.condition) };
    case 'free':
    case 'freeRcu': return { ...instr, object: map(instr.object) };
    case 'quiesce':
    case 'as': return { ...instr, task: map(instr.task) };
    case 'spawn': return { ...instr, task: map(instr.task), args: instr.args.map(map) };
    default: return instr;
  }
}

export function exprsOfEnd(end: DraftEnd | null): readonly Expr[] {
  switch (end?.kind) {
    case 'branch': return [end.condition];
    case 'switch': return [end.value];
    case 'call':
    case 'become': return end.args;
    case 'return': return end.values;
    case 'indirect': return end.task ? [end.value, end.task, ...end.args] : [end.value, ...end.args];
    default: return [];
  }
}

export function mapEnd(end: Terminator, map: (expr: Expr) => Expr): Terminator {
  switch (end.kind) {
    case 'branch': return { ...end, condition: map(end.condition) };
    case 'switch': return { ...end, value: map(end.value) };
    case 'call':
    case 'become': return { ...end, args: end.args.map(map) };
    case 'return': return { ...end, values: end.values.map(map) };
    default: return end;
  }
}

/** The local that an instruction sets; null if none. */
export function defines(instr: Instr): LocalId | null {
  return instr.kind === 'set' || instr.kind === 'choose' || instr.kind === 'alloc' ? instr.local : null;
}

/** Locals that the expressions read. */
export function localsIn(exprs: readonly Expr[]): Set<LocalId> {
  const found = new Set<LocalId>();
  for (const expr of exprs) visitExpr(expr, (part) => { if (part.kind === 'local') found.add(part.local); });
  return found;
}

/** Every expression of a function. */
export function* expressionsOf(fn: DraftFn): Generator<Expr> {
  for (const block of fn.blocks) {
    for (const instr of block.instrs) yield* exprsOf(instr);
    yield* exprsOfEnd(block.end);
  }
}
