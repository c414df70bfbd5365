/** Arguments of core words. */
import type { Expression } from '@oxc-project/types';
import type { Lambda, Lowerer } from './context.js';

export type Call = Expression & { type: 'CallExpression' };

export function argument(l: Lowerer, node: Call, index: number): Expression {
  const found = node.arguments[index];
  return found && found.type !== 'SpreadElement' ? found : l.refuse(node, `argument ${index + 1} is missing`);
}

/** The lambda that an argument is. */
export function lambdaOf(l: Lowerer, node: Expression): Lambda {
  if (node.type === 'ArrowFunctionExpression') return { node, at: l.where };
  const binding = node.type === 'Identifier' ? l.where.scope.get(node.name) : null;
  if (binding?.kind === 'lambda') return binding.lambda;
  return l.refuse(node, 'an arrow function is needed here', 'write () => ...');
}
