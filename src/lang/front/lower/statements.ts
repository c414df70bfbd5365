/** Statements. */
import type { Expression, ForStatement, Statement, SwitchStatement, VariableDeclarator } from '@oxc-project/types';
import type { Expr } from '../../ir.js';
import type { Span } from '../source.js';
import { assignable, INT, isNumeric, isScalar, rangeOf, resolveType, typeName, VOID, type Type } from '../types.js';
import { e, isStable } from './builder.js';
import { Scope, type Binding, type Loop, type Lowerer, type Place, type Value } from './context.js';
import { fold, strip } from './expressions.js';
import { fits, load, settle, settlePlace, store } from './memory.js';
import { domainOf, iterate } from './quantifiers.js';
import { constantTest } from './constant-test.js';
import { branchSite } from './origins.js';

export function statement(l: Lowerer, node: Statement): void {
  switch (node.type) {
    case 'VariableDeclaration':
      if (node.kind === 'var') l.refuse(node, 'var is outside the language', 'declare it with let');
      return node.declarations.forEach((d) => declare(l, d, node.kind === 'const'));
    case 'ExpressionStatement': return expressionStatement(l, node.expression);
    case 'BlockStatement': return l.within({ scope: new Scope(l.where.scope) }, () => l.statements(node.body));
    case 'IfStatement': return ifStatement(l, node.test, node.consequent, node.alternate);
    case 'WhileStatement': return loop(l, { test: node.test, update: null, body: node.body, testFirst: true });
    case 'DoWhileStatement': return loop(l, { test: node.test, update: null, body: node.body, testFirst: false });
    case 'ForStatement': return forStatement(l, node);
    case 'ForOfStatement': return forOf(l, node);
    case 'SwitchStatement': return switchStatement(l, node);
    case 'ReturnStatement': return returnStatement(l, node.argument, node);
    case 'BreakStatement': return jumpOut(l, 'break', node, node.label !== null);
    case 'ContinueStatement': return jumpOut(l, 'continue', node, node.label !== null);
    case 'EmptyStatement': return;
    default: l.refuse(node, `this statement (${node.type}) is outside the language`, advice[node.type]);
  }
}

const advice: Readonly<Record<string, string>> = {
  ThrowStatement: 'return an error number such as -EBADF',
  TryStatement: 'the kernel has no exceptions: test the error number',
  FunctionDeclaration: 'declare functions at module level',
  ClassDeclaration: 'declare an interface and functions',
};

/** Are all statements after a jump out of a block unreachable? They are not lowered, like dead arms of since(). */
export function statements(l: Lowerer, nodes: readonly Statement[]): void {
  for (const node of nodes) {
    if (l.builder.ended) return;
    statement(l, node);
  }
}

function declare(l: Lowerer, node: VariableDeclarator, constant: boolean): void {
  if (node.id.type === 'ArrayPattern') return declareTuple(l, node, constant);
  if (node.id.type !== 'Identifier') return l.refuse(node.id, 'this pattern is outside the language', 'declare plain names, or [a, b] for a tuple');
  const annotation = node.id.typeAnnotation?.typeAnnotation;
  const declared = annotation ? resolveType(l.unit, l.where.module, annotation, l.where.env) : null;
  if (!node.init) {
    if (!declared) l.refuse(node, `'${node.id.name}' needs a type or a value`);
    bindLocal(l, node.id.name, declared ?? INT, null, { constant, span: node });
    return;
  }
  if (constant && !declared && bindMember(l, node.id.name, node.init)) return;
  const value = l.expression(node.init, declared ?? undefined);
  if (value.type.kind === 'tuple') l.refuse(node, 'a tuple is taken apart where it is made', 'write const [a, b] = f()');
  if (value.type.kind === 'void') l.refuse(node.init, 'this has no value');
  if (declared && !assignable(value.type, declared)) l.refuse(node.init, `${typeName(value.type)} is not assignable to ${typeName(declared)}`);
  const type = declared ?? (isNumeric(value.type) && !constant ? INT : value.type);
  if (type.kind === 'null') l.refuse(node, 'the type of NULL is not known here', `annotate it: ${node.id.name}: file = NULL`);
  bindLocal(l, node.id.name, type, value, { constant, span: node });
}

/** `const list = ctx.flc_posix`: a name for the member itself; the object is found now. */
function bindMember(l: Lowerer, name: string, node: Expression): boolean {
  if (node.type !== 'MemberExpression' && node.type !== 'Identifier') return false;
  const kind = memberKind(l, node);
  if (kind !== 'opaque' && kind !== 'array') return false;
  const place = l.place(node);
  if (place) bindName(l, name, { kind: 'place', place: settlePlace(l, place) }, node);
  return place !== null;
}

/** What kind of member an expression names, found without leaving code behind. */
function memberKind(l: Lowerer, node: Expression): string {
  const { builder } = l;
  return builder.probe(() => {
    const place = l.place(node);
    return place ? strip(place.type).kind : 'value';
  });
}

function declareTuple(l: Lowerer, node: VariableDeclarator, constant: boolean): void {
  if (node.id.type !== 'ArrayPattern' || !node.init) return l.refuse(node, 'a tuple needs a value');
  const value = l.expression(node.init);
  const names = node.id.elements;
  if (!value.items || value.items.length < names.length) l.refuse(node.init, `this is no tuple of ${names.length}`);
  names.forEach((name, i) => {
    const item = value.items?.[i];
    if (!name || !item) return;
    if (name.type !== 'Identifier') return l.refuse(name, 'this pattern is outside the language');
    bindLocal(l, name.name, isNumeric(item.type) && !constant ? INT : item.type, item, { constant, span: node });
  });
}

function bindName(l: Lowerer, name: string, binding: Binding, span: Span): void {
  if (l.where.scope.declares(name)) l.refuse(span, `'${name}' is declared twice in this block`, 'rename one of them');
  l.where.scope.set(name, binding);
}

function bindLocal(l: Lowerer, name: string, type: Type, value: Value | null, how: { constant: boolean; span: Span }): void {
  const stripped = strip(type);
  if (!isScalar(stripped)) return l.refuse(how.span, `a variable cannot hold ${typeName(type)}`, 'keep a pointer to the object');
  const { builder } = l;
  const hidden = l.where.module.source.vocabulary;
  const alias = how.constant && value !== null && fits(value.type, stripped);
  const fresh = alias && value.expr.kind === 'local' && builder.draftLocal(value.expr.local).temporary;
  if (fresh && value.expr.kind === 'local') {
    // A const that names a fresh temporary: give the temporary its name, and no copy is needed.
    const local = builder.draftLocal(value.expr.local);
    if (!hidden && local.name === '$') Object.assign(local, { name, temporary: false, ghost: l.where.mode === 'ghost' });
    return bindName(l, name, { kind: 'value', value: { type: stripped, expr: value.expr } }, how.span);
  }
  if (alias && isStable(value.expr) && builder.fn.role !== 'init') {
    // `const me = current`: always the same, so no variable is needed. (In setup, as() changes who runs.)
    return bindName(l, name, { kind: 'value', value: { type: stripped, expr: value.expr } }, how.span);
  }
  const id = builder.local(hidden ? '$' : name, stripped, rangeOf(stripped, l.unit), hidden);
  builder.draftLocal(id).ghost = l.where.mode === 'ghost';
  builder.emit({ kind: 'set', local: id, value: value?.expr ?? e.const(0) }, l.site(how.span));
  bindName(l, name, { kind: 'local', id, type: stripped, constant: how.constant }, how.span);
}

function expressionStatement(l: Lowerer, node: Expression): void {
  if (node.type === 'AssignmentExpression') return assignment(l, node);
  if (node.type === 'UpdateExpression') return update(l, node.argument as Expression, node.operator === '++' ? 1 : -1, node);
  if (node.type === 'CallExpression' || node.type === 'ConditionalExpression') {
    l.within({ site: l.site(node) }, () => l.expression(node));
    return;
  }
  l.refuse(node, 'this statement has no effect', 'call a function or assign to something');
}

function target(l: Lowerer, node: Expression): Place {
  if (node.type === 'Identifier' && !l.where.scope.get(node.name) && l.where.module.declarations.get(node.name)?.kind === 'import') {
    return l.refuse(node, `'${node.name}' is imported: only its own module can assign it`, 'call a function of that module');
  }
  const found = l.place(node);
  if (found) return found;
  if (node.type === 'Identifier') return l.refuse(node, `'${node.name}' cannot be assigned`, 'declare it with let');
  return l.refuse(node, 'this cannot be assigned');
}

function assignment(l: Lowerer, node: Expression & { type: 'AssignmentExpression' }): void {
  const place = target(l, node.left as Expression);
  const type = strip(place.type);
  if (!isScalar(type)) l.refuse(node.left, `${typeName(type)} is no value: it cannot be assigned as a whole`);
  if (node.operator === '=') {
    const value = l.builder.holding(indicesOf(place), () => l.expression(node.right, type));
    if (!assignable(value.type, type)) l.refuse(node.right, `${typeName(value.type)} is not assignable to ${typeName(type)}`);
    return store(l, place, value, node);
  }
  const operator = node.operator.slice(0, -1);
  if (!['+', '-', '*', '&', '|', '^', '<<', '>>'].includes(operator)) l.refuse(node, `the operator ${node.operator} is outside the language`);
  const old = settle(l, load(l, place, node.left));
  const right = l.builder.holding(indicesOf(place), () => settle(l, l.expression(node.right)));
  if (!isNumeric(old.type) || !isNumeric(right.type)) l.refuse(node, `${node.operator} needs integers`);
  store(l, place, { type: INT, expr: fold(operator as '+', old.expr, right.expr) }, node);
}

function indicesOf(place: Place): readonly Expr[] {
  return place.kind === 'memory' ? place.index : [];
}

function update(l: Lowerer, argument: Expression, by: number, span: Span): void {
  const place = target(l, argument);
  const old = settle(l, load(l, place, argument));
  if (!isNumeric(old.type)) l.refuse(span, '++ and -- need an integer');
  store(l, place, { type: INT, expr: e.add(old.expr, by) }, span);
}

function ifStatement(l: Lowerer, test: Expression, consequent: Statement, alternate: Statement | null): void {
  const known = constantTest(l, test);
  if (known !== null) {
    const taken = known ? consequent : alternate;
    if (taken) statement(l, taken);
    return;
  }
  const b = l.builder;
  const [then, otherwise, after] = [b.block(), b.block(), b.block()];
  l.within({ site: l.site(test) }, () => l.condition(test, then, otherwise));
  b.resume(then);
  statement(l, consequent);
  b.jump(after);
  b.resume(otherwise);
  if (alternate) statement(l, alternate);
  b.jump(after);
  b.resume(after);
}

interface LoopParts { readonly test: Expression | null; readonly update: Expression | null; readonly body: Statement; readonly testFirst: boolean }

function loop(l: Lowerer, parts: LoopParts): void {
  const b = l.builder;
  const [head, body, next, after] = [b.block(), b.block(), b.block(), b.block()];
  b.jump(parts.testFirst ? head : body);
  b.resume(head);
  const known = parts.test ? constantTest(l, parts.test) : true;
  if (known === null && parts.test) l.condition(parts.test, body, after);
  else b.jump(known ? body : after);
  b.resume(body);
  withLoop(l, { breakTo: after, continueTo: next }, () => statement(l, parts.body));
  b.jump(next);
  b.resume(next);
  if (parts.update) expressionStatement(l, parts.update);
  b.jump(head);
  b.resume(after);
}

function withLoop(l: Lowerer, inner: Loop, body: () => void): void {
  l.within({ loops: [...l.where.loops, inner] }, body);
}

function forStatement(l: Lowerer, node: ForStatement): void {
  l.within({ scope: new Scope(l.where.scope) }, () => {
    if (node.init?.type === 'VariableDeclaration') node.init.declarations.forEach((d) => declare(l, d, false));
    else if (node.init) expressionStatement(l, node.init as Expression);
    loop(l, { test: node.test, update: node.update, body: node.body, testFirst: true });
  });
}

function forOf(l: Lowerer, node: Statement & { type: 'ForOfStatement' }): void {
  const domain = domainOf(l, node.right);
  if (!domain) return l.refuse(node.right, 'for-of runs over objects<T>() or range(lo, hi) only', 'walk a list with list_first_entry_or_null and list_next');
  const left = node.left;
  const name = left.type === 'VariableDeclaration' && left.declarations[0]?.id.type === 'Identifier' ? left.declarations[0].id.name : null;
  if (!name) return l.refuse(left, 'write for (const x of ...)');
  iterate(l, domain, (item, next, after) => {
    const scope = new Scope(l.where.scope);
    scope.set(name, item);
    l.within({ scope, loops: [...l.where.loops, { breakTo: after, continueTo: next }] }, () => statement(l, node.body));
  });
}

function switchStatement(l: Lowerer, node: SwitchStatement): void {
  const b = l.builder;
  const value = integer(l, node.discriminant);
  const after = b.block();
  const bodies = node.cases.map(() => b.block());
  node.cases.forEach((c, i) => {
    if (!c.test) return;
    const test = integer(l, c.test);
    const next = b.block();
    b.end({ kind: 'branch', condition: fold('==', value.expr, test.expr), then: bodies[i] ?? after, else: next, ...branchSite(l, { start: c.start, end: c.test.end }) });
    b.resume(next);
  });
  const otherwise = node.cases.findIndex((c) => !c.test);
  b.jump(bodies[otherwise] ?? after);
  l.within({ scope: new Scope(l.where.scope), loops: [...l.where.loops, { breakTo: after, continueTo: null }] }, () => {
    node.cases.forEach((c, i) => {
      b.resume(bodies[i] ?? after);
      l.statements(c.consequent);
      b.jump(bodies[i + 1] ?? after);
    });
  });
  b.resume(after);
}

function integer(l: Lowerer, node: Expression): Value {
  const value = settle(l, l.expression(node));
  return isNumeric(value.type) ? value : l.refuse(node, `a switch is on integers, not on ${typeName(value.type)}`, 'write if and else');
}

function jumpOut(l: Lowerer, what: 'break' | 'continue', span: Span, labelled: boolean): void {
  if (labelled) l.refuse(span, 'labels are outside the language', 'move the inner loop into a function and return from it');
  for (const outer of [...l.where.loops].reverse()) {
    const to = what === 'break' ? outer.breakTo : outer.continueTo;
    if (to !== null) return l.builder.jump(to);
  }
  l.refuse(span, `${what} outside a loop`);
}

function returnStatement(l: Lowerer, argument: Expression | null, span: Span): void {
  const { returns, target: to } = l.where;
  const value = argument ? l.expression(argument, returns) : { type: VOID, expr: e.const(0) };
  const any = returns.kind === 'lambda';
  if (!any && value.type.kind !== 'never' && !(value.type.kind === 'void' && returns.kind === 'void') && !assignable(value.type, returns)) {
    l.refuse(span, `${typeName(value.type)} is not assignable to the return type ${typeName(returns)}`);
  }
  const items = value.type.kind === 'void' || value.type.kind === 'never' ? [] : value.items ?? [value];
  if (!to) return l.builder.end({ kind: 'return', values: items.map((v) => v.expr) }, l.site(span));
  if (!to.made) {
    const types = any ? items.map((v) => (isNumeric(v.type) ? INT : v.type)) : returnItems(returns);
    types.forEach((type) => to.results.push({ id: l.builder.local('$', strip(type), rangeOf(strip(type), l.unit), true), type: strip(type) }));
    to.made = true;
  }
  items.forEach((item, i) => {
    const result = to.results[i];
    if (result?.type.kind === 'null' && item.type.kind !== 'null') retype(l, result, item.type);
    if (result) l.builder.emit({ kind: 'set', local: result.id, value: item.expr }, l.site(span));
  });
  l.builder.jump(to.block);
}

/** The first return gave NULL; a later one tells of which type. */
function retype(l: Lowerer, result: { id: number; type: Type }, type: Type): void {
  result.type = type;
  Object.assign(l.builder.draftLocal(result.id), { type, range: rangeOf(type, l.unit) });
}

/** The types of the values that a function of this return type gives. */
export function returnItems(type: Type): readonly Type[] {
  if (type.kind === 'void' || type.kind === 'never') return [];
  return type.kind === 'tuple' ? type.items : [type];
}
