/** The core words (src/lang/vocabulary/core.ts): what each becomes. */
import type { Expression } from '@oxc-project/types';
import type { AccessOp, Expr, MemoryOrder, ReportClass } from '../../ir.js';
import type { Declaration } from '../modules.js';
import type { Span } from '../source.js';
import { BOOL, INT, intType, resolveType, typeName, VOID, type InterfaceDeclaration, type Type } from '../types.js';
import { argument, lambdaOf, type Call } from './arguments.js';
import { e } from './builder.js';
import { Scope, type Lowerer, type MemoryPlace, type Value } from './context.js';
import { fold, strip, truth } from './expressions.js';
import { beginAccess, cellIndex, checkPlace, columnOf, settle } from './memory.js';
import { quantify } from './quantifiers.js';
import { versionMark } from './versions.js';

type Word = (l: Lowerer, node: Call) => Value;

const nothing: Value = { type: VOID, expr: e.const(0) };

/** Lowers a call of the core word `name`; 'method' for objects<T>().every(...) and the like. */
export function coreWord(l: Lowerer, node: Call, name: string): Value {
  const word = words[name];
  if (!word) return l.refuse(node, `${name} cannot be called here`, 'see docs/language.md for where it belongs');
  return word(l, node);
}

/** A string known when the model is compiled. */
function text(l: Lowerer, node: Call, index: number): string {
  const found = argument(l, node, index);
  if (found.type === 'Literal' && typeof found.value === 'string') return found.value;
  const binding = found.type === 'Identifier' ? l.where.scope.get(found.name) : null;
  if (binding?.kind === 'constant' && typeof binding.value === 'string') return binding.value;
  return l.refuse(found, 'a string literal is needed here');
}

/** The struct that a type argument names, or that the type of an argument is. */
function structArg(l: Lowerer, node: Call, value?: Value): InterfaceDeclaration {
  const explicit = node.typeArguments?.params[0];
  const type = explicit ? resolveType(l.unit, l.where.module, explicit, l.where.env) : value?.type;
  if (type?.kind === 'pointer') return type.struct;
  return l.refuse(node, type ? `${typeName(type)} has no pool` : 'a struct is needed here', 'name it: objects<files_struct>()');
}

export function access(l: Lowerer, node: Call): Value {
  const op = text(l, node, 0);
  const order = text(l, node, 1) as MemoryOrder;
  const subjectNode = argument(l, node, 2);
  const body = lambdaOf(l, argument(l, node, 3));
  if (l.where.mode === 'raw') l.refuse(node, 'an access cannot be inside another', 'a step is one shared access: split the function');
  const subject = l.place(subjectNode);
  const place = subject?.kind === 'memory' ? subject : null;
  beginAccess(l, { op: (op === 'idle' ? 'wait' : op) as AccessOp, order, place, validEnd: op === 'idle' });
  const scope = new Scope(body.at.scope);
  if (place) {
    checkPlace(l, place);
    if (subjectNode.type === 'Identifier') scope.set(subjectNode.name, { kind: 'place', place: { ...place, safe: true, bounds: [] } });
  }
  const mode = l.where.mode === 'model' || l.where.mode === 'atomic' ? 'raw' : l.where.mode;
  return settleAll(l, l.invoke({ node: body.node, at: { ...body.at, scope } }, [], mode));
}

function settleAll(l: Lowerer, value: Value): Value {
  return value.items ? { ...value, items: value.items.map((v) => settle(l, v)) } : settle(l, value);
}

function atomic(l: Lowerer, node: Call): Value {
  const body = lambdaOf(l, argument(l, node, 0));
  if (l.where.mode !== 'model') return l.invoke(body, [], l.where.mode);
  const site = l.site(node);
  l.tables.claims.push({ site });
  return l.within({ site }, () => {
    beginAccess(l, { op: 'atomic', order: 'full', place: null });
    return settleAll(l, l.invoke(body, [], 'atomic'));
  });
}

function ghost(l: Lowerer, node: Call): Value {
  if (l.where.mode === 'property') return l.refuse(node, 'a property has no ghost code of its own');
  const b = l.builder;
  const [from, enter, exit] = [b.current, b.block(), b.block()];
  b.jump(enter);
  b.resume(enter);
  l.invoke(lambdaOf(l, argument(l, node, 0)), [], 'ghost');
  b.jump(exit);
  b.resume(exit);
  b.fn.ghosts.push({ from, enter, exit });
  return nothing;
}

function condition(l: Lowerer, node: Call): Expr {
  const first = argument(l, node, 0);
  return truth(l, l.expression(first), first);
}

function refuseInGhost(l: Lowerer, node: Call): void {
  if (l.where.mode === 'ghost' || l.where.mode === 'property') l.refuse(node, 'this would influence the model', 'ghost code and properties only look');
}

function guard(l: Lowerer, node: Call): Value {
  refuseInGhost(l, node);
  l.builder.emit({ kind: 'guard', condition: condition(l, node) });
  return nothing;
}

function check(l: Lowerer, node: Call): Value {
  const test = condition(l, node);
  const title = text(l, node, 2);
  const kind = text(l, node, 1) as ReportClass;
  l.builder.emit({ kind: 'check', condition: test, report: l.report(kind, title, { object: subjectObject(l, kind) }) });
  return nothing;
}

/** The object that a double free is about: the pointer bound in the vocabulary function that checks. */
function subjectObject(l: Lowerer, kind: ReportClass): { struct: number; number: Expr } | null {
  if (kind !== 'double-free') return null;
  for (const name of ['object', 'p', 'ptr', 'x']) {
    const binding = l.where.scope.get(name);
    if (binding?.kind === 'value' && binding.value.type.kind === 'pointer') {
      return { struct: l.unit.pools.struct(binding.value.type.struct).id, number: binding.value.expr };
    }
  }
  return null;
}

function choose(l: Lowerer, node: Call): Value {
  refuseInGhost(l, node);
  const count = l.expression(argument(l, node, 0));
  if (count.expr.kind === 'const' && count.expr.value <= 0) l.refuse(node, 'nothing to choose from', 'choose(n) needs n > 0');
  const type = count.expr.kind === 'const' ? intType(0, count.expr.value - 1) : INT;
  const local = l.builder.local('$', type, count.expr.kind === 'const' ? { lo: 0, hi: count.expr.value - 1 } : null, true);
  l.builder.emit({ kind: 'choose', local, count: count.expr }, l.site(node));
  return { type, expr: e.local(local) };
}

function constant(l: Lowerer, node: Call): Value {
  const value = l.unit.constants.evaluate(l.where.module, node);
  if (typeof value === 'boolean') return { type: BOOL, expr: e.const(value ? 1 : 0) };
  if (typeof value === 'number') return { type: intType(value, value), expr: e.const(value) };
  return l.refuse(node, 'its argument must be a string literal');
}

/** The budget that is left of a fault; 0 while setup runs, so that time zero is the same for every run. */
export function faultPlace(l: Lowerer, name: string): MemoryPlace {
  const type = intType(0, l.unit.faults[name] ?? 0);
  return { kind: 'memory', name: `$fault.${name}`, struct: null, object: null, index: [], dims: [], bounds: [], type, ghost: false, safe: true };
}

function inject(l: Lowerer, node: Call): Value {
  refuseInGhost(l, node);
  const name = text(l, node, 0);
  if (!((l.unit.faults[name] ?? 0) > 0)) return { type: BOOL, expr: e.const(0) };
  const column = columnOf(l, faultPlace(l, name)).id;
  const left: Expr = { kind: 'load', column, index: [] };
  const local = l.builder.local('$', BOOL, { lo: 0, hi: 1 }, true);
  const chosen = e.local(local);
  l.builder.emit({ kind: 'choose', local, count: { kind: 'cond', test: left, then: e.const(2), else: e.const(1) } }, l.site(node));
  l.builder.emit({ kind: 'store', column, index: [], value: { kind: 'cond', test: chosen, then: fold('-', left, e.const(1)), else: left } });
  return { type: BOOL, expr: chosen };
}

function allocObject(l: Lowerer, node: Call): Value {
  const decl = structArg(l, node);
  const fill = text(l, node, 0) as 'zero' | 'uninit' | 'keep';
  const struct = l.unit.pools.struct(decl);
  if (fill === 'uninit') struct.uninit = true;
  if (fill === 'keep') struct.typesafeByRcu = true;
  const type: Type = { kind: 'pointer', struct: decl };
  const local = l.builder.local('$', type, { lo: 0, hi: l.unit.pools.objects(decl) }, true);
  l.builder.emit({ kind: 'alloc', local, struct: struct.id, fill });
  const report = l.report('pool', `the pool of ${decl.name} is exhausted`, {
    detail: `all ${l.unit.pools.heap(decl)} are in use or still pointed to: raise it in the spec, bounds: { ${decl.name}: ${l.unit.pools.heap(decl) + 1} }`,
  });
  l.builder.emit({ kind: 'check', condition: e.ne(e.local(local), 0), report });
  return { type, expr: e.local(local) };
}

function freeObject(kind: 'free' | 'freeRcu'): Word {
  return (l, node) => {
    const value = settle(l, l.expression(argument(l, node, 0)));
    const decl = structArg(l, node, value);
    if (kind === 'freeRcu') l.unit.pools.grace(decl);
    l.builder.emit({ kind, struct: l.unit.pools.struct(decl).id, object: value.expr });
    return nothing;
  };
}

function lifeIs(test: (life: Expr) => Expr): Word {
  return (l, node) => {
    const value = settle(l, l.expression(argument(l, node, 0)));
    const decl = structArg(l, node, value);
    const life: Expr = { kind: 'load', column: l.unit.pools.struct(decl).life.id, index: [e.add(value.expr, -1)] };
    return { type: BOOL, expr: { kind: 'cond', test: e.ne(value.expr, 0), then: test(life), else: e.const(0) } };
  };
}

function addressOf(l: Lowerer, node: Call): Value {
  const value = settle(l, l.expression(argument(l, node, 0)));
  if (value.type.kind === 'null') return { type: { kind: 'address' }, expr: e.const(0) };
  const base = l.unit.pools.addressBase(structArg(l, node, value));
  return { type: { kind: 'address' }, expr: { kind: 'cond', test: value.expr, then: e.add(value.expr, base), else: e.const(0) } };
}

function setCapacity(l: Lowerer, node: Call): Value {
  const place = l.place(argument(l, node, 0));
  const type = place ? strip(place.type) : null;
  if (place?.kind !== 'memory' || type?.kind !== 'array' || !type.dynamic) return l.refuse(node, "set_capacity needs an array<T, N, 'dynamic'>");
  const value = l.expression(argument(l, node, 1));
  const capacity: MemoryPlace = { ...place, name: `${place.name}.$capacity`, type: intType(0, type.length) };
  l.builder.emit({ kind: 'store', column: columnOf(l, capacity).id, index: cellIndex(capacity), value: value.expr }, l.site(node));
  return nothing;
}

function lockdepAcquire(l: Lowerer, node: Call): Value {
  const place = l.place(argument(l, node, 0));
  const type = place ? strip(place.type) : null;
  if (place?.kind !== 'memory' || type?.kind !== 'opaque') return l.refuse(node, 'lockdep_acquire needs a lock');
  l.builder.emit({ kind: 'acquire', lockClass: lockClassOf(l, place, type) });
  return nothing;
}

function lockClassOf(l: Lowerer, place: MemoryPlace, type: Type & { kind: 'opaque' }): number {
  const known = l.tables.lockClasses.find((c) => c.name === place.name);
  if (known) return known.id;
  const fields = new Set(type.decl.node.body.body.map((f) => (f.type === 'TSPropertySignature' && f.key.type === 'Identifier' ? f.key.name : '')));
  const column = (field: string, of: Type) => columnOf(l, { ...place, name: `${place.name}.${field}`, type: of }).id;
  const id = l.tables.lockClasses.length;
  const readers = fields.has('readers') ? column('readers', { kind: 'taskSet', grace: false }) : null;
  l.tables.lockClasses.push({ id, name: place.name, owner: column('owner', { kind: 'task' }), readers });
  return id;
}

/** The function that an argument names; null if it is a value. */
function namedFunction(l: Lowerer, node: Expression): (Declaration & { kind: 'function' }) | null {
  if (node.type !== 'Identifier') return null;
  const binding = l.where.scope.get(node.name);
  if (binding) return binding.kind === 'function' ? binding.decl : null;
  const found = l.unit.modules.lookup(l.where.module, node.name, 'value');
  return found?.kind === 'function' ? found : null;
}

function rest(l: Lowerer, node: Call, from: number): Expr[] {
  return node.arguments.slice(from).map((_, i) => settle(l, l.expression(argument(l, node, from + i))).expr);
}

function spawn(l: Lowerer, node: Call): Value {
  const task = settle(l, l.expression(argument(l, node, 0))).expr;
  const entry = argument(l, node, 1);
  const decl = namedFunction(l, entry);
  const args = rest(l, node, 2);
  if (decl) {
    l.builder.emit({ kind: 'spawn', task, fn: l.functions.idOf(decl, { module: l.where.module, span: entry }), args }, l.site(node));
    return nothing;
  }
  const value = settle(l, l.expression(entry)).expr;
  const next = l.builder.block();
  const site = l.site(node);
  l.builder.end({ kind: 'indirect', how: 'spawn', value, args, results: [], next, task, site }, site);
  l.builder.resume(next);
  return nothing;
}

function become(l: Lowerer, node: Call): Value {
  const entry = argument(l, node, 0);
  const decl = namedFunction(l, entry);
  const args = rest(l, node, 1);
  const site = l.site(node);
  if (decl) l.builder.end({ kind: 'become', fn: l.functions.idOf(decl, { module: l.where.module, span: entry }), args }, site);
  else {
    const value = settle(l, l.expression(entry)).expr;
    l.builder.end({ kind: 'indirect', how: 'become', value, args, results: [], next: 0, task: null, site }, site);
  }
  l.builder.resume(l.builder.block());
  return { type: { kind: 'never' }, expr: e.const(0) };
}

function exitTask(l: Lowerer): Value {
  l.builder.end({ kind: 'exit' });
  l.builder.resume(l.builder.block());
  return { type: { kind: 'never' }, expr: e.const(0) };
}

function taskNumber(l: Lowerer, node: Call, index: number): number {
  const name = text(l, node, index);
  const found = l.unit.taskNames.indexOf(name);
  return found >= 0 ? found : l.refuse(node, `the spec has no task '${name}'`, `its tasks: ${l.unit.taskNames.join(', ')}`);
}

function task(l: Lowerer, node: Call): Value {
  const { taskStruct } = l.unit;
  if (!taskStruct) return l.refuse(node, 'no module declares the task pool', 'declare `export const current: task_struct = get_current();`');
  return { type: { kind: 'pointer', struct: taskStruct }, expr: e.const(taskNumber(l, node, 0) + 1) };
}

function taskIndex(l: Lowerer, node: Call): Value {
  const value = l.expression(argument(l, node, 0));
  return { type: INT, expr: e.add(value.expr, -1) };
}

function asTask(l: Lowerer, node: Call): Value {
  if (l.builder.fn.role !== 'init') return l.refuse(node, 'as() belongs in setup()');
  l.builder.emit({ kind: 'as', task: e.const(taskNumber(l, node, 0)) });
  l.invoke(lambdaOf(l, argument(l, node, 1)), [], null);
  l.builder.emit({ kind: 'as', task: e.const(0) });
  return nothing;
}

function inside(l: Lowerer, node: Call): Value {
  const of = settle(l, l.expression(argument(l, node, 0)));
  const at = argument(l, node, 1);
  const decl = namedFunction(l, at) ?? l.refuse(at, 'a function is needed here');
  const mark = (decl.node.body?.body ?? []).map((s) => versionMark(s as Parameters<typeof versionMark>[0])).find((m) => m !== null);
  const absent = mark && l.unit.variant.has(decl.module, mark.name, at) !== (mark.word === 'exists_since');
  if (absent) return { type: BOOL, expr: e.const(0) };
  return { type: BOOL, expr: { kind: 'active', task: of.expr, fn: l.functions.idOf(decl, { module: l.where.module, span: at as Span }) } };
}

const words: Readonly<Record<string, Word>> = {
  access, atomic, ghost, when: guard, assume: guard, check, choose, inject, spawn, become, task, inside,
  method: (l, node) => quantify(l, node),
  since: constant,
  bound: constant,
  task_count: constant,
  exists_since: () => nothing,
  exists_until: () => nothing,
  is_constant: (l, node) => ({ type: BOOL, expr: e.const(l.expression(argument(l, node, 0)).expr.kind === 'const' ? 1 : 0) }),
  self: () => ({ type: INT, expr: e.self }),
  alloc_object: allocObject,
  free_object: freeObject('free'),
  free_object_rcu: freeObject('freeRcu'),
  is_live: lifeIs((life) => fold('==', life, e.const(1))),
  is_limbo: lifeIs((life) => fold('==', life, e.const(2))),
  is_referenced: (l, node) => {
    const value = settle(l, l.expression(argument(l, node, 0)));
    return { type: BOOL, expr: { kind: 'referenced', struct: l.unit.pools.struct(structArg(l, node, value)).id, object: value.expr } };
  },
  address_of: addressOf,
  pool_size: (l, node) => {
    const size = l.unit.pools.objects(structArg(l, node));
    return { type: intType(size, size), expr: e.const(size) };
  },
  set_capacity: setCapacity,
  rcu_readers: () => ({ type: { kind: 'taskSet', grace: false }, expr: { kind: 'readers' } }),
  rcu_quiesce: (l) => {
    l.builder.emit({ kind: 'quiesce', task: e.self });
    return nothing;
  },
  lockdep_acquire: lockdepAcquire,
  exit_task: exitTask,
  task_index: taskIndex,
  as: asTask,
  idle: (l, node) => ({ type: BOOL, expr: { kind: 'idle', task: settle(l, l.expression(argument(l, node, 0))).expr } }),
};
