/** The lowering of one function: holds where we are, and ties the parts together. */
import type { Expression, Statement } from '@oxc-project/types';
import type { Report, ReportClass, SiteId } from '../../ir.js';
import { refuse } from '../diagnostic.js';
import { oneLine, position, type Span } from '../source.js';
import type { Type } from '../types.js';
import type { Unit } from '../unit.js';
import type { FnBuilder } from './builder.js';
import { call, invoke } from './calls.js';
import type { Binding, Functions, Lambda, Lowerer, Mode, Place, Tables, Value, Where } from './context.js';
import { condition, expression, place } from './expressions.js';
import { statement, statements } from './statements.js';

/** What a function's lowering shares with the others'. */
export interface Shared {
  readonly unit: Unit;
  readonly tables: Tables;
  readonly functions: Functions;
}

export class FunctionLowerer implements Lowerer {
  readonly unit: Unit;
  readonly tables: Tables;
  readonly functions: Functions;

  constructor(shared: Shared, readonly builder: FnBuilder, public where: Where) {
    this.unit = shared.unit;
    this.tables = shared.tables;
    this.functions = shared.functions;
  }

  expression(node: Expression, expected?: Type): Value {
    return expression(this, node, expected);
  }

  place(node: Expression): Place | null {
    return place(this, node);
  }

  condition(node: Expression, then: number, otherwise: number): void {
    condition(this, node, then, otherwise);
  }

  statement(node: Statement): void {
    statement(this, node);
  }

  statements(nodes: readonly Statement[]): void {
    statements(this, nodes);
  }

  call(node: Expression & { type: 'CallExpression' }): Value {
    return call(this, node);
  }

  invoke(lambda: Lambda, args: readonly Binding[], mode: Mode | null): Value {
    return invoke(this, lambda, args, mode);
  }

  within<T>(where: Partial<Where>, body: () => T): T {
    const before = this.where;
    this.where = { ...before, ...where };
    try {
      return body();
    } finally {
      this.where = before;
    }
  }

  /** The site of this text; within the vocabulary, that of the call that reached it. */
  site(span: Span): SiteId {
    const { source } = this.where.module;
    return source.vocabulary ? this.where.site : addSite(this.tables, { source, fn: this.where.fn }, span);
  }

  report(kind: ReportClass, title: string, extra: { detail?: string; object?: Report['object'] } = {}): number {
    const id = this.tables.reports.length;
    this.tables.reports.push({
      id, class: kind, title: title.replaceAll('%fn', this.where.fn), detail: extra.detail ?? '', site: this.where.site, object: extra.object ?? null,
    });
    return id;
  }

  /** Refuses this text; within the vocabulary, the call that reached it. */
  refuse(span: Span, message: string, hint?: string): never {
    const { source } = this.where.module;
    const site = source.vocabulary ? this.tables.sites[this.where.site] : undefined;
    const caller = site && this.unit.modules.loaded().find((m) => m.source.path === site.file)?.source;
    if (!site || !caller) return refuse(source, span, message, hint ?? null);
    const start = (caller.lineStarts[site.line - 1] ?? 0) + site.column - 1;
    return refuse(caller, { start, end: start + site.text.length }, `${message}, in ${oneLine(source, span, 40)}`, hint ?? null);
  }
}

/** Adds a site for the text at `span`. */
export function addSite(tables: Tables, at: { source: Where['module']['source']; fn: string }, span: Span): SiteId {
  const { line, column } = position(at.source, span.start);
  const text = oneLine(at.source, span);
  const known = tables.sites.findIndex((s) => s.line === line && s.column === column && s.file === at.source.path && s.fn === at.fn && s.text === text);
  if (known >= 0) return known;
  tables.sites.push({ file: at.source.path, line, column, text, fn: at.fn });
  return tables.sites.length - 1;
}
