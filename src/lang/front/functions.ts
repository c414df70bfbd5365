/** The functions of a program: each that is reached is lowered once. */
import type { Statement } from '@oxc-project/types';
import type { FnId } from '../ir.js';
import { refuse } from './diagnostic.js';
import { FnBuilder, type DraftFn } from './lower/builder.js';
import { isMacro, parameterName, refuseEnd, returnType, type FunctionDeclaration } from './lower/calls.js';
import { Scope, type Functions, type Lowerer, type Mode, type Tables, type Where } from './lower/context.js';
import { addSite, FunctionLowerer, type Shared } from './lower/lowerer.js';
import { returnItems } from './lower/statements.js';
import { strip } from './lower/expressions.js';
import { checkVersion } from './lower/versions.js';
import type { Module } from './modules.js';
import type { Span } from './source.js';
import { isScalar, rangeOf, resolveType, typeName, type Type } from './types.js';
import type { Unit } from './unit.js';

interface Pending { readonly draft: DraftFn; readonly decl: FunctionDeclaration }

export class FunctionTable implements Functions {
  readonly drafts: DraftFn[] = [];
  readonly builders: FnBuilder[] = [];
  private readonly known = new Map<FunctionDeclaration['node'], DraftFn>();
  private readonly pending: Pending[] = [];
  private readonly shared: Shared;

  constructor(readonly unit: Unit, readonly tables: Tables) {
    this.shared = { unit, tables, functions: this };
  }

  idOf(decl: FunctionDeclaration, at: { module: Module; span: Span }): FnId {
    const known = this.known.get(decl.node);
    if (known) return known.id;
    if (isMacro(this.unit, decl)) {
      refuse(at.module.source, at.span, `${decl.name} is inlined where it is called: it cannot be a value or a task`, 'wrap it in a function without place, lambda or type parameters');
    }
    const draft = this.declare(decl);
    this.known.set(decl.node, draft);
    this.pending.push({ draft, decl });
    return draft.id;
  }

  valueOf(decl: FunctionDeclaration, at: { module: Module; span: Span }): number {
    const id = this.idOf(decl, at);
    const index = this.unit.functionValues.indexOf(id);
    return index >= 0 ? index + 1 : this.unit.functionValues.push(id);
  }

  draft(id: FnId): DraftFn {
    const found = this.drafts[id];
    if (!found) throw new RangeError(`function ${id}`);
    return found;
  }

  /** Lowers what is pending, and what that reaches. */
  finish(): void {
    for (let next = this.pending.shift(); next; next = this.pending.shift()) this.lower(next);
  }

  /** A function that the spec itself implies: init, a task's entry, a property. `body` emits its code. */
  synthesise(name: string, options: { module: Module; span: Span; role: DraftFn['role']; mode: Mode; returns: Type }, body: (l: Lowerer) => void): FnId {
    const site = addSite(this.tables, { source: options.module.source, fn: name }, options.span);
    const draft: DraftFn = {
      id: this.drafts.length, name, site, role: options.role, params: 0, locals: [], blocks: [], returns: returnItems(options.returns).map(strip), never: false, ghosts: [],
    };
    this.drafts.push(draft);
    const where = this.where(options.module, name, { returns: options.returns, site, mode: options.mode });
    const builder = new FnBuilder(draft);
    this.builders[draft.id] = builder;
    body(new FunctionLowerer(this.shared, builder, where));
    builder.end({ kind: 'return', values: [] });
    return draft.id;
  }

  private where(module: Module, fn: string, rest: { returns: Type; site: number; mode: Mode }): Where {
    return { module, scope: new Scope(null), env: new Map(), target: null, loops: [], fn, inlining: [], claimed: false, asserting: false, ...rest };
  }

  private declare(decl: FunctionDeclaration): DraftFn {
    const { module, node } = decl;
    if (node.async || node.generator) refuse(module.source, node.id ?? node, 'an async function or generator is outside the language');
    const returns = returnType(this.unit, module, node, new Map());
    const site = addSite(this.tables, { source: module.source, fn: decl.name }, node.id ?? node);
    const items = returnItems(returns).map(strip);
    items.forEach((t) => {
      if (!isScalar(t)) refuse(module.source, node.returnType ?? node, `a function cannot return ${typeName(t)}`);
    });
    const draft: DraftFn = {
      id: this.drafts.length, name: decl.name, site, role: 'task', params: node.params.length, locals: [], blocks: [], returns: items, never: returns.kind === 'never', ghosts: [],
    };
    for (const param of node.params) {
      const type = this.parameterType(decl, param);
      draft.locals.push({ name: parameterName(module.source, param), type, range: rangeOf(type, this.unit), temporary: false, ghost: false });
    }
    this.drafts.push(draft);
    return draft;
  }

  private parameterType(decl: FunctionDeclaration, param: FunctionDeclaration['node']['params'][number]): Type {
    const source = decl.module.source;
    const annotation = param.type === 'Identifier' ? param.typeAnnotation?.typeAnnotation : null;
    if (!annotation) return refuse(source, param, 'a parameter needs a type', 'annotate it: (fd: Int<0, 3>)');
    const type = strip(resolveType(this.unit, decl.module, annotation, new Map()));
    if (!isScalar(type)) refuse(source, param, `a parameter cannot be ${typeName(type)}`);
    return type;
  }

  private lower({ draft, decl }: Pending): void {
    const builder = new FnBuilder(draft);
    this.builders[draft.id] = builder;
    const returns = returnType(this.unit, decl.module, decl.node, new Map());
    const l = new FunctionLowerer(this.shared, builder, this.where(decl.module, decl.name, { returns, site: draft.site, mode: 'model' }));
    checkVersion(l, decl, decl.node.id ?? decl.node);
    draft.locals.slice(0, draft.params).forEach((local, id) => l.where.scope.set(local.name, { kind: 'local', id, type: local.type, constant: false }));
    l.statements((decl.node.body?.body ?? []) as Statement[]);
    if (builder.ended) return;
    if (draft.never) builder.end({ kind: 'exit' });
    else if (returns.kind === 'void') builder.end({ kind: 'return', values: [] });
    else {
      refuseEnd(l);
      builder.end({ kind: 'return', values: draft.returns.map(() => ({ kind: 'const', value: 0 })) });
    }
  }
}
