/** Variants: which switches are on. `v5.10` none, `series/3` the first three, `v5.10+series/17` one alone, a release those it lists. */
import type { Expression, ObjectExpression } from '@oxc-project/types';
import { CompileError, refuse } from './diagnostic.js';
import type { Module, Modules } from './modules.js';
import type { Span } from './source.js';

export interface SwitchEntry {
  readonly name: string;
  readonly title: string;
  readonly modelled: boolean;
}

export interface SwitchTable {
  readonly base: string;
  readonly series: readonly SwitchEntry[];
  readonly others: readonly SwitchEntry[];
  readonly releases: Readonly<Record<string, readonly string[]>>;
}

/** The variant of a model that has no switches. */
export const PLAIN = 'base';

export class Variant {
  constructor(readonly name: string, private readonly on: ReadonlySet<string>, private readonly known: ReadonlySet<string>) {}

  /** Is the switch on? Refuses a name that no table has. */
  has(module: Module, name: string, span: Span): boolean {
    if (!this.known.has(name)) refuse(module.source, span, `there is no switch '${name}'`, `known switches: ${[...this.known].join(', ') || 'none (declare them with switches({...}))'}`);
    return this.on.has(name);
  }
}

/** The switches({...}) of the modules that a spec reaches; null if there are none. */
export function findSwitches(modules: Modules): SwitchTable | null {
  for (const module of modules.loaded()) {
    for (const call of module.calls) {
      if (call.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'switches') continue;
      const [table] = call.arguments;
      if (table?.type !== 'ObjectExpression') refuse(module.source, call, 'switches() takes an object literal');
      return readTable(module, table);
    }
  }
  return null;
}

function readTable(module: Module, node: ObjectExpression): SwitchTable {
  const table = literal(module, node) as Partial<SwitchTable>;
  if (typeof table.base !== 'string' || !Array.isArray(table.series)) refuse(module.source, node, 'switches() needs `base` and `series`');
  return { base: table.base, series: table.series, others: table.others ?? [], releases: table.releases ?? {} };
}

/** The value of a literal made of objects, arrays, strings, numbers and booleans. */
function literal(module: Module, node: Expression): unknown {
  switch (node.type) {
    case 'Literal': return node.value;
    case 'TemplateLiteral': return node.quasis.map((q) => q.value.cooked).join('');
    case 'ArrayExpression': return node.elements.map((e) => (e && e.type !== 'SpreadElement' ? literal(module, e) : null));
    case 'BinaryExpression': return String(literal(module, node.left as Expression)) + String(literal(module, node.right));
    case 'ObjectExpression': return Object.fromEntries(node.properties.map((p) => {
      if (p.type === 'SpreadElement') return refuse(module.source, p, 'switches are written out: no spread');
      const key = p.key.type === 'Identifier' ? p.key.name : p.key.type === 'Literal' ? String(p.key.value) : '';
      return [key, literal(module, p.value)];
    }));
    default: return refuse(module.source, node, 'switches are written out: literals only');
  }
}

/** A variant that stands in the line of versions. */
export interface Level {
  readonly name: string;
  readonly kind: 'base' | 'series' | 'release';
  /** Of the patch that the level adds; empty for others. */
  readonly title: string;
  /** The first switch that is on in it and not modelled, or null: then it compiles. */
  readonly missing: string | null;
}

/** The base, each patch of the series with all before it, then the releases in the order of the table. */
export function levels(table: SwitchTable | null): Level[] {
  if (!table) return [{ name: PLAIN, kind: 'base', title: '', missing: null }];
  const unmodelled = new Set([...table.series, ...table.others].filter((entry) => !entry.modelled).map((entry) => entry.name));
  const level = (kind: Level['kind'], name: string, title: string): Level => (
    { name, kind, title, missing: switchesOn(table, name)?.find((one) => unmodelled.has(one)) ?? null });
  return [
    level('base', table.base, ''), ...table.series.map(({ name, title }) => level('series', name, title)),
    ...Object.keys(table.releases).map((name) => level('release', name, '')),
  ];
}

/** The variant of that name. Throws CompileError if it is unknown, or needs a patch that is not modelled. */
export function selectVariant(table: SwitchTable | null, name: string, file: string): Variant {
  if (!table) return name === PLAIN ? new Variant(name, new Set(), new Set()) : unknownVariant(name, [PLAIN], file);
  const entries = [...table.series, ...table.others];
  const on = switchesOn(table, name) ?? unknownVariant(name, variantNames(table), file);
  const missing = entries.filter((e) => on.includes(e.name) && !e.modelled);
  if (missing.length > 0) {
    const [first] = missing;
    fail(`variant '${name}' needs ${first?.name} (${first?.title}), which is not modelled`, `variants that can be checked: ${checkable(table).join(', ')}`, file);
  }
  return new Variant(name, new Set(on), new Set(entries.map((e) => e.name)));
}

function switchesOn(table: SwitchTable, name: string): string[] | null {
  const [head = '', ...added] = name.split('+');
  const known = new Set([...table.series, ...table.others].map((e) => e.name));
  if (!added.every((n) => known.has(n))) return null;
  const start = headSwitches(table, head);
  return start && [...start, ...added];
}

function headSwitches(table: SwitchTable, head: string): string[] | null {
  if (head === table.base) return [];
  const release = Object.hasOwn(table.releases, head) ? table.releases[head] : undefined;
  if (release) return [...release];
  const k = table.series.findIndex((e) => e.name === head);
  return k < 0 ? null : table.series.slice(0, k + 1).map((e) => e.name);
}

function variantNames(table: SwitchTable): string[] {
  return [table.base, ...table.series.map((e) => e.name), ...Object.keys(table.releases)];
}

function checkable(table: SwitchTable): string[] {
  const prefix: string[] = [];
  for (const entry of table.series) {
    if (!entry.modelled) break;
    prefix.push(entry.name);
  }
  const singles = table.series.filter((e) => e.modelled && !prefix.includes(e.name)).map((e) => `${table.base}+${e.name}`);
  return [table.base, ...prefix, ...singles];
}

function unknownVariant(name: string, known: readonly string[], file: string): never {
  return fail(`there is no variant '${name}'`, `known variants: ${known.join(', ')}; or '${known[0]}+<switch>' for one switch alone`, file);
}

function fail(message: string, hint: string, file: string): never {
  throw new CompileError([{ message, hint, file, line: 1, column: 1, endColumn: 2, source: '' }]);
}
