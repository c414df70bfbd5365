import type * as es from 'estree';
import { print } from 'esrap';
import ts from 'esrap/languages/ts';

/** Short constructors for the ESTree nodes that generated code is made of, and the way from a tree to a running function. */

export const id = (name: string): es.Identifier => ({ type: 'Identifier', name });

/** An integer. */
export function num(value: number): es.Expression {
  if (value < 0) return unary('-', num(-value));
  return { type: 'Literal', value, raw: String(value) };
}

export function unary(operator: es.UnaryOperator, argument: es.Expression): es.Expression {
  return { type: 'UnaryExpression', operator, prefix: true, argument };
}

export function binary(operator: es.BinaryOperator, left: es.Expression, right: es.Expression): es.Expression {
  return { type: 'BinaryExpression', operator, left, right };
}

/** left + right, folded where one of them is a constant 0 or both are constants. */
export function plus(left: es.Expression, right: es.Expression): es.Expression {
  const [a, b] = [constant(left), constant(right)];
  if (a !== null && b !== null) return num(a + b);
  if (a === 0) return right;
  return b === 0 ? left : binary('+', left, right);
}

/** left * right, folded likewise. */
export function times(left: es.Expression, right: number): es.Expression {
  const a = constant(left);
  if (a !== null) return num(a * right);
  return right === 1 ? left : binary('*', left, num(right));
}

function constant(expr: es.Expression): number | null {
  if (expr.type === 'Literal' && typeof expr.value === 'number') return expr.value;
  return null;
}

export function cond(test: es.Expression, consequent: es.Expression, alternate: es.Expression): es.Expression {
  return { type: 'ConditionalExpression', test, consequent, alternate };
}

export function call(name: string, ...args: es.Expression[]): es.Expression {
  return { type: 'CallExpression', callee: id(name), arguments: args, optional: false };
}

/** object[index] */
export function at(object: string, index: es.Expression): es.MemberExpression {
  return { type: 'MemberExpression', object: id(object), property: index, computed: true, optional: false };
}

/** object.method(...args) */
export function method(object: string, name: string, ...args: es.Expression[]): es.Expression {
  const callee: es.MemberExpression = { type: 'MemberExpression', object: id(object), property: id(name), computed: false, optional: false };
  return { type: 'CallExpression', callee, arguments: args, optional: false };
}

export function run(expression: es.Expression): es.Statement {
  return { type: 'ExpressionStatement', expression };
}

export function assign(left: es.Identifier | es.MemberExpression, right: es.Expression, operator: es.AssignmentOperator = '='): es.Statement {
  return run({ type: 'AssignmentExpression', operator, left, right });
}

export function declare(kind: 'let' | 'const', name: string, init: es.Expression): es.Statement {
  return { type: 'VariableDeclaration', kind, declarations: [{ type: 'VariableDeclarator', id: id(name), init }] };
}

export function block(body: es.Statement[]): es.BlockStatement {
  return { type: 'BlockStatement', body };
}

export function when(test: es.Expression, then: es.Statement[], otherwise: es.Statement[] | null = null): es.Statement {
  return { type: 'IfStatement', test, consequent: block(then), alternate: otherwise && block(otherwise) };
}

export function give(argument: es.Expression): es.Statement {
  return { type: 'ReturnStatement', argument };
}

/** A case of a switch; null is the default. Cases do not fall through: each body ends in a return or a continue. */
export function arm(value: number | null, body: es.Statement[]): es.SwitchCase {
  return { type: 'SwitchCase', test: value === null ? null : num(value), consequent: [block(body)] };
}

export function choice(discriminant: es.Expression, cases: es.SwitchCase[]): es.Statement {
  return { type: 'SwitchStatement', discriminant, cases };
}

/** for (;;) { body } */
export function forever(body: es.Statement[]): es.Statement {
  return { type: 'ForStatement', init: null, test: null, update: null, body: block(body) };
}

export const again: es.Statement = { type: 'ContinueStatement', label: null };

export function func(name: string, params: readonly string[], body: es.Statement[]): es.FunctionDeclaration {
  return { type: 'FunctionDeclaration', id: id(name), params: params.map(id), body: block(body), generator: false, async: false };
}

export function array(elements: es.Expression[]): es.Expression {
  return { type: 'ArrayExpression', elements };
}

/** { name, ... } */
export function record(names: readonly string[]): es.Expression {
  const properties = names.map(
    (name): es.Property => ({ type: 'Property', key: id(name), value: id(name), kind: 'init', method: false, shorthand: true, computed: false }),
  );
  return { type: 'ObjectExpression', properties };
}

/** The text of a function body. */
export function text(body: readonly es.Statement[]): string {
  const program = { type: 'Program', sourceType: 'script', body };
  return print(program, ts()).code;
}

/**
 * Runs a body whose free names are the keys of `scope`, and gives what it returns. `T` is the shape of that: the caller's promise
 * about the tree that it built.
 */
export function evaluate<T>(body: readonly es.Statement[], scope: Readonly<Record<string, unknown>>): T {
  const names = Object.keys(scope);
  const make: (...values: unknown[]) => T = new Function(...names, `'use strict';\n${text(body)}`) as (...values: unknown[]) => T;
  return make(...names.map((name) => scope[name]));
}
