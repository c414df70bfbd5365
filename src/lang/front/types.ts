/** The types of the language, as the front end sees them, and how annotations become types. */
import type { Expression, TSType } from '@oxc-project/types';
import type { Range, ValueType } from '../ir.js';
import { refuse } from './diagnostic.js';
import type { Declaration, Module } from './modules.js';
import type { Span } from './source.js';
import type { Unit } from './unit.js';

export type InterfaceDeclaration = Declaration & { kind: 'interface' };

export type Type =
  /** `int`: the range is inferred. */
  | { readonly kind: 'infer' }
  | { readonly kind: 'int'; readonly lo: number; readonly hi: number }
  | { readonly kind: 'bool' }
  | { readonly kind: 'void' }
  | { readonly kind: 'never' }
  /** The type of NULL. */
  | { readonly kind: 'null' }
  | { readonly kind: 'pointer'; readonly struct: InterfaceDeclaration }
  | { readonly kind: 'address' }
  | { readonly kind: 'task' }
  | { readonly kind: 'taskSet'; readonly grace: boolean }
  /** A depth of RCU read sections. */
  | { readonly kind: 'nesting' }
  | { readonly kind: 'function' }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  /** A member by value with functions of its own: a lock, a list head. */
  | { readonly kind: 'opaque'; readonly decl: InterfaceDeclaration; readonly args: readonly Type[] }
  | { readonly kind: 'embedded'; readonly struct: InterfaceDeclaration }
  | { readonly kind: 'array'; readonly element: Type; readonly length: number; readonly dynamic: boolean }
  | { readonly kind: 'string' }
  | { readonly kind: 'ghost'; readonly of: Type }
  | { readonly kind: 'place'; readonly of: Type }
  | { readonly kind: 'lambda' };

/** What type parameters stand for. */
export type TypeEnv = ReadonlyMap<string, Type>;

export const INT: Type = { kind: 'infer' };
export const BOOL: Type = { kind: 'bool' };
export const VOID: Type = { kind: 'void' };
export const NULL_TYPE: Type = { kind: 'null' };

/** An inferred range never exceeds this: errno values and small counts. */
export const WIDEST: Range = { lo: -4096, hi: 4095 };

export function intType(lo: number, hi: number): Type {
  return { kind: 'int', lo, hi };
}

/** How a reader of a message knows the type. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'infer': return 'int';
    case 'int': return `Int<${type.lo}, ${type.hi}>`;
    case 'pointer': return type.struct.name;
    case 'embedded': return `embedded<${type.struct.name}>`;
    case 'opaque': return type.decl.name;
    case 'null': return 'NULL';
    case 'bool': return 'boolean';
    case 'address': return 'Address';
    case 'task': return 'task_ref';
    case 'taskSet': return 'task_set';
    case 'tuple': return `[${type.items.map(typeName).join(', ')}]`;
    case 'array': return `array<${typeName(type.element)}, ${type.length}>`;
    case 'ghost':
    case 'place': return typeName(type.of);
    default: return type.kind;
  }
}

/** Can a value of type `from` stand where `to` is expected? */
export function assignable(from: Type, to: Type): boolean {
  if (from.kind === 'never') return true;
  if (to.kind === 'ghost' || to.kind === 'place') return assignable(from, to.of);
  if (isNumeric(from) && isNumeric(to)) return true;
  if (from.kind === 'int' && from.lo === 0 && from.hi === 0 && to.kind === 'address') return true;
  if (from.kind === 'null') return to.kind === 'pointer' || to.kind === 'address' || to.kind === 'function' || to.kind === 'null';
  if (from.kind === 'pointer' && to.kind === 'pointer') return from.struct === to.struct;
  if (from.kind === 'embedded' && to.kind === 'pointer') return from.struct === to.struct;
  if (from.kind === 'tuple' && to.kind === 'tuple') {
    return from.items.length === to.items.length && from.items.every((t, i) => assignable(t, to.items[i] ?? VOID));
  }
  return from.kind === to.kind;
}

export function isNumeric(type: Type): boolean {
  return type.kind === 'infer' || type.kind === 'int' || type.kind === 'task' || type.kind === 'taskSet' || type.kind === 'nesting';
}

/** Can a variable or a cell hold it? */
export function isScalar(type: Type): boolean {
  return isNumeric(type) || type.kind === 'bool' || type.kind === 'pointer' || type.kind === 'address' || type.kind === 'function';
}

/** The range of a scalar type; null for one that is inferred. */
export function rangeOf(type: Type, unit: Unit): Range | null {
  switch (type.kind) {
    case 'int': return { lo: type.lo, hi: type.hi };
    case 'bool': return { lo: 0, hi: 1 };
    case 'null': return { lo: 0, hi: 0 };
    case 'pointer': return { lo: 0, hi: unit.pools.objects(type.struct) };
    case 'address': return { lo: 0, hi: unit.pools.addresses() };
    case 'task': return { lo: 0, hi: unit.tasks };
    case 'taskSet': return { lo: 0, hi: 2 ** unit.tasks - 1 };
    case 'nesting': return { lo: 0, hi: 15 };
    case 'ghost':
    case 'place': return rangeOf(type.of, unit);
    default: return null;
  }
}

/** What the engine is told about a scalar of this type. `functions` is filled as functions become values. */
export function valueType(type: Type, unit: Unit): ValueType {
  switch (type.kind) {
    case 'bool': return { kind: 'bool' };
    case 'pointer': return { kind: 'pointer', struct: unit.pools.struct(type.struct).id };
    case 'address': return { kind: 'address' };
    case 'task': return { kind: 'task' };
    case 'taskSet': return { kind: 'taskSet' };
    case 'function': return { kind: 'function', fns: unit.functionValues };
    case 'ghost':
    case 'place': return valueType(type.of, unit);
    default: return { kind: 'int' };
  }
}

/** The type that an annotation names. */
export function resolveType(unit: Unit, module: Module, node: TSType, env: TypeEnv): Type {
  switch (node.type) {
    case 'TSNumberKeyword': return INT;
    case 'TSBooleanKeyword': return BOOL;
    case 'TSVoidKeyword': return VOID;
    case 'TSNeverKeyword': return { kind: 'never' };
    case 'TSStringKeyword': return { kind: 'string' };
    case 'TSUnknownKeyword': return { kind: 'place', of: VOID };
    case 'TSFunctionType': return { kind: 'lambda' };
    case 'TSParenthesizedType': return resolveType(unit, module, node.typeAnnotation, env);
    case 'TSTupleType': return { kind: 'tuple', items: node.elementTypes.map((t) => resolveType(unit, module, t as TSType, env)) };
    case 'TSTypeQuery': return constantType(unit, module, node);
    case 'TSLiteralType': return literalType(unit, module, node.literal as Expression, node);
    case 'TSUnionType': return unionType(unit, module, node.types, node, env);
    case 'TSTypeReference': {
      if (node.typeName.type !== 'Identifier') return refuse(module.source, node, 'a qualified type name is outside the language');
      return referencedType(unit, module, { name: node.typeName.name, args: node.typeArguments?.params ?? [], span: node }, env);
    }
    default: return refuse(module.source, node, `this kind of type (${node.type}) is outside the language`, 'use Int<lo, hi>, boolean, an interface, array<T, N> or a tuple');
  }
}

/** `typeof CONSTANT` as a type: that number alone. */
function constantType(unit: Unit, module: Module, node: TSType & { type: 'TSTypeQuery' }): Type {
  const value = node.exprName.type === 'Identifier' ? unit.constants.named(module, node.exprName.name, node) : null;
  if (typeof value === 'number') return intType(value, value);
  return refuse(module.source, node, 'typeof names a numeric constant here');
}

function literalType(unit: Unit, module: Module, literal: Expression, span: Span): Type {
  const value = unit.constants.evaluate(module, literal);
  if (typeof value === 'number') return intType(value, value);
  if (typeof value === 'string') return { kind: 'string' };
  return refuse(module.source, span, 'this literal is no type of the language');
}

function unionType(unit: Unit, module: Module, types: readonly TSType[], span: Span, env: TypeEnv): Type {
  const members = types.map((t) => resolveType(unit, module, t, env));
  if (members.every((t) => t.kind === 'string')) return { kind: 'string' };
  const ints = members.filter((t): t is Type & { kind: 'int' } => t.kind === 'int');
  if (ints.length !== members.length) refuse(module.source, span, 'a union of other than integers is outside the language', 'every pointer may be NULL already');
  return intType(Math.min(...ints.map((t) => t.lo)), Math.max(...ints.map((t) => t.hi)));
}

interface Reference { readonly name: string; readonly args: readonly TSType[]; readonly span: Span }

function referencedType(unit: Unit, module: Module, ref: Reference, env: TypeEnv): Type {
  const bound = env.get(ref.name);
  if (bound) return bound;
  const declaration = unit.modules.lookup(module, ref.name, 'type');
  if (!declaration) return refuse(module.source, ref.span, `there is no type '${ref.name}' here`, 'import it, or declare an interface');
  const args = () => ref.args.map((t) => resolveType(unit, module, t, env));
  if (unit.isCore(declaration)) return coreType(unit, module, ref, env);
  if (declaration.kind === 'alias') return aliasedType(unit, declaration, args());
  if (declaration.kind !== 'interface') return refuse(module.source, ref.span, `'${ref.name}' is no type`);
  return isOpaque(unit, declaration) ? { kind: 'opaque', decl: declaration, args: args() } : { kind: 'pointer', struct: declaration };
}

function aliasedType(unit: Unit, declaration: Declaration & { kind: 'alias' }, args: readonly Type[]): Type {
  const { node, module } = declaration;
  if (unit.resolving.has(node)) refuse(module.source, node.id, `type ${declaration.name} is made of itself`, 'a struct is an interface');
  unit.resolving.add(node);
  try {
    return resolveType(unit, module, node.typeAnnotation, new Map(node.typeParameters?.params.map((p, i) => [p.name.name, args[i] ?? VOID])));
  } finally {
    unit.resolving.delete(node);
  }
}

export function isOpaque(unit: Unit, declaration: InterfaceDeclaration, below: readonly InterfaceDeclaration[] = []): boolean {
  if (below.includes(declaration)) refuse(declaration.module.source, declaration.node.id, `interface ${declaration.name} extends itself`);
  return declaration.node.extends.some((e) => {
    if (e.expression.type !== 'Identifier') return false;
    const parent = unit.modules.lookup(declaration.module, e.expression.name, 'type');
    return parent?.kind === 'interface' && (parent.name === 'opaque' && unit.isCore(parent) || isOpaque(unit, parent, [...below, declaration]));
  });
}

function coreType(unit: Unit, module: Module, ref: Reference, env: TypeEnv): Type {
  const arg = (i: number): Type => {
    const node = ref.args[i];
    return node ? resolveType(unit, module, node, env) : refuse(module.source, ref.span, `${ref.name} needs ${i + 1} type argument(s)`);
  };
  switch (ref.name) {
    case 'Int': return rangedType(module, constantArg(unit, module, ref, 0, env), constantArg(unit, module, ref, 1, env), ref.span);
    case 'int': return INT;
    case 'Address': return { kind: 'address' };
    case 'task_ref': return { kind: 'task' };
    case 'task_set': return { kind: 'taskSet', grace: false };
    case 'grace_set': return { kind: 'taskSet', grace: true };
    case 'rcu_nesting': return { kind: 'nesting' };
    case 'pool_of':
    case 'count_of': return intType(0, poolSize(unit, module, arg(0), ref.span));
    case 'embedded': return embeddedType(module, arg(0), ref.span);
    case 'ghost_field': return ghostType(module, arg(0), ref.span);
    case 'place': return { kind: 'place', of: arg(0) };
    case 'fn_ptr':
    case 'program': return { kind: 'function' };
    case 'property': return { kind: 'lambda' };
    case 'array': return arrayType(unit, module, ref, arg(0), env);
    case 'opaque': return { kind: 'place', of: VOID };
    default: return { kind: 'string' };
  }
}

/** What an Int may be: an engine computes with 32 bits. */
const INT32: Range = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };

function rangedType(module: Module, lo: number, hi: number, span: Span): Type {
  if (lo > hi) refuse(module.source, span, `Int<${lo}, ${hi}> is empty`, 'the lower end comes first');
  if (lo < INT32.lo || hi > INT32.hi) refuse(module.source, span, 'an Int is within 32 bits');
  return intType(lo, hi);
}

/** A ghost pointer would keep its object from being reused: what is ghost would influence what is real. */
function ghostType(module: Module, type: Type, span: Span): Type {
  const cell = type.kind === 'array' ? type.element : type;
  if (cell.kind !== 'pointer') return { kind: 'ghost', of: type };
  return refuse(module.source, span, `ghost state cannot point to a ${typeName(cell)}: that would keep it from being reused`, 'keep its Address: address_of(p)');
}

function embeddedType(module: Module, type: Type, span: Span): Type {
  if (type.kind === 'pointer') return { kind: 'embedded', struct: type.struct };
  if (type.kind === 'opaque') return type;
  return refuse(module.source, span, 'only a struct can be embedded');
}

function poolSize(unit: Unit, module: Module, type: Type, span: Span): number {
  if (type.kind !== 'pointer') return refuse(module.source, span, `${typeName(type)} has no pool`, 'name a struct');
  return unit.pools.objects(type.struct);
}

/** More would not fit in a state anyway. */
const ELEMENTS_MAX = 4096;

function arrayType(unit: Unit, module: Module, ref: Reference, element: Type, env: TypeEnv): Type {
  const length = constantArg(unit, module, ref, 1, env);
  if (length < 0 || length > ELEMENTS_MAX) refuse(module.source, ref.span, `an array has 0 to ${ELEMENTS_MAX} elements, not ${length}`);
  const kind = ref.args[2];
  const dynamic = kind?.type === 'TSLiteralType' && kind.literal.type === 'Literal' && kind.literal.value === 'dynamic';
  return { kind: 'array', element, length, dynamic };
}

/** A number in a type: a literal, `typeof CONSTANT`, the name of a bound, 'tasks', pool_of<T>. */
function constantArg(unit: Unit, module: Module, ref: Reference, index: number, env: TypeEnv): number {
  const value = constantOf(unit, module, ref, index, env);
  return Number.isInteger(value) ? value : refuse(module.source, ref.args[index] ?? ref.span, `${value} is no integer`);
}

function constantOf(unit: Unit, module: Module, ref: Reference, index: number, env: TypeEnv): number {
  const node = ref.args[index];
  if (!node) return refuse(module.source, ref.span, `${ref.name} needs ${index + 1} type argument(s)`);
  if (node.type === 'TSLiteralType') {
    const value = unit.constants.evaluate(module, node.literal as Expression);
    if (typeof value === 'number') return value;
    if (value === 'tasks') return unit.tasks;
    if (typeof value === 'string') return unit.constants.bound(module, value, node);
  }
  if (node.type === 'TSTypeReference' || node.type === 'TSTypeQuery') {
    const type = resolveType(unit, module, node, env);
    if (type.kind === 'int') return type.hi;
  }
  return refuse(module.source, node, 'a constant is needed here', "a number, typeof CONSTANT, the name of a bound ('fds'), 'tasks' or pool_of<T>");
}
