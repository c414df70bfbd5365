/** Expressions, in JavaScript's order of evaluation: every load of a path is an access of its own. */
import type { Expression, TSType } from '@oxc-project/types';
import type { BinaryOp, Expr } from '../../ir.js';
import { refuse } from '../diagnostic.js';
import { fieldName, fieldsOf } from '../pools.js';
import type { Declaration } from '../modules.js';
import type { Span } from '../source.js';
import {
  assignable, BOOL, INT, isNumeric, isScalar, NULL_TYPE, resolveType, typeName, VOID, type InterfaceDeclaration, type Type, type TypeEnv,
} from '../types.js';
import { e, isStable } from './builder.js';
import type { Binding, Lowerer, MemoryPlace, Place, Value } from './context.js';
import { branchSite } from './origins.js';
import { constantTest } from './constant-test.js';
import { fit, fits, load, settle, temporary } from './memory.js';

export function expression(l: Lowerer, node: Expression, expected?: Type): Value {
  switch (node.type) {
    case 'Literal': return literal(l, node.value, node);
    case 'Identifier': return identifier(l, node.name, node);
    case 'MemberExpression': return load(l, l.place(node) ?? l.refuse(node, 'this is no place in memory'), node);
    case 'UnaryExpression': return unary(l, node.operator, node.argument, node);
    case 'BinaryExpression': return binary(l, node.operator, node.left as Expression, node.right);
    case 'LogicalExpression': return viaBranches(l, node, BOOL);
    case 'ConditionalExpression': return conditional(l, node, expected);
    case 'CallExpression': return l.call(node);
    case 'ArrayExpression': return tuple(l, node);
    case 'TSNonNullExpression': return expression(l, node.expression, expected);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion': return cast(l, node.expression, node.typeAnnotation, node);
    case 'AssignmentExpression':
    case 'UpdateExpression':
      return l.refuse(node, 'an assignment is a statement of its own', 'C leaves the order of a nested assignment open: split the statement');
    default: return l.refuse(node, `this expression (${node.type}) is outside the language`, advice[node.type]);
  }
}

/** `x as Int<0, 1>` checks the range; a pointer stays what it is. */
function cast(l: Lowerer, node: Expression, annotation: TSType, span: Span): Value {
  const value = l.expression(node);
  const type = strip(resolveType(l.unit, l.where.module, annotation, l.where.env));
  if (!assignable(value.type, type)) l.refuse(span, `${typeName(value.type)} cannot be cast to ${typeName(type)}`, 'a value keeps its type');
  return fit(l, value, type);
}

const advice: Readonly<Record<string, string>> = {
  ObjectExpression: 'allocate an object with kzalloc<T>(GFP_KERNEL)',
  ArrowFunctionExpression: 'an arrow function can only be an argument of a word that takes one, such as wait_event',
  NewExpression: 'allocate an object with kzalloc<T>(GFP_KERNEL)',
  ThisExpression: 'pass the object as a parameter',
  AwaitExpression: 'wait with wait_event(wq, () => condition)',
  TemplateLiteral: 'strings exist only as arguments of core words',
  SequenceExpression: 'split the statement',
  ChainExpression: 'test the pointer with if: dereferencing NULL is a report',
};

function literal(l: Lowerer, value: unknown, span: Span): Value {
  if (typeof value === 'boolean') return { type: BOOL, expr: e.const(value ? 1 : 0) };
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2 ** 31 - 1) return { type: { kind: 'int', lo: value, hi: value }, expr: e.const(value) };
  if (typeof value === 'number') return l.refuse(span, 'a number of the language is a 32-bit integer');
  if (value === null) return l.refuse(span, 'null is outside the language', 'write NULL');
  return l.refuse(span, 'a string is no value of the language', 'strings exist only as arguments of core words');
}

/** The value that a name stands for. */
function identifier(l: Lowerer, name: string, span: Span): Value {
  const binding = l.where.scope.get(name);
  if (binding) return boundValue(l, name, binding, span);
  const { module } = l.where;
  const declaration = l.unit.modules.lookup(module, name, 'value');
  if (!declaration) return l.refuse(span, `'${name}' is not declared`, 'import it, or declare it');
  if (declaration.kind === 'function') {
    return { type: { kind: 'function' }, expr: e.const(l.functions.valueOf(declaration, { module, span })) };
  }
  if (l.unit.isCore(declaration) && name === 'NULL') return { type: NULL_TYPE, expr: e.const(0) };
  const constant = l.unit.constants.evaluate(module, { type: 'Identifier', name, start: span.start, end: span.end } as Expression);
  if (constant !== null) return literal(l, constant, span);
  if (isCurrent(declaration)) return current(l, span);
  const place = l.place({ type: 'Identifier', name, start: span.start, end: span.end } as Expression);
  if (place) return load(l, place, span);
  return declaration.kind === 'variable' && declaration.constant ? l.refuse(span, `'${name}' is a constant without a value`, 'declare it with let') : l.refuse(span, `'${name}' is no value`);
}

function boundValue(l: Lowerer, name: string, binding: Binding, span: Span): Value {
  switch (binding.kind) {
    case 'local': return { type: binding.type, expr: e.local(binding.id) };
    case 'value': return binding.value;
    case 'place': return load(l, binding.place, span);
    case 'constant': return literal(l, binding.value, span);
    case 'function': return { type: { kind: 'function' }, expr: e.const(l.functions.valueOf(binding.decl, { module: l.where.module, span })) };
    case 'lambda': return l.refuse(span, `'${name}' is a function that can only be called`, 'call it');
  }
}

export function isCurrent(declaration: Declaration): boolean {
  if (declaration.kind !== 'variable') return false;
  const { node } = declaration;
  return node.init?.type === 'CallExpression' && node.init.callee.type === 'Identifier' && node.init.callee.name === 'get_current';
}

export function current(l: Lowerer, span: Span): Value {
  const { taskStruct } = l.unit;
  if (!taskStruct) return l.refuse(span, 'no module declares the task pool', 'declare `export const current: task_struct = get_current();`');
  if (l.where.mode === 'property') return l.refuse(span, 'a property is about a state: no task is running in it', "name the task: task<task_struct>('T1')");
  return { type: { kind: 'pointer', struct: taskStruct }, expr: e.add(e.self, 1) };
}

/** The place that an expression names; null if it names none. */
export function place(l: Lowerer, node: Expression): Place | null {
  if (node.type === 'Identifier') return namedPlace(l, node.name, node);
  if (node.type === 'TSNonNullExpression') return place(l, node.expression);
  if (node.type === 'CallExpression') return null;
  if (node.type !== 'MemberExpression') return null;
  if (node.optional) return l.refuse(node, '?. is outside the language', 'test the pointer with if: dereferencing NULL is a report');
  if (node.property.type === 'PrivateIdentifier') return null;
  return node.computed ? element(l, node.object, node.property as Expression, node) : member(l, node.object, node.property.type === 'Identifier' ? node.property.name : '', node);
}

function namedPlace(l: Lowerer, name: string, span: Span): Place | null {
  const binding = l.where.scope.get(name);
  if (binding?.kind === 'place') return binding.place;
  if (binding?.kind === 'local') return binding.constant ? null : { kind: 'local', id: binding.id, type: binding.type };
  if (binding) return null;
  const declaration = l.unit.modules.lookup(l.where.module, name, 'value');
  if (declaration?.kind !== 'variable' || l.unit.isCore(declaration) || isCurrent(declaration)) return null;
  const annotation = declaration.node.id.typeAnnotation?.typeAnnotation;
  if (!annotation) {
    if (declaration.constant) return null;
    return l.refuse(span, `global '${name}' has no type`, `declare it as \`let ${name}: Int<0, 3> = 0;\``);
  }
  const resolved = resolveType(l.unit, declaration.module, annotation, new Map());
  const ghost = resolved.kind === 'ghost';
  const type = resolved.kind === 'ghost' ? resolved.of : resolved;
  if (isScalar(type) && declaration.constant) return null;
  const initial = isScalar(type) ? initialValue(l, declaration, type, span) : null;
  const global: MemoryPlace = { kind: 'memory', name: l.unit.globalName(declaration), struct: null, object: null, index: [], dims: [], bounds: [], type, ghost, safe: true };
  return initial === null ? global : { ...global, initial };
}

/** The value that the declaration of a global gives; null where it starts as zeroes. */
function initialValue(l: Lowerer, declaration: Declaration & { kind: 'variable' }, type: Type, span: Span): number | null {
  const { module, node: { init } } = declaration;
  if (!init || isZeroed(init)) return null;
  const initial = l.unit.constants.evaluate(module, init);
  if (typeof initial !== 'number' && typeof initial !== 'boolean') return l.refuse(span, `global '${declaration.name}' must start as a constant`, 'set it in setup()');
  const given: Type = typeof initial === 'boolean' ? BOOL : { kind: 'int', lo: initial, hi: initial };
  if (!assignable(given, type) || !fits(given, type)) refuse(module.source, init, `${initial} is no ${typeName(type)}`);
  return Number(initial);
}

function isZeroed(init: Expression): boolean {
  if (init.type === 'Identifier') return init.name === 'NULL';
  return init.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'zeroed';
}

function member(l: Lowerer, object: Expression, field: string, span: Span): Place {
  const base = l.place(object);
  const type = base ? strip(base.type) : null;
  if (base?.kind === 'memory' && type?.kind === 'opaque') return memberOfOpaque(l, base, type, field, span);
  const pointer = base ? load(l, base, object) : l.expression(object);
  const target = strip(pointer.type);
  if (target.kind !== 'pointer') return l.refuse(span, `${typeName(pointer.type)} has no members`);
  const settled = settle(l, pointer);
  const found = fieldType(l, target.struct, field, new Map(), span);
  return {
    kind: 'memory', name: `${target.struct.name}.${field}`, struct: target.struct, object: stableNumber(l, settled), index: [],
    dims: [l.unit.pools.objects(target.struct)], bounds: [], type: found.type, ghost: found.ghost, safe: false,
  };
}

function stableNumber(l: Lowerer, value: Value): Expr {
  if (value.expr.kind === 'local' || isStable(value.expr)) return value.expr;
  return e.local(temporary(l, value.type, value.expr));
}

function memberOfOpaque(l: Lowerer, base: MemoryPlace, type: Type & { kind: 'opaque' }, field: string, span: Span): Place {
  const env = new Map(type.decl.node.typeParameters?.params.map((p, i) => [p.name.name, type.args[i] ?? VOID]));
  const found = fieldType(l, type.decl, field, env, span);
  return { ...base, name: `${base.name}.${field}`, type: found.type, ghost: base.ghost || found.ghost };
}

function fieldType(l: Lowerer, struct: InterfaceDeclaration, field: string, env: TypeEnv, span: Span): { type: Type; ghost: boolean } {
  const node = fieldsOf(struct).find((f) => fieldName(f) === field);
  const annotation = node?.typeAnnotation?.typeAnnotation;
  if (!annotation) return l.refuse(span, `${struct.name} has no field '${field}'`, `its fields: ${fieldsOf(struct).map(fieldName).join(', ')}`);
  const type = resolveType(l.unit, struct.module, annotation, env);
  return type.kind === 'ghost' ? { type: type.of, ghost: true } : { type, ghost: false };
}

export function strip(type: Type): Type {
  return type.kind === 'ghost' || type.kind === 'place' ? strip(type.of) : type;
}

function element(l: Lowerer, object: Expression, index: Expression, span: Span): Place {
  const base = l.place(object);
  const type = base ? strip(base.type) : null;
  if (base?.kind !== 'memory' || type?.kind !== 'array') return l.refuse(span, 'only an array has elements');
  const value = l.expression(index);
  if (!isNumeric(value.type)) l.refuse(index, `an index is an integer, not ${typeName(value.type)}`);
  const settled = stableNumber(l, value);
  const capacity: MemoryPlace | null = type.dynamic
    ? { ...base, name: `${base.name}.$capacity`, type: { kind: 'int', lo: 0, hi: type.length } }
    : null;
  return {
    ...base, type: type.element, index: [...base.index, settled], dims: [...base.dims, type.length],
    bounds: [...base.bounds, { index: settled, length: type.length, capacity }],
  };
}

function unary(l: Lowerer, operator: string, argument: Expression, span: Span): Value {
  const value = l.expression(argument);
  if (operator === '!') return { type: BOOL, expr: e.not(truth(l, value, argument)) };
  if (operator !== '-' && operator !== '~') return l.refuse(span, `the operator ${operator} is outside the language`);
  if (!isNumeric(value.type)) return l.refuse(span, `${operator} needs an integer, not ${typeName(value.type)}`);
  if (value.expr.kind === 'const') return literal(l, operator === '-' ? -value.expr.value : ~value.expr.value, span);
  return { type: INT, expr: { kind: 'unary', op: operator, operand: value.expr } };
}

/** A value as a condition: pointers and integers are true when they are not 0. */
export function truth(l: Lowerer, value: Value, span: Span): Expr {
  if (value.type.kind === 'bool') return value.expr;
  if (!isScalar(value.type) && value.type.kind !== 'null') return l.refuse(span, `${typeName(value.type)} is no condition`);
  return e.ne(value.expr, 0);
}

const comparisons: Readonly<Record<string, BinaryOp>> = { '===': '==', '!==': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };
const arithmetic = new Set<string>(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>']);

function binary(l: Lowerer, operator: string, leftNode: Expression, rightNode: Expression): Value {
  if (operator === '==' || operator === '!=') return l.refuse(rightNode, `${operator} is outside the language`, `write ${operator}=`);
  const first = l.expression(leftNode);
  const left = isSimple(rightNode) ? first : settle(l, first);
  const right = l.expression(rightNode);
  const comparison = comparisons[operator];
  if (comparison) {
    requireComparable(l, left.type, right.type, operator, rightNode);
    return { type: BOOL, expr: fold(comparison, left.expr, right.expr) };
  }
  if (!arithmetic.has(operator)) return l.refuse(rightNode, `the operator ${operator} is outside the language`);
  if (!isNumeric(left.type) || !isNumeric(right.type)) {
    return l.refuse(leftNode, `${operator} needs integers, not ${typeName(left.type)} and ${typeName(right.type)}`);
  }
  if ((operator === '/' || operator === '%') && right.expr.kind === 'const' && right.expr.value === 0) l.refuse(rightNode, 'division by zero');
  if ((operator === '/' || operator === '%') && right.expr.kind !== 'const') {
    const report = l.report('model', 'division by zero', { detail: 'the divisor is 0 here: test it before' });
    l.builder.emit({ kind: 'check', condition: e.ne(right.expr, 0), report });
  }
  return { type: INT, expr: fold(operator as BinaryOp, left.expr, right.expr) };
}

/** Evaluating it touches no memory and emits nothing. */
function isSimple(node: Expression): boolean {
  if (node.type === 'Literal' || node.type === 'Identifier') return true;
  if (node.type === 'UnaryExpression') return isSimple(node.argument);
  return node.type === 'BinaryExpression' && isSimple(node.left as Expression) && isSimple(node.right);
}

function requireComparable(l: Lowerer, left: Type, right: Type, operator: string, span: Span): void {
  const ordered = operator !== '===' && operator !== '!==';
  if (ordered ? isNumeric(left) && isNumeric(right) : assignable(left, right) || assignable(right, left)) return;
  l.refuse(span, `cannot compare ${typeName(left)} with ${typeName(right)}`, ordered ? 'order is for integers' : 'compare addresses with address_of(p)');
}

/** The operation, folded if both operands are constants. */
export function fold(op: BinaryOp, left: Expr, right: Expr): Expr {
  if (left.kind === 'const' && right.kind === 'const') {
    const value = operations[op](left.value, right.value);
    if (Number.isFinite(value)) return e.const(value | 0);
  }
  if (op === '+' && right.kind === 'const') return e.add(left, right.value);
  return { kind: 'binary', op, left, right };
}

const operations: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => Math.imul(a, b), '/': (a, b) => Math.trunc(a / b), '%': (a, b) => a % b,
  '&': (a, b) => a & b, '|': (a, b) => a | b, '^': (a, b) => a ^ b, '<<': (a, b) => a << b, '>>': (a, b) => a >> b,
  '==': (a, b) => Number(a === b), '!=': (a, b) => Number(a !== b), '<': (a, b) => Number(a < b), '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b), '>=': (a, b) => Number(a >= b),
};

/** A condition as a value: 1 or 0, through branches, so that the right operand is evaluated only when it should. */
function viaBranches(l: Lowerer, node: Expression, type: Type): Value {
  const result = l.builder.local('$', type, { lo: 0, hi: 1 }, true);
  const [yes, no, after] = [l.builder.block(), l.builder.block(), l.builder.block()];
  l.condition(node, yes, no);
  for (const [block, value] of [[yes, 1], [no, 0]] as const) {
    l.builder.resume(block);
    l.builder.emit({ kind: 'set', local: result, value: e.const(value) });
    l.builder.jump(after);
  }
  l.builder.resume(after);
  return { type, expr: e.local(result) };
}

/** Jumps to `then` or `otherwise`. */
export function condition(l: Lowerer, node: Expression, then: number, otherwise: number): void {
  if (node.type === 'LogicalExpression') {
    if (node.operator === '??') l.refuse(node, '?? is outside the language');
    const known = constantTest(l, node.left);
    if (known !== null) {
      if (known === (node.operator === '&&')) return condition(l, node.right, then, otherwise);
      return l.builder.jump(known ? then : otherwise);
    }
    const middle = l.builder.block();
    if (node.operator === '&&') condition(l, node.left, middle, otherwise);
    else condition(l, node.left, then, middle);
    l.builder.resume(middle);
    return condition(l, node.right, then, otherwise);
  }
  if (node.type === 'UnaryExpression' && node.operator === '!') return condition(l, node.argument, otherwise, then);
  const test = truth(l, l.expression(node), node);
  if (test.kind === 'const') return l.builder.jump(test.value ? then : otherwise);
  l.builder.end({ kind: 'branch', condition: test, then, else: otherwise, ...branchSite(l, node) });
}

function conditional(l: Lowerer, node: Expression & { type: 'ConditionalExpression' }, expected?: Type): Value {
  const known = constantTest(l, node.test);
  if (known !== null) return l.expression(known ? node.consequent : node.alternate, expected);
  const [yes, no, after] = [l.builder.block(), l.builder.block(), l.builder.block()];
  l.condition(node.test, yes, no);
  l.builder.resume(yes);
  const a = l.expression(node.consequent, expected);
  const yesEnd = l.builder.current;
  l.builder.resume(no);
  const b = l.expression(node.alternate, expected);
  const type = join(l, a.type, b.type, node);
  const result = l.builder.local('$', type, null, true);
  l.builder.emit({ kind: 'set', local: result, value: b.expr });
  l.builder.jump(after);
  l.builder.resume(yesEnd);
  l.builder.emit({ kind: 'set', local: result, value: a.expr });
  l.builder.jump(after);
  l.builder.resume(after);
  return { type, expr: e.local(result) };
}

function join(l: Lowerer, a: Type, b: Type, span: Span): Type {
  if (isNumeric(a) && isNumeric(b)) return INT;
  if (assignable(b, a) && a.kind !== 'null' && a.kind !== 'never') return a;
  if (assignable(a, b)) return b;
  return l.refuse(span, `the two arms differ: ${typeName(a)} and ${typeName(b)}`);
}

function tuple(l: Lowerer, node: Expression & { type: 'ArrayExpression' }): Value {
  const items = node.elements.map((element) => {
    if (!element || element.type === 'SpreadElement') return l.refuse(node, 'a tuple is written out: no holes, no spread');
    return settle(l, l.expression(element));
  });
  return { type: { kind: 'tuple', items: items.map((v) => v.type) }, expr: e.const(0), items };
}
