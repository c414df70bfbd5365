import type { Block, Column, Expr, Fn, Instr, Program, Struct, Terminator } from '../../lang/ir.js';
import { callGraph } from './callgraph.js';
import { asked, blockExprs, targets } from './walk.js';

/**
 * The policeman of the IR: throws at the first rule that a program breaks. A program from the front end breaks none, so a throw is
 * a bug there, or in a hand-written program of a test.
 */
export function validate(program: Program): void {
  checkIds(program);
  program.columns.forEach((column) => checkColumn(program, column));
  program.structs.forEach((struct) => checkStruct(program, struct));
  program.fns.forEach((fn) => checkFn(program, fn));
  checkRoots(program);
  callGraph(program);
}

type Where = (rule: boolean, message: string) => void;

function at(place: string): Where {
  return (rule, message) => {
    if (!rule) throw new Error(`${place}: ${message}`);
  };
}

/** Whether `id` is an index into `list`. */
function within(list: readonly unknown[], id: number): boolean {
  return Number.isInteger(id) && id >= 0 && id < list.length;
}

function checkIds(program: Program): void {
  const lists = { columns: program.columns, structs: program.structs, fns: program.fns, accesses: program.accesses, reports: program.reports, lockClasses: program.lockClasses };
  for (const [name, list] of Object.entries(lists)) {
    list.forEach((item, index) => at(name)(item.id === index, `item ${index} has id ${item.id}`));
  }
  const names = new Set(program.columns.map((column) => column.name));
  at('columns')(names.size === program.columns.length, 'two columns have the same name');
  at('tasks')(program.tasks.length > 0 && program.tasks.length <= 30, `${program.tasks.length} tasks; 1 to 30 fit into a set`);
}

function checkColumn(program: Program, { name, struct, dims, range, initial, uninit }: Column): void {
  const rule = at(`column ${name}`);
  rule(struct === null || within(program.structs, struct), `no struct ${struct}`);
  rule(dims.every((dim) => Number.isInteger(dim) && dim >= 0), `dims ${dims.join(', ')}`);
  rule(range.lo <= range.hi, `range ${range.lo} .. ${range.hi} is empty`);
  rule(range.lo <= initial && initial <= range.hi, `initial ${initial} is outside ${range.lo} .. ${range.hi}`);
  rule(uninit === null || uninit < range.lo || uninit > range.hi, `uninit ${uninit} can be written`);
  const objects = struct === null ? null : program.structs[struct]!.objects;
  rule(objects === null || dims[0] === objects, `dims[0] is not the ${objects} objects of its struct`);
}

function checkStruct(program: Program, struct: Struct): void {
  const rule = at(`struct ${struct.name}`);
  rule(struct.heap <= struct.objects, `${struct.heap} heap objects of ${struct.objects}`);
  for (const column of [struct.life, ...(struct.grace === null ? [] : [struct.grace]), ...struct.columns]) {
    rule(program.columns[column]?.struct === struct.id, `column ${column} is not its own`);
  }
  rule(!struct.columns.includes(struct.life) && (struct.grace === null || !struct.columns.includes(struct.grace)), 'life and grace are among its columns');
  for (const { container, first } of struct.embeddedIn) {
    const holder = program.structs[container];
    rule(holder !== undefined && !containers(program, struct.id).has(struct.id), `embedded in struct ${container}`);
    rule(first > struct.heap && first + (holder?.objects ?? 0) - 1 <= struct.objects, `object ${first} is no embedded one`);
  }
}

/** Structs that a struct is embedded in, however deep. */
function containers(program: Program, of: number): Set<number> {
  const found = new Set<number>();
  const pending = [of];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { container } of program.structs[next]?.embeddedIn ?? []) {
      if (!found.has(container)) pending.push(container);
      found.add(container);
    }
  }
  return found;
}

function checkFn(program: Program, fn: Fn): void {
  const rule = at(`function ${fn.name}`);
  rule(fn.params <= fn.locals.length, `${fn.params} parameters of ${fn.locals.length} locals`);
  rule(within(fn.blocks, fn.entry), `no entry block ${fn.entry}`);
  const ordinals = fn.blocks.flatMap(({ ordinal }) => (ordinal === null ? [] : [ordinal]));
  rule(new Set(ordinals).size === ordinals.length, 'two control points have the same ordinal');
  const calls = fn.blocks.flatMap(({ end }) => (end.kind === 'call' ? [end.ordinal] : []));
  rule(new Set(calls).size === calls.length, 'two calls have the same ordinal');
  fn.blocks.forEach((block, index) => checkBlock(program, fn, block, at(`function ${fn.name}, block ${index}`)));
}

function checkBlock(program: Program, fn: Fn, block: Block, rule: Where): void {
  block.instrs.forEach((instr, index) => {
    const boundary = instr.kind === 'access' && instr.boundary;
    rule(!boundary || index === 0, 'a boundary access is not the first instruction');
    if (index === 0) rule(boundary === (block.ordinal !== null), 'a control point, and only that, has an ordinal');
    checkInstr(program, fn, instr, rule);
  });
  if (block.instrs.length === 0) rule(block.ordinal === null, 'a control point, and only that, has an ordinal');
  for (const expr of blockExprs(block)) checkExpr(program, fn, expr, rule);
  for (const local of block.live) rule(within(fn.locals, local), `live: no local ${local}`);
  for (const to of targets(block.end)) rule(within(fn.blocks, to), `no block ${to} to go to`);
  checkEnd(program, fn, block.end, rule);
}

function checkInstr(program: Program, fn: Fn, instr: Instr, rule: Where): void {
  const allowed = fn.role !== 'property' || ['access', 'set', 'check'].includes(instr.kind);
  rule(allowed, `a property function cannot have ${instr.kind}`);
  if ('local' in instr) rule(within(fn.locals, instr.local), `no local ${instr.local}`);
  if ('struct' in instr) rule(within(program.structs, instr.struct), `no struct ${instr.struct}`);
  if (instr.kind === 'access') rule(within(program.accesses, instr.access), `no access ${instr.access}`);
  if (instr.kind === 'check') rule(within(program.reports, instr.report), `no report ${instr.report}`);
  if (instr.kind === 'acquire') rule(within(program.lockClasses, instr.lockClass), `no lock class ${instr.lockClass}`);
  if (instr.kind === 'as') rule(fn.role === 'init', 'only init runs as a task');
  if (instr.kind === 'store') checkIndex(program, instr.column, instr.index, rule);
  if (instr.kind === 'spawn') checkArgs(program, instr.fn, instr.args, rule);
  if (instr.kind === 'freeRcu') rule(program.structs[instr.struct]?.grace !== null, 'a struct without grace is freed through RCU');
}

function checkEnd(program: Program, fn: Fn, end: Terminator, rule: Where): void {
  if (end.kind === 'become') checkArgs(program, end.fn, end.args, rule);
  if (end.kind !== 'call') return;
  checkArgs(program, end.fn, end.args, rule);
  for (const local of [...end.live, ...end.results]) rule(within(fn.locals, local), `call: no local ${local}`);
  for (const returned of program.fns[end.fn]?.blocks ?? []) {
    const enough = returned.end.kind !== 'return' || returned.end.values.length >= end.results.length;
    rule(enough, `function ${end.fn} returns fewer than ${end.results.length} values`);
  }
}

function checkArgs(program: Program, fn: number, args: readonly Expr[], rule: Where): void {
  rule(within(program.fns, fn), `no function ${fn}`);
  rule(program.fns[fn]?.params === args.length, `${args.length} arguments for ${program.fns[fn]?.params} parameters of function ${fn}`);
}

function checkIndex(program: Program, column: number, index: readonly Expr[], rule: Where): void {
  rule(within(program.columns, column), `no column ${column}`);
  rule(program.columns[column]?.dims.length === index.length, `${index.length} indices into column ${program.columns[column]?.name}`);
}

function checkExpr(program: Program, fn: Fn, expr: Expr, rule: Where): void {
  if (expr.kind === 'local') rule(within(fn.locals, expr.local), `no local ${expr.local}`);
  if (expr.kind === 'load') checkIndex(program, expr.column, expr.index, rule);
  if (expr.kind === 'active') rule(within(program.fns, expr.fn), `no function ${expr.fn}`);
  if (expr.kind === 'referenced') rule(within(program.structs, expr.struct), `no struct ${expr.struct}`);
}

function checkRoots(program: Program): void {
  at('init')(program.fns[program.init]?.params === 0, 'it is no function without parameters');
  for (const { name, entry } of program.tasks) at(`task ${name}`)(entry === null || program.fns[entry]?.params === 0, 'its entry is no function without parameters');
  for (const { name, fn } of asked(program)) at(`property ${name}`)(program.fns[fn]?.params === 0, 'it is no function without parameters');
  for (const lock of program.lockClasses) {
    at(`lock class ${lock.name}`)(within(program.columns, lock.owner) && (lock.readers === null || within(program.columns, lock.readers)), 'no such column');
  }
  const nesting = program.rcuNesting;
  at('rcuNesting')(nesting === null || program.columns[nesting]?.dims[0] === program.tasks.length, 'it has not one cell a task');
}
