/** What the parts of the lowering share: values, places, bindings, and where in the text we are. */
import type { Expression, Statement } from '@oxc-project/types';
import type { Access, Expr, FnId, LockClass, Measure, Origin, Property, Report, ReportClass, Site, SiteId } from '../../ir.js';
import type { Constant } from '../constants.js';
import type { AnyFunction, Declaration, Module } from '../modules.js';
import type { Span } from '../source.js';
import type { InterfaceDeclaration, Type, TypeEnv } from '../types.js';
import type { Unit } from '../unit.js';
import type { DraftFn, FnBuilder } from './builder.js';

/** The result of an expression. `items` for a tuple. */
export interface Value {
  readonly type: Type;
  readonly expr: Expr;
  readonly items?: readonly Value[];
}

/** An index into an array, checked when the place is touched. */
export interface Bound {
  readonly index: Expr;
  readonly length: number;
  /** The place of the array itself when each object has a capacity of its own. */
  readonly capacity: MemoryPlace | null;
}

/** Memory: a global, or a field of an object. */
export interface MemoryPlace {
  readonly kind: 'memory';
  /** Path of the column, e.g. `files_struct.file_lock.owner`. */
  readonly name: string;
  readonly struct: InterfaceDeclaration | null;
  /** Number of the object, from 1; null for a global. A local or constant, so that it can be repeated. */
  readonly object: Expr | null;
  readonly index: readonly Expr[];
  readonly dims: readonly number[];
  readonly bounds: readonly Bound[];
  readonly type: Type;
  readonly ghost: boolean;
  /** The object was already checked to be live within this step, or is known to be. */
  readonly safe: boolean;
  /** Value before time zero, of a global that is declared with one. */
  readonly initial?: number;
}

export interface LocalPlace {
  readonly kind: 'local';
  readonly id: number;
  readonly type: Type;
}

export type Place = MemoryPlace | LocalPlace;

export interface Lambda {
  readonly node: AnyFunction;
  readonly at: Where;
}

export type Binding =
  | { readonly kind: 'local'; readonly id: number; readonly type: Type; readonly constant: boolean }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'lambda'; readonly lambda: Lambda }
  | { readonly kind: 'function'; readonly decl: Declaration & { kind: 'function' } }
  | { readonly kind: 'constant'; readonly value: Constant };

export class Scope {
  private readonly names = new Map<string, Binding>();

  constructor(private readonly outer: Scope | null) {}

  get(name: string): Binding | null {
    return this.names.get(name) ?? this.outer?.get(name) ?? null;
  }

  set(name: string, binding: Binding): void {
    this.names.set(name, binding);
  }

  /** Does this block itself declare the name? */
  declares(name: string): boolean {
    return this.names.has(name);
  }
}

/**
 * model: each shared access is a step of its own. atomic: within one step, accesses recorded. raw: within one access, or a ghost
 * block. property: as raw, and nothing may be written; a wrong pointer is an error of the property.
 */
export type Mode = 'model' | 'atomic' | 'raw' | 'ghost' | 'property';

/** Where a `return` goes while a function is inlined. */
export interface ReturnTarget {
  readonly block: number;
  /** Locals that receive the values, made at the first return. */
  readonly results: { id: number; type: Type }[];
  readonly declared: Type;
  made: boolean;
}

/** Where in the text the lowering is. */
export interface Where {
  readonly module: Module;
  readonly scope: Scope;
  readonly env: TypeEnv;
  readonly mode: Mode;
  /** Return type of the function whose body this is. */
  readonly returns: Type;
  /** null: the function has a frame. */
  readonly target: ReturnTarget | null;
  readonly loops: readonly Loop[];
  /** The model function, for sites and titles. */
  readonly fn: string;
  /** The last place in model text: a step in the vocabulary is shown there. */
  readonly site: SiteId;
  /** Declarations being inlined, innermost last: to refuse recursion. */
  readonly inlining: readonly object[];
  readonly claimed: boolean;
  /** In the arguments of an assertion. */
  readonly asserting: boolean;
}

export interface Loop {
  readonly breakTo: number;
  /** null in a switch. */
  readonly continueTo: number | null;
}

/** The tables of the program that grow while functions are lowered. */
export interface Tables {
  readonly sites: Site[];
  readonly origins: Origin[];
  readonly accesses: Access[];
  readonly reports: Report[];
  readonly lockClasses: LockClass[];
  readonly claims: { site: SiteId }[];
  readonly properties: Property[];
  readonly measures: Measure[];
}

/** Functions with frames, lowered once each. */
export interface Functions {
  /** The id of the function; it is lowered later if it was not yet. */
  idOf(decl: Declaration & { kind: 'function' }, at: { module: Module; span: Span }): FnId;
  /** The value (from 1) of the function as a fn_ptr. */
  valueOf(decl: Declaration & { kind: 'function' }, at: { module: Module; span: Span }): number;
  draft(id: FnId): DraftFn;
}

/** The lowering of one function: the parts call each other through it. */
export interface Lowerer {
  readonly unit: Unit;
  readonly tables: Tables;
  readonly functions: Functions;
  readonly builder: FnBuilder;
  where: Where;
  expression(node: Expression, expected?: Type): Value;
  place(node: Expression): Place | null;
  condition(node: Expression, then: number, otherwise: number): void;
  statement(node: Statement): void;
  statements(nodes: readonly Statement[]): void;
  call(node: Expression & { type: 'CallExpression' }): Value;
  invoke(lambda: Lambda, args: readonly Binding[], mode: Mode | null): Value;
  /** Runs `body` with another `where`, then restores it. */
  within<T>(where: Partial<Where>, body: () => T): T;
  site(span: Span): SiteId;
  report(kind: ReportClass, title: string, extra?: { detail?: string; object?: Report['object'] }): number;
  refuse(span: Span, message: string, hint?: string): never;
}
