/** The core words (src/lang/vocabulary/core.ts): what each becomes. */
import type { AccessOp, Expr, MemoryOrder, ReportClass } from '../../ir.js';
import { BOOL, INT, intType, resolveType, typeName, VOID, type InterfaceDeclaration, type Type } from '../types.js';
import { argument, lambdaOf, refuseInGhost, text, type Call } from './arguments.js';
import { taskWords } from './task-words.js';
import { e } from './builder.js';
import { Scope, type Lowerer, type MemoryPlace, type Value } from './context.js';
import { fold, strip, truth } from './expressions.js';
import { beginAccess, cellIndex, checkPlace, columnOf, settle } from './memory.js';
import { quantify } from './quantifiers.js';

type Word = (l: Lowerer, node: Call) => Value;

const nothing: Value = { type: VOID, expr: e.const(0) };

/** Lowers a call of the core word `name`; 'method' for objects<T>().every(...) and the like. */
export function coreWord(l: Lowerer, node: Call, name: string): Value {
  const word = words[name];
  if (!word) return l.refuse(node, `${name} cannot be called here`, 'see docs/language.md for where it belongs');
  return word(l, node);
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
  if ((op === 'lock' || op === 'unlock') && !l.where.module.source.vocabulary) {
    l.refuse(node, `only the vocabulary can say what '${op}' means`, 'take one of its locks: spin_lock(), mutex_lock(), down_read() ...');
  }
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
  refuseInGhost(l, node);
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
    refuseInGhost(l, node);
    const value = settle(l, l.expression(argument(l, node, 0)));
    const decl = structArg(l, node, value);
    if (!l.where.module.source.vocabulary) requireLive(l, value, decl);
    if (kind === 'freeRcu') l.unit.pools.grace(decl);
    l.builder.emit({ kind, struct: l.unit.pools.struct(decl).id, object: value.expr });
    return nothing;
  };
}

/** What the vocabulary checks itself before it frees. */
function requireLive(l: Lowerer, value: Value, decl: InterfaceDeclaration): void {
  const object = { struct: l.unit.pools.struct(decl).id, number: value.expr };
  const report = l.report('double-free', 'BUG: KASAN: double-free or invalid-free in %fn', { detail: `this ${decl.name} is not allocated`, object });
  l.builder.emit({ kind: 'check', condition: lifeOf(l, value, decl, (life) => fold('==', life, e.const(1))), report });
}

function lifeOf(l: Lowerer, value: Value, decl: InterfaceDeclaration, test: (life: Expr) => Expr): Expr {
  const life: Expr = { kind: 'load', column: l.unit.pools.struct(decl).life.id, index: [e.add(value.expr, -1)] };
  return { kind: 'cond', test: e.ne(value.expr, 0), then: test(life), else: e.const(0) };
}

function lifeIs(test: (life: Expr) => Expr): Word {
  return (l, node) => {
    const value = settle(l, l.expression(argument(l, node, 0)));
    return { type: BOOL, expr: lifeOf(l, value, structArg(l, node, value), test) };
  };
}

function addressOf(l: Lowerer, node: Call): Value {
  const value = settle(l, l.expression(argument(l, node, 0)));
  if (value.type.kind === 'null') return { type: { kind: 'address' }, expr: e.const(0) };
  const base = l.unit.pools.addressBase(structArg(l, node, value));
  return { type: { kind: 'address' }, expr: { kind: 'cond', test: value.expr, then: e.add(value.expr, base), else: e.const(0) } };
}

function setCapacity(l: Lowerer, node: Call): Value {
  refuseInGhost(l, node);
  const place = l.place(argument(l, node, 0));
  const type = place ? strip(place.type) : null;
  if (place?.kind !== 'memory' || type?.kind !== 'array' || !type.dynamic) return l.refuse(node, "set_capacity needs an array<T, N, 'dynamic'>");
  const value = l.expression(argument(l, node, 1));
  const capacity: MemoryPlace = { ...place, name: `${place.name}.$capacity`, type: intType(0, type.length) };
  l.builder.emit({ kind: 'store', column: columnOf(l, capacity).id, index: cellIndex(capacity), value: value.expr }, l.site(node));
  return nothing;
}

function lockdepAcquire(l: Lowerer, node: Call): Value {
  refuseInGhost(l, node);
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

const words: Readonly<Record<string, Word>> = {
  ...taskWords,
  access, atomic, ghost, when: guard, assume: guard, check, choose, inject,
  method: (l, node) => quantify(l, node),
  since: constant,
  bound: constant,
  task_count: constant,
  exists_since: () => nothing,
  exists_until: () => nothing,
  is_constant: (l, node) => ({ type: BOOL, expr: e.const(l.expression(argument(l, node, 0)).expr.kind === 'const' ? 1 : 0) }),
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
  rcu_quiesce: (l, node) => {
    refuseInGhost(l, node);
    l.builder.emit({ kind: 'quiesce', task: e.self });
    return nothing;
  },
  lockdep_acquire: lockdepAcquire,
};
