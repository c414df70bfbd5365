/** Arguments of core words. */
import type { Expression } from '@oxc-project/types';
import { assignable, typeName, VOID } from '../types.js';
import type { DraftFn } from './builder.js';
import type { Lambda, Lowerer, Value } from './context.js';

export type Call = Expression & { type: 'CallExpression' };

export function argument(l: Lowerer, node: Call, index: number): Expression {
  const found = node.arguments[index];
  return found && found.type !== 'SpreadElement' ? found : l.refuse(node, `argument ${index + 1} is missing`);
}

/** A string known when the model is compiled. */
export function text(l: Lowerer, node: Call, index: number): string {
  const found = argument(l, node, index);
  if (found.type === 'Literal' && typeof found.value === 'string') return found.value;
  const binding = found.type === 'Identifier' ? l.where.scope.get(found.name) : null;
  if (binding?.kind === 'constant' && typeof binding.value === 'string') return binding.value;
  return l.refuse(found, 'a string literal is needed here');
}

/** The lambda that an argument is. */
export function lambdaOf(l: Lowerer, node: Expression): Lambda {
  if (node.type === 'ArrowFunctionExpression') return { node, at: l.where };
  const binding = node.type === 'Identifier' ? l.where.scope.get(node.name) : null;
  if (binding?.kind === 'lambda') return binding.lambda;
  return l.refuse(node, 'an arrow function is needed here', 'write () => ...');
}

/** Refuses values that a function with a frame does not take. They are the arguments of the call from number `from` on. */
export function requireArguments(l: Lowerer, draft: DraftFn, values: readonly Value[], { node, from }: { node: Call; from: number }): void {
  if (values.length !== draft.params) l.refuse(node, `${draft.name} takes ${draft.params} argument(s), not ${values.length}`);
  values.forEach((value, i) => {
    const expected = draft.locals[i]?.type ?? VOID;
    if (!assignable(value.type, expected)) l.refuse(node.arguments[from + i] ?? node, `${draft.name} expects ${typeName(expected)} here, not ${typeName(value.type)}`);
  });
}

/** Refuses a call that changes what is real, where only looking is allowed. */
export function refuseInGhost(l: Lowerer, node: Call): void {
  if (l.where.mode === 'ghost' || l.where.mode === 'property') l.refuse(node, 'this would influence the model', 'ghost code and properties only look');
}
