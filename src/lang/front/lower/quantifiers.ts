/** Quantified loops: objects<T>() and range(lo, hi), with .every, .some, .count, or in for-of. */
import type { Expression } from '@oxc-project/types';
import type { Expr } from '../../ir.js';
import { BOOL, INT, resolveType, type Type } from '../types.js';
import { e } from './builder.js';
import type { Binding, Lowerer, Value } from './context.js';
import { fold, truth } from './expressions.js';
import { settle, temporary } from './memory.js';
import { argument, lambdaOf, type Call } from './arguments.js';

/** What is iterated: numbers lo .. hi-1, of which those count that pass `admits`. */
interface Domain {
  readonly lo: Expr;
  readonly hi: Expr;
  readonly type: Type;
  readonly admits: (item: Expr) => Expr | null;
}

/** The domain that an expression denotes; null if it is none. */
export function domainOf(l: Lowerer, node: Expression): Domain | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return null;
  const declaration = l.unit.modules.lookup(l.where.module, node.callee.name, 'value');
  if (!declaration || !l.unit.isCore(declaration)) return null;
  if (declaration.name === 'range') {
    const lo = settle(l, l.expression(argument(l, node, 0))).expr;
    const hi = settle(l, l.expression(argument(l, node, 1))).expr;
    return { lo, hi, type: INT, admits: () => null };
  }
  if (declaration.name !== 'objects') return null;
  const annotation = node.typeArguments?.params[0];
  const type = annotation ? resolveType(l.unit, l.where.module, annotation, l.where.env) : null;
  if (type?.kind !== 'pointer') return l.refuse(node, 'objects needs a struct', 'write objects<files_struct>()');
  if (l.where.mode === 'model' && l.builder.fn.role === 'task') l.refuse(node, 'the kernel cannot enumerate a pool', 'keep a list; objects<T>() is for properties, ghost code and setup');
  const life = l.unit.pools.struct(type.struct).life.id;
  const admits = (item: Expr): Expr => fold('==', { kind: 'load', column: life, index: [e.add(item, -1)] }, e.const(1));
  return { lo: e.const(1), hi: e.const(l.unit.pools.objects(type.struct) + 1), type, admits };
}

/** Emits the loop; `body` runs once an item, `after` is where it ends (and what break jumps to). */
export function iterate(l: Lowerer, domain: Domain, body: (item: Binding, next: number, after: number) => void): void {
  const b = l.builder;
  const [lo, hi] = [constant(domain.lo), constant(domain.hi)];
  const range = lo === null || hi === null ? null : { lo, hi: Math.max(lo, hi) };
  const item = b.local('$', domain.type, range, true);
  b.emit({ kind: 'set', local: item, value: domain.lo }, l.where.site);
  const [head, admitted, step, after] = [b.block(), b.block(), b.block(), b.block()];
  b.jump(head);
  b.resume(head);
  const inRange = fold('<', e.local(item), domain.hi);
  const test = b.block();
  b.end({ kind: 'branch', condition: inRange, then: test, else: after });
  b.resume(test);
  const admits = domain.admits(e.local(item));
  if (admits) b.end({ kind: 'branch', condition: admits, then: admitted, else: step });
  else b.jump(admitted);
  b.resume(admitted);
  body({ kind: 'value', value: { type: domain.type, expr: e.local(item) } }, step, after);
  b.jump(step);
  b.resume(step);
  b.emit({ kind: 'set', local: item, value: e.add(e.local(item), 1) }, l.where.site);
  b.jump(head);
  b.resume(after);
}

function constant(expr: Expr): number | null {
  return expr.kind === 'const' ? expr.value : null;
}

export function quantify(l: Lowerer, node: Call): Value {
  const callee = node.callee;
  const method = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
  const domain = callee.type === 'MemberExpression' ? domainOf(l, callee.object) : null;
  if (!domain || !['every', 'some', 'count'].includes(method)) {
    return l.refuse(node, 'methods are outside the language', 'only objects<T>() and range(lo, hi) have them: every, some, count');
  }
  const type = method === 'count' ? INT : BOOL;
  const result = temporary(l, type, e.const(method === 'every' ? 1 : 0));
  const draft = l.builder.draftLocal(result);
  draft.range = method === 'count' ? { lo: 0, hi: 63 } : { lo: 0, hi: 1 };
  const lambda = lambdaOf(l, argument(l, node, 0));
  iterate(l, domain, (item, next, after) => {
    const holds = truth(l, l.invoke(lambda, [item], null), node);
    const hit = l.builder.block();
    l.builder.end(method === 'every' ? { kind: 'branch', condition: holds, then: next, else: hit } : { kind: 'branch', condition: holds, then: hit, else: next });
    l.builder.resume(hit);
    const value = method === 'count' ? e.add(e.local(result), 1) : e.const(method === 'every' ? 0 : 1);
    l.builder.emit({ kind: 'set', local: result, value }, l.where.site);
    l.builder.jump(method === 'count' ? next : after);
  });
  return { type, expr: e.local(result) };
}
