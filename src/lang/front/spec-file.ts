/** Reads the spec({...}) of a spec file: literals and names, nothing is executed. */
import type { Expression, Function as FunctionNode, ObjectExpression } from '@oxc-project/types';
import type { Expectation, ReportClass } from '../ir.js';
import { refuse } from './diagnostic.js';
import { Modules, type AnyFunction, type Declaration, type Module } from './modules.js';
import type { Span } from './source.js';

export type FunctionDeclaration = Declaration & { kind: 'function' };

export interface TaskSpec {
  readonly name: string;
  readonly span: Span;
  readonly program: FunctionDeclaration;
  /** The task_kind that declares it, and the tasks that it names. */
  readonly kind: TaskKind | null;
  readonly names: readonly string[];
}

export interface TaskKind {
  readonly module: Module;
  readonly setup: { readonly node: AnyFunction; readonly module: Module; readonly name: string };
  readonly run: FunctionDeclaration;
  readonly implicit: boolean;
}

export interface PropertySpec {
  readonly kind: 'always' | 'reachable' | 'final';
  readonly decl: FunctionDeclaration;
  readonly span: Span;
}

export interface MeasureSpec {
  readonly decl: FunctionDeclaration;
  readonly span: Span;
}

export interface SpecFile {
  readonly module: Module;
  readonly span: Span;
  readonly setup: AnyFunction | null;
  readonly tasks: readonly TaskSpec[];
  readonly bounds: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly properties: readonly PropertySpec[];
  readonly measures: readonly MeasureSpec[];
  readonly expect: Readonly<Record<string, Expectation>>;
  /** Pairs of variants that are to be equivalent. */
  readonly same: readonly (readonly [string, string])[];
}

/** What reports() can name. */
const CLASSES: Readonly<Record<ReportClass, true>> = {
  'null-ptr-deref': true, 'use-after-free': true, 'double-free': true, 'slab-out-of-bounds': true, 'uninit-value': true, 'refcount': true,
  'lockdep': true, 'atomic-sleep': true, 'rcu-usage': true, 'held-at-exit': true, 'memory-leak': true, 'bug': true, 'warn': true, 'assert': true,
  'range': true, 'pool': true, 'model': true,
};

/** All of them. */
export const REPORT_CLASSES: readonly string[] = Object.keys(CLASSES);

const KEYS = ['setup', 'tasks', 'bounds', 'faults', 'always', 'reachable', 'final', 'measure', 'expect', 'same'];

/** The variants that a spec expects something of, in its order, from its own text alone. */
export function expectedVariants(module: Module): string[] {
  const reader = new Reader(new Modules(), module);
  const { expect } = parts(reader, module);
  return expect.type === 'ObjectExpression' ? [...reader.fields(expect, null).keys()] : [];
}

/** What stands in spec({ ... }), by name. */
function parts(reader: Reader, module: Module): { node: Expression; options: ObjectExpression; fields: Map<string, Expression>; expect: Expression } {
  const node = module.defaultExport;
  const whole: Span = { start: 0, end: 1 };
  if (!node) refuse(module.source, whole, 'this file is no spec', 'a spec ends in export default spec({ tasks: { ... }, expect: { ... } })');
  const [options] = node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'spec' ? node.arguments : [];
  if (options?.type !== 'ObjectExpression') return refuse(module.source, node, 'the default export of a spec is spec({ ... })');
  const fields = reader.fields(options, KEYS);
  const expect = fields.get('expect') ?? refuse(module.source, options, 'a spec says what it expects', "add expect: { base: proved }, or a variant's name and proved / violated(property)");
  return { node, options, fields, expect };
}

export function readSpec(modules: Modules, module: Module): SpecFile {
  const reader = new Reader(modules, module);
  const { node, options, fields, expect } = parts(reader, module);
  const read: SpecFile = {
    module,
    span: node,
    setup: reader.setup(fields.get('setup')),
    tasks: reader.tasks(fields.get('tasks') ?? refuse(module.source, options, 'a spec needs tasks', 'add tasks: { T1: program }')),
    bounds: reader.numbers(fields.get('bounds')),
    faults: reader.numbers(fields.get('faults')),
    properties: (['always', 'reachable', 'final'] as const).flatMap((kind) => reader.properties(kind, fields.get(kind))),
    measures: reader.measures(fields.get('measure')),
    expect: reader.expectations(expect),
    same: reader.pairs(fields.get('same')),
  };
  refuseStrangers(read, expect);
  refuseNamesakes(read);
  refuseMeasuredTwice(read);
  refusePairsTwice(read);
  return read;
}

/** Verdicts and expectations know a property by its name: violated(p) must not be met by another p. */
function refuseNamesakes({ module, properties }: SpecFile): void {
  for (const [at, { kind, decl, span }] of properties.entries()) {
    const same = properties.slice(0, at).find((other) => other.decl.name === decl.name && (other.decl.node !== decl.node || other.kind === kind));
    if (!same) continue;
    const hint = same.decl.node === decl.node ? `once under ${kind} is enough` : `rename the one in ${decl.module.source.path}, or the one in ${same.decl.module.source.path}`;
    refuse(module.source, span, `two properties are called '${decl.name}'`, hint);
  }
}

/** Results know a measure by its name. */
function refuseMeasuredTwice({ module, measures }: SpecFile): void {
  const again = measures.find(({ decl }, at) => measures.slice(0, at).some((other) => other.decl.name === decl.name));
  if (again) refuse(module.source, again.span, `two measures are called '${again.decl.name}'`, 'list it once, or rename one of them');
}

/** Results know a pair by its names; being the same has no order. */
function refusePairsTwice({ module, span, same }: SpecFile): void {
  const again = same.find(([a, b], at) => same.slice(0, at).some((other) => other.includes(a) && other.includes(b)));
  if (again) refuse(module.source, span, `same has the pair ${again[0]} and ${again[1]} twice`, 'list it once');
}

/** An expectation that names a property which is not asked for could never come true. */
function refuseStrangers(read: SpecFile, span: Span): void {
  const known = new Set(read.properties.map((p) => p.decl.name));
  for (const expectation of Object.values(read.expect)) {
    const named = propertiesOf(expectation);
    const stranger = named.find((name) => !known.has(name));
    if (stranger) refuse(read.module.source, span, `'${stranger}' is expected, but no property of this spec has that name`, `list it under always, reachable or final; listed: ${[...known].join(', ') || 'none'}`);
  }
}

function propertiesOf(expectation: Expectation): readonly string[] {
  if (expectation.kind === 'all') return expectation.of.flatMap(propertiesOf);
  return 'properties' in expectation ? expectation.properties : [];
}

class Reader {
  constructor(private readonly modules: Modules, private readonly module: Module) {}

  fields(node: ObjectExpression, known: readonly string[] | null): Map<string, Expression> {
    const found = new Map<string, Expression>();
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') refuse(this.module.source, property, 'a spec is written out: no spread');
      if (property.kind !== 'init' || property.computed) refuse(this.module.source, property, 'a spec is written out: no getters, no computed names');
      const key = property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' ? String(property.key.value) : '';
      if (known && !known.includes(key)) refuse(this.module.source, property, `a spec has no '${key}'`, `it has: ${known.join(', ')}`);
      found.set(key, property.value as Expression);
    }
    return found;
  }

  setup(node: Expression | undefined): AnyFunction | null {
    if (!node) return null;
    if (node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') return node;
    if (node.type === 'Identifier') return this.fn(node).node;
    return refuse(this.module.source, node, 'setup is a function');
  }

  numbers(node: Expression | undefined): Record<string, number> {
    if (!node) return {};
    if (node.type !== 'ObjectExpression') return refuse(this.module.source, node, 'an object literal of numbers is needed here');
    return Object.fromEntries([...this.fields(node, null)].map(([key, value]) => {
      const number = value.type === 'Literal' ? value.value : null;
      if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) refuse(this.module.source, value, `'${key}' must be a whole number`);
      return [key, number as number];
    }));
  }

  tasks(node: Expression): TaskSpec[] {
    if (node.type !== 'ObjectExpression') return refuse(this.module.source, node, 'tasks is an object literal', 'write tasks: { T1: program }');
    const tasks = [...this.fields(node, null)].map(([name, value]) => this.task(name, value));
    if (tasks.length === 0) refuse(this.module.source, node, 'a spec needs at least one task');
    return tasks;
  }

  private task(name: string, node: Expression): TaskSpec {
    if (node.type === 'Identifier') return { name, span: node, program: this.fn(node), kind: null, names: [] };
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return refuse(this.module.source, node, 'a task is a named function, or a task kind with one', "write T1: leader, or T2: thread_of('T1', sibling)");
    const kind = this.kind(node.callee.name, node);
    const args = node.arguments;
    const last = args[args.length - 1];
    if (last?.type !== 'Identifier') return refuse(this.module.source, node, 'the last argument is the program of the task', "write thread_of('T1', sibling)");
    const names = args.slice(0, -1).map((a) => (a.type === 'Literal' && typeof a.value === 'string' ? a.value : refuse(this.module.source, a, 'the name of a task is needed here')));
    return { name, span: node, program: this.fn(last), kind, names };
  }

  private kind(name: string, span: Span): TaskKind {
    const declaration = this.modules.lookup(this.module, name, 'value');
    const init = declaration?.kind === 'variable' ? declaration.node.init : null;
    const [options] = init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'task_kind' ? init.arguments : [];
    if (!declaration || options?.type !== 'ObjectExpression') return refuse(this.module.source, span, `'${name}' is no task kind`, 'declare it as const kind = task_kind({ setup, run })');
    const at = new Reader(this.modules, declaration.module);
    const fields = at.fields(options, null);
    const run = fields.get('run');
    const setup = fields.get('setup');
    if (run?.type !== 'Identifier' || !setup) return refuse(declaration.module.source, options, 'a task kind has setup and run', 'both name a function');
    const implicit = fields.get('implicit');
    return {
      module: declaration.module, run: at.fn(run), setup: at.setupOf(setup),
      implicit: implicit?.type === 'Literal' && implicit.value === true,
    };
  }

  private setupOf(node: Expression): TaskKind['setup'] {
    if (node.type === 'Identifier') {
      const decl = this.fn(node);
      return { node: decl.node, module: decl.module, name: decl.name };
    }
    if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') return { node: node as AnyFunction, module: this.module, name: 'setup' };
    return refuse(this.module.source, node, 'setup is a function');
  }

  fn(node: Expression & { type: 'Identifier' }): FunctionDeclaration {
    const found = this.modules.lookup(this.module, node.name, 'value');
    if (found?.kind === 'function' && (found.node as FunctionNode).body) return found;
    return refuse(this.module.source, node, found ? `'${node.name}' is no function of the model` : `'${node.name}' is not declared`, 'import it, or declare function ' + node.name);
  }

  properties(kind: PropertySpec['kind'], node: Expression | undefined): PropertySpec[] {
    return this.list(node).map((item) => {
      if (item.type !== 'Identifier') return refuse(this.module.source, item, 'a property is a named function', 'declare function name(): boolean and list its name');
      return { kind, decl: this.fn(item), span: item };
    });
  }

  pairs(node: Expression | undefined): (readonly [string, string])[] {
    return this.list(node).map((item) => {
      const names = this.list(item).map((name) => (name.type === 'Literal' && typeof name.value === 'string' ? name.value : null));
      const [a, b] = names;
      if (typeof a === 'string' && typeof b === 'string' && names.length === 2 && a !== b) return [a, b];
      return refuse(this.module.source, item, 'the names of two different variants are needed here', "write same: [['series/6', 'series/7']]");
    });
  }

  measures(node: Expression | undefined): MeasureSpec[] {
    return this.list(node).map((item) => {
      if (item.type !== 'Identifier') return refuse(this.module.source, item, 'a measure is a named function', 'declare function name(): int and list its name');
      return { decl: this.fn(item), span: item };
    });
  }

  private list(node: Expression | undefined): Expression[] {
    if (!node) return [];
    if (node.type !== 'ArrayExpression') return refuse(this.module.source, node, 'a list is needed here', 'write always: [property]');
    return node.elements.map((e) => (e && e.type !== 'SpreadElement' ? e : refuse(this.module.source, node, 'the list is written out: no spread')));
  }

  expectations(node: Expression): Record<string, Expectation> {
    if (node.type !== 'ObjectExpression') return refuse(this.module.source, node, 'expect is an object literal', "write expect: { 'v5.10': violated(property), 'series/1': proved }");
    const found = [...this.fields(node, null)].map(([variant, value]) => [variant, this.expectation(value)] as const);
    if (found.length === 0) refuse(this.module.source, node, 'a spec expects something of at least one variant');
    return Object.fromEntries(found);
  }

  private expectation(node: Expression): Expectation {
    if (node.type === 'ArrayExpression') return { kind: 'all', of: this.list(node).map((item) => this.expectation(item)) };
    if (node.type === 'Identifier' && node.name === 'proved') return { kind: 'proved' };
    if (node.type === 'Identifier' && node.name === 'hung') return { kind: 'hung' };
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier') {
      const args = node.arguments as Expression[];
      if (node.callee.name === 'reports') return { kind: 'reports', classes: args.map((a) => this.reportClass(a)) };
      const properties = args.map((a) => (a.type === 'Identifier' ? this.fn(a).name : refuse(this.module.source, a, 'the name of a property is needed here')));
      if (node.callee.name === 'violated') return { kind: 'violated', properties };
      if (node.callee.name === 'unreached') return { kind: 'unreached', properties };
    }
    return refuse(this.module.source, node, 'this is no verdict', "a verdict is proved, hung, violated(property...), unreached(property...) or reports('use-after-free'...)");
  }

  private reportClass(node: Expression): string {
    const name = node.type === 'Literal' ? String(node.value) : '';
    return Object.hasOwn(CLASSES, name) ? name : refuse(this.module.source, node, 'this is no class of reports', `they are: ${Object.keys(CLASSES).join(', ')}`);
  }
}
