import type { Block, BlockId, Expr, Fn, FnId, Instr, Program, Terminator } from '../../lang/ir.js';

/** The operands of an expression, in evaluation order. */
export function operands(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'const':
    case 'local':
    case 'self':
    case 'readers':
      return [];
    case 'load':
      return expr.index;
    case 'unary':
      return [expr.operand];
    case 'binary':
      return [expr.left, expr.right];
    case 'cond':
      return [expr.test, expr.then, expr.else];
    case 'active':
    case 'idle':
      return [expr.task];
    case 'referenced':
      return [expr.object];
  }
}

/** The expressions of an instruction, in evaluation order. */
export function instrExprs(instr: Instr): readonly Expr[] {
  switch (instr.kind) {
    case 'access':
    case 'alloc':
    case 'acquire':
      return [];
    case 'set':
      return [instr.value];
    case 'store':
      return [...instr.index, instr.value];
    case 'choose':
      return [instr.count];
    case 'guard':
    case 'check':
      return [instr.condition];
    case 'free':
    case 'freeRcu':
      return [instr.object];
    case 'quiesce':
    case 'as':
      return [instr.task];
    case 'spawn':
      return [instr.task, ...instr.args];
  }
}

/** The expressions of a terminator, in evaluation order. */
export function endExprs(end: Terminator): readonly Expr[] {
  switch (end.kind) {
    case 'jump':
    case 'exit':
      return [];
    case 'branch':
      return [end.condition];
    case 'switch':
      return [end.value];
    case 'call':
    case 'become':
      return end.args;
    case 'return':
      return end.values;
  }
}

/** Blocks of the same function that may run after this one, a call's continuation included; repeated if reached by several edges. */
export function targets(end: Terminator): readonly BlockId[] {
  switch (end.kind) {
    case 'jump':
      return [end.to];
    case 'branch':
      return [end.then, end.else];
    case 'switch':
      return [...end.cases.map((one) => one.to), end.otherwise];
    case 'call':
      return [end.next];
    case 'return':
    case 'become':
    case 'exit':
      return [];
  }
}

/** Every expression of a block, operands of operands included. */
export function* blockExprs(block: Block): Generator<Expr> {
  for (const instr of block.instrs) for (const expr of instrExprs(instr)) yield* withOperands(expr);
  for (const expr of endExprs(block.end)) yield* withOperands(expr);
}

/** The expression and all below it. */
export function* withOperands(expr: Expr): Generator<Expr> {
  yield expr;
  for (const operand of operands(expr)) yield* withOperands(operand);
}

/** The local that an instruction writes, or null. */
export function writtenLocal(instr: Instr): number | null {
  return instr.kind === 'set' || instr.kind === 'choose' || instr.kind === 'alloc' ? instr.local : null;
}

/** What a program is asked of its states: its properties by their numbers, then its measures. */
export function asked({ properties, measures = [] }: Program): readonly { readonly name: string; readonly fn: FnId }[] {
  return [...properties, ...measures];
}

/** The function and those that it calls. */
export function fnsRun(program: Program, fn: FnId): readonly Fn[] {
  const found = program.fns[fn]!;
  return [found, ...found.blocks.flatMap(({ end }) => (end.kind === 'call' ? fnsRun(program, end.fn) : []))];
}

/** Every expression of a function and of those that it calls. */
export function exprsRun(program: Program, fn: FnId): Expr[] {
  return fnsRun(program, fn).flatMap(({ blocks }) => blocks.flatMap((block) => [...blockExprs(block)]));
}
