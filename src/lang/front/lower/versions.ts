/** Functions that exist only in some variants: exists_since(name) and exists_until(name) as first statements. */
import type { Expression, Statement } from '@oxc-project/types';
import type { Declaration } from '../modules.js';
import type { Span } from '../source.js';
import type { Lowerer } from './context.js';

/** Refuses a call of a function that the variant does not have. */
export function checkVersion(l: Lowerer, decl: Declaration & { kind: 'function' }, span: Span): void {
  for (const statement of (decl.node.body?.body ?? []) as Statement[]) {
    const mark = versionMark(statement);
    if (!mark) return;
    const on = l.unit.variant.has(decl.module, mark.name, statement);
    if (mark.word === 'exists_since' ? on : !on) continue;
    const when = mark.word === 'exists_since' ? `from ${mark.name} on` : `until ${mark.name}`;
    l.refuse(span, `${decl.name} does not exist in ${l.unit.variant.name}: it exists ${when}`, `guard the call with since('${mark.name}')`);
  }
}

/** The mark that a statement is, if it is one. */
export function versionMark(statement: Statement): { word: 'exists_since' | 'exists_until'; name: string } | null {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return null;
  const { callee, arguments: args } = statement.expression;
  if (callee.type !== 'Identifier' || (callee.name !== 'exists_since' && callee.name !== 'exists_until')) return null;
  const [name] = args as Expression[];
  return name?.type === 'Literal' && typeof name.value === 'string' ? { word: callee.name, name: name.value } : null;
}
