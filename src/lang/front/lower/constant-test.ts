/** Conditions that are known when the model is compiled: since(), constants, and what is made of them. */
import type { Expression } from '@oxc-project/types';
import type { Lowerer } from './context.js';

/** The value of the condition; null if it is not known. A dead arm is not lowered, so it may call what the variant does not have. */
export function constantTest(l: Lowerer, node: Expression): boolean | null {
  if (node.type === 'LogicalExpression' && node.operator !== '??') {
    const left = constantTest(l, node.left);
    if (left === null) return null;
    if (node.operator === '&&') return left ? constantTest(l, node.right) : false;
    return left ? true : constantTest(l, node.right);
  }
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const value = constantTest(l, node.argument);
    return value === null ? null : !value;
  }
  if (mentionsLocal(l, node)) return null;
  const value = l.unit.constants.evaluate(l.where.module, node);
  return value === null ? null : Boolean(value);
}

function mentionsLocal(l: Lowerer, node: Expression): boolean {
  if (node.type === 'Identifier') return l.where.scope.get(node.name) !== null;
  if (node.type === 'BinaryExpression') return mentionsLocal(l, node.left as Expression) || mentionsLocal(l, node.right);
  if (node.type === 'UnaryExpression') return mentionsLocal(l, node.argument);
  if (node.type === 'CallExpression') return node.arguments.some((a) => a.type !== 'SpreadElement' && mentionsLocal(l, a));
  return !(node.type === 'Literal');
}
