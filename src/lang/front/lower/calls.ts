/** Calls: with a frame, inlined, through a function value, or of a lambda. */
import type { Expression, FunctionBody, ParamPattern, TSType } from '@oxc-project/types';
import type { Expr } from '../../ir.js';
import { isOpaque, assignable, resolveType, typeName, VOID, type Type } from '../types.js';
import type { AnyFunction, Declaration, Module } from '../modules.js';
import { ASSERTIONS } from '../conditions.js';
import { refuse } from '../diagnostic.js';
import type { SourceFile, Span } from '../source.js';
import type { Unit } from '../unit.js';
import { e } from './builder.js';
import { Scope, type Binding, type Lambda, type Lowerer, type Mode, type ReturnTarget, type Value } from './context.js';
import { checkVersion } from './versions.js';
import { strip } from './expressions.js';
import { fit, settle } from './memory.js';
import { requireArguments } from './arguments.js';
import { observe } from './observe.js';
import { withOrigin } from './origins.js';
import { coreWord } from './words.js';

export type FunctionDeclaration = Declaration & { kind: 'function' };
type Call = Expression & { type: 'CallExpression' };

export function call(l: Lowerer, node: Call): Value {
  if (node.callee.type === 'MemberExpression') return coreWord(l, node, 'method');
  if (node.callee.type !== 'Identifier') return l.refuse(node, 'only a named function can be called');
  const { name } = node.callee;
  const binding = l.where.scope.get(name);
  if (binding) return callBinding(l, name, binding, node);
  const declaration = l.unit.modules.lookup(l.where.module, name, 'value');
  if (!declaration) return l.refuse(node, `'${name}' is not declared`, 'import it, or declare it');
  if (l.unit.isCore(declaration)) return coreWord(l, node, name);
  if (declaration.kind !== 'function') return callVariable(l, declaration, node);
  return callFunction(l, declaration, node);
}

function callVariable(l: Lowerer, declaration: Declaration, node: Call): Value {
  const value = l.expression(node.callee);
  if (value.type.kind === 'function') return callValue(l, value, node);
  return l.refuse(node, `'${declaration.name}' is no function`);
}

function callBinding(l: Lowerer, name: string, binding: Binding, node: Call): Value {
  if (binding.kind === 'lambda') return l.invoke(binding.lambda, arguments_(l, node).map((value) => ({ kind: 'value', value })), null);
  if (binding.kind === 'function') return callFunction(l, binding.decl, node);
  const value = l.expression(node.callee);
  if (value.type.kind !== 'function') return l.refuse(node, `'${name}' is no function`);
  return callValue(l, value, node);
}

/** Through a function value: dispatches over all functions that are used as values. */
function callValue(l: Lowerer, value: Value, node: Call): Value {
  const args = arguments_(l, node).map((v) => v.expr);
  if (l.where.mode !== 'model') l.refuse(node, 'a function value cannot be called within one step', 'call it outside access(), atomic() and ghost()');
  const next = l.builder.block();
  const site = l.site(node);
  l.builder.end({ kind: 'indirect', how: 'call', value: value.expr, args, results: [], next, task: null, site }, site);
  l.builder.resume(next);
  return { type: VOID, expr: e.const(0) };
}

function arguments_(l: Lowerer, node: Call): Value[] {
  return node.arguments.map((argument) => {
    if (argument.type === 'SpreadElement') return l.refuse(argument, 'a spread argument is outside the language');
    return settle(l, l.expression(argument));
  });
}

/** A function of the model or of the vocabulary. */
function callFunction(l: Lowerer, decl: FunctionDeclaration, node: Call): Value {
  if (!decl.node.body) return l.refuse(node, `'${decl.name}' has no body`, 'only the core words of fdcheck/lang are declared without one');
  checkVersion(l, decl, node);
  const required = decl.node.params.filter((p) => p.type === 'Identifier' ? !p.optional : p.type !== 'AssignmentPattern').length;
  if (node.arguments.length < required || node.arguments.length > decl.node.params.length) {
    return l.refuse(node, `${decl.name} takes ${decl.node.params.length} argument(s), not ${node.arguments.length}`);
  }
  const asserting = l.where.asserting || (decl.module.source.vocabulary && ASSERTIONS.has(decl.name));
  const value = l.within({ asserting }, () => (isMacro(l.unit, decl) || l.where.mode !== 'model' ? inline(l, decl, node) : framed(l, decl, node)));
  return observe(l, decl, value, node);
}

/** Inlined always: the vocabulary, and functions with a place, a lambda or a type parameter. */
export function isMacro(unit: Unit, decl: FunctionDeclaration): boolean {
  if (decl.module.source.vocabulary || (decl.node.typeParameters?.params.length ?? 0) > 0) return true;
  return decl.node.params.some((p) => {
    const annotation = parameterAnnotation(p);
    if (!annotation) return false;
    if (annotation.type === 'TSFunctionType') return true;
    if (annotation.type !== 'TSTypeReference' || annotation.typeName.type !== 'Identifier') return false;
    if (annotation.typeName.name === 'place' || annotation.typeName.name === 'property') return true;
    const type = unit.modules.lookup(decl.module, annotation.typeName.name, 'type');
    return type?.kind === 'interface' && isOpaque(unit, type);
  });
}

function parameterAnnotation(param: ParamPattern): TSType | null {
  if (param.type === 'Identifier') return param.typeAnnotation?.typeAnnotation ?? null;
  if (param.type === 'AssignmentPattern' && param.left.type === 'Identifier') return param.left.typeAnnotation?.typeAnnotation ?? null;
  return null;
}

export function parameterName(source: SourceFile, param: ParamPattern): string {
  if (param.type === 'Identifier') return param.name;
  if (param.type === 'AssignmentPattern' && param.left.type === 'Identifier') return param.left.name;
  return refuse(source, param, 'a parameter is a plain name', 'take the object and read its fields');
}

export function returnType(unit: Unit, module: Module, node: AnyFunction, env: ReadonlyMap<string, Type>): Type {
  const annotation = node.returnType?.typeAnnotation;
  if (annotation) return resolveType(unit, module, annotation, env);
  return node.type === 'ArrowFunctionExpression' ? { kind: 'lambda' } : VOID;
}

function framed(l: Lowerer, decl: FunctionDeclaration, node: Call): Value {
  const draft = l.functions.draft(l.functions.idOf(decl, { module: l.where.module, span: node }));
  const values = arguments_(l, node);
  requireArguments(l, draft, values, { node, from: 0 });
  return callFrame(l, decl, values, node);
}

/** Calls the function with a frame of its own. */
export function callFrame(l: Lowerer, decl: FunctionDeclaration, values: readonly Value[], node: Span): Value {
  const fn = l.functions.idOf(decl, { module: l.where.module, span: node });
  const draft = l.functions.draft(fn);
  const next = l.builder.block();
  const results = draft.returns.map((type) => l.builder.local('$', type, null, true));
  const site = l.site(node);
  const args: Expr[] = values.map((v) => v.expr);
  // What never returns needs no frame to return to: all frames are dropped (do_exit).
  if (draft.never) l.builder.end({ kind: 'become', fn, args }, site);
  else l.builder.end({ kind: 'call', fn, args, results, next, live: [], site, ordinal: -1 }, site);
  l.builder.resume(next);
  return toValue(draft.returns, results);
}

function toValue(types: readonly Type[], locals: readonly number[]): Value {
  const items = types.map((type, i) => ({ type, expr: e.local(locals[i] ?? 0) }));
  const [only] = items;
  if (!only) return { type: VOID, expr: e.const(0) };
  if (items.length === 1) return only;
  return { type: { kind: 'tuple', items: [...types] }, expr: e.const(0), items };
}

/** Lowers the body of the function in place. */
function inline(l: Lowerer, decl: FunctionDeclaration, node: Call): Value {
  if (l.where.inlining.includes(decl)) return l.refuse(node, `${decl.name} calls itself`, 'recursion is outside the language: write a loop');
  const env = new Map<string, Type>();
  decl.node.typeParameters?.params.forEach((p, i) => {
    const explicit = node.typeArguments?.params[i];
    if (explicit) env.set(p.name.name, resolveType(l.unit, l.where.module, explicit, l.where.env));
  });
  const bindings = bindArguments(l, decl, node, env);
  const scope = new Scope(null);
  decl.node.params.forEach((param, i) => scope.set(parameterName(decl.module.source, param), bindings[i] ?? { kind: 'constant', value: 0 }));
  const outside = !decl.module.source.vocabulary;
  const lowered = (): Value => l.within(
    { module: decl.module, env, inlining: [...l.where.inlining, decl], site: l.site(node), fn: outside ? decl.name : l.where.fn },
    () => l.builder.holding(bindings.flatMap(indicesOf), () => body(l, decl.node, scope, returnType(l.unit, decl.module, decl.node, env), null)),
  );
  return outside ? withOrigin(l, decl, lowered) : lowered();
}

/** What a place that is passed depends on may not change before the function is done with it. */
function indicesOf(binding: Binding): readonly Expr[] {
  return binding.kind === 'place' && binding.place.kind === 'memory' ? binding.place.index : [];
}

function bindArguments(l: Lowerer, decl: FunctionDeclaration, node: Call, env: Map<string, Type>): Binding[] {
  const bindings: Binding[] = [];
  decl.node.params.forEach((param, i) => {
    const argument = node.arguments[i] as Expression | undefined;
    bindings.push(l.builder.holding(bindings.flatMap(indicesOf), () => bindArgument(l, decl, param, argument, env)));
  });
  const open = decl.node.typeParameters?.params.some(({ name }) => !env.has(name.name) && !mentions(decl, name.name));
  if (open) l.refuse(node, `${decl.name} needs its type argument`, `write ${decl.name}<T>(...)`);
  return bindings;
}

/** Does some parameter's type mention the type parameter, so that an argument tells what it is? */
function mentions(decl: FunctionDeclaration, name: string): boolean {
  const { text } = decl.module.source;
  return decl.node.params.some((p) => text.slice(p.start, p.end).split(/\W+/).includes(name));
}

function bindArgument(l: Lowerer, decl: FunctionDeclaration, param: ParamPattern, argument: Expression | undefined, env: Map<string, Type>): Binding {
  if (!argument) {
    if (param.type === 'AssignmentPattern') return l.within({ module: decl.module, scope: new Scope(null) }, () => ({ kind: 'value', value: l.expression(param.right) }));
    return { kind: 'value', value: { type: { kind: 'null' }, expr: e.const(0) } };
  }
  const annotation = parameterAnnotation(param);
  if (argument.type === 'ArrowFunctionExpression') return { kind: 'lambda', lambda: { node: argument, at: l.where } };
  if (argument.type === 'Literal' && typeof argument.value === 'string') return { kind: 'constant', value: argument.value };
  const special = annotation ? bindSpecial(l, decl, annotation, argument, env) : null;
  if (special) return special;
  const value = settle(l, l.expression(argument));
  if (annotation) {
    unify(l, decl.module, annotation, value.type, env);
    const expected = resolveType(l.unit, decl.module, annotation, env);
    if (!assignable(value.type, expected)) l.refuse(argument, `${decl.name} expects ${typeName(expected)} here, not ${typeName(value.type)}`);
    return { kind: 'value', value: fit(l, { ...value, type: value.type.kind === 'null' ? expected : value.type }, strip(expected), parameterName(decl.module.source, param)) };
  }
  return { kind: 'value', value };
}

/** Places, functions and opaque members are passed as they are. */
function bindSpecial(l: Lowerer, decl: FunctionDeclaration, annotation: TSType, argument: Expression, env: Map<string, Type>): Binding | null {
  if (argument.type === 'Identifier') {
    const binding = l.where.scope.get(argument.name);
    if (binding && (binding.kind === 'lambda' || binding.kind === 'function' || binding.kind === 'constant')) return binding;
    if (annotation.type === 'TSFunctionType' && !binding) {
      const found = l.unit.modules.lookup(l.where.module, argument.name, 'value');
      if (found?.kind === 'function') return { kind: 'function', decl: found };
    }
  }
  const wants = annotation.type === 'TSTypeReference' && annotation.typeName.type === 'Identifier' ? annotation.typeName.name : '';
  const place = l.place(argument);
  if (!place) {
    if (wants === 'place') l.refuse(argument, `${decl.name} needs a place here, something that can be assigned to`);
    return null;
  }
  const opaque = strip(place.type).kind === 'opaque' || strip(place.type).kind === 'array';
  if (wants !== 'place' && !opaque && annotation.type !== 'TSUnknownKeyword') return place.kind === 'memory' ? passLoaded(l, decl, annotation, { argument, place }, env) : null;
  const expected = strip(place.type);
  unify(l, decl.module, annotation, expected, env);
  requireOpaque(l, { decl, annotation, env }, expected, argument);
  return { kind: 'place', place };
}

function passLoaded(l: Lowerer, decl: FunctionDeclaration, annotation: TSType, at: { argument: Expression; place: ReturnType<Lowerer['place']> }, env: Map<string, Type>): Binding {
  const value = settle(l, l.expression(at.argument));
  unify(l, decl.module, annotation, value.type, env);
  const expected = resolveType(l.unit, decl.module, annotation, env);
  if (!assignable(value.type, expected)) l.refuse(at.argument, `${decl.name} expects ${typeName(expected)} here, not ${typeName(value.type)}`);
  return { kind: 'value', value: fit(l, value, strip(expected)) };
}

interface Parameter { readonly decl: FunctionDeclaration; readonly annotation: TSType; readonly env: Map<string, Type> }

function requireOpaque(l: Lowerer, { decl, annotation, env }: Parameter, actual: Type, span: Span): void {
  if (actual.kind !== 'opaque') return;
  const expected = strip(resolveType(l.unit, decl.module, annotation, env));
  if (expected.kind === 'opaque' && expected.decl !== actual.decl) l.refuse(span, `${decl.name} expects ${typeName(expected)} here, not ${typeName(actual)}`);
  if (expected.kind !== 'opaque' && expected.kind !== 'void' && expected.kind !== 'array') l.refuse(span, `${decl.name} expects ${typeName(expected)} here, not ${typeName(actual)}`);
}

/** Infers type parameters from an argument's type. */
export function unify(l: Lowerer, module: Module, node: TSType, actual: Type, env: Map<string, Type>): void {
  if (node.type !== 'TSTypeReference' || node.typeName.type !== 'Identifier') return;
  const { name } = node.typeName;
  const args = node.typeArguments?.params ?? [];
  const declared = l.unit.modules.lookup(module, name, 'type');
  if (!declared && args.length === 0) {
    if (!env.has(name) && actual.kind !== 'null') env.set(name, actual);
    return;
  }
  const [first] = args;
  if ((name === 'place' || name === 'embedded' || name === 'ghost_field') && first) return unify(l, module, first, actual, env);
  if (name === 'array' && actual.kind === 'array' && first) return unify(l, module, first, actual.element, env);
  if (actual.kind === 'opaque') args.forEach((arg, i) => unify(l, module, arg, actual.args[i] ?? VOID, env));
}

/** The body of a function or lambda in place; its value is what it returns. */
export function body(l: Lowerer, node: AnyFunction, scope: Scope, declared: Type, mode: Mode | null): Value {
  if (node.async || node.generator) l.refuse(node, 'an async function or generator is outside the language');
  if (node.body && node.body.type !== 'BlockStatement') {
    const expr = node.body;
    return l.within({ scope, ...(mode ? { mode } : {}) }, () => settle(l, l.expression(expr)));
  }
  const target: ReturnTarget = { block: l.builder.block(), results: [], declared, made: false };
  l.within({ scope, returns: declared, target, loops: [], ...(mode ? { mode } : {}) }, () => {
    l.statements((node.body as FunctionBody).body as Parameters<Lowerer['statements']>[0]);
    if (needsValue(target)) refuseEnd(l);
    l.builder.jump(target.block);
  });
  l.builder.resume(target.block);
  if (declared.kind === 'never') {
    l.builder.end({ kind: 'exit' });
    l.builder.resume(l.builder.block());
  }
  return toValue(target.results.map((r) => r.type), target.results.map((r) => r.id));
}

/** Should the function have returned a value before its end? One whose type is inferred should if it does elsewhere. */
function needsValue({ declared, results }: ReturnTarget): boolean {
  return declared.kind === 'lambda' ? results.length > 0 : declared.kind !== 'void' && declared.kind !== 'never';
}

/** The end of a function that should return a value: if it can be reached, that is a report. */
export function refuseEnd(l: Lowerer): void {
  const report = l.report('model', `${l.where.fn} ended without a value`, { detail: 'a return statement is missing on this path' });
  l.builder.emit({ kind: 'check', condition: { kind: 'const', value: 0 }, report });
}

/** Runs a lambda in place, in its own scope, with the given arguments. */
export function invoke(l: Lowerer, lambda: Lambda, args: readonly Binding[], mode: Mode | null): Value {
  const scope = new Scope(lambda.at.scope);
  lambda.node.params.forEach((param, i) => scope.set(parameterName(lambda.at.module.source, param), args[i] ?? { kind: 'constant', value: 0 }));
  const inner = mode ?? l.where.mode;
  const { module, env, fn, inlining } = lambda.at;
  const site = module.source.vocabulary ? l.where.site : l.site(lambda.node.body ?? lambda.node);
  return l.within({ module, env, fn, inlining, site }, () => body(l, lambda.node, scope, returnType(l.unit, module, lambda.node, env), inner));
}
