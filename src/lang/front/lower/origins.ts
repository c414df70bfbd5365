/** Where lowered code comes from: told of branches, and of functions without a frame. */
import type { OriginId, SiteId } from '../../ir.js';
import type { Span } from '../source.js';
import type { Lowerer } from './context.js';
import type { FunctionDeclaration } from './calls.js';

/** The site of a condition that the model's text has; none in the vocabulary, in ghost code, in properties and in what is asserted. */
export function branchSite(l: Lowerer, condition: Span): { site?: SiteId } {
  const { module, mode, asserting } = l.where;
  return module.source.vocabulary || mode === 'ghost' || mode === 'property' || asserting ? {} : { site: l.site(condition) };
}

/** Runs `body`, which lowers the code of this function in place: what it emits is told to be of it. */
export function withOrigin<T>(l: Lowerer, decl: FunctionDeclaration, body: () => T): T {
  const { builder } = l;
  const before = builder.origin;
  builder.origin = originOf(l, decl, before);
  try {
    return body();
  } finally {
    builder.origin = before;
  }
}

function originOf(l: Lowerer, decl: FunctionDeclaration, within: OriginId | null): OriginId {
  const { origins } = l.tables;
  const { mode } = l.where;
  const role = mode === 'ghost' || mode === 'property' ? mode : 'code';
  const site = l.within({ module: decl.module, fn: decl.name }, () => l.site(decl.node.id ?? decl.node));
  const known = origins.findIndex((one) => one.site === site && one.role === role && one.within === within);
  return known >= 0 ? known : origins.push({ site, role, within }) - 1;
}
