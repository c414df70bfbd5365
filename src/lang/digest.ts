/**
 * Digests of a model's text that only change when what the front end makes of it can: not by comments, layout or names of locals. One for each
 * function with a body at module level, and one for all the rest of the file: a program depends on the rest of every file that its spec
 * imports, and on the functions that its compilation looked up (`TextUse`).
 */
import { createHash } from 'node:crypto';
import type { Node } from '@oxc-project/types';
import { parseSync } from 'oxc-parser';

/** Hexadecimal, 64 digits each. */
export interface FileDigest {
  readonly rest: string;
  /** By name. */
  readonly functions: Readonly<Record<string, string>>;
}

/** What a compilation read. */
export interface TextUse {
  /** In the order in which they were loaded: absolute paths, each with a hash of the text that was read (see textHash). */
  readonly files: readonly { readonly path: string; readonly hash: string }[];
  /** Absolute paths at which an import would have been found before where it was, had there been a file. */
  readonly absent: readonly string[];
  /** Functions that were looked up, by the path of their file and name; in no particular order. */
  readonly functions: readonly { readonly file: string; readonly name: string }[];
}

/** Of a text as it is. Hexadecimal, 64 digits. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Of a file's text; null where it does not parse. `path` tells the parser only what to call it. */
export function fileDigest(path: string, text: string): FileDigest | null {
  const parsed = parseSync(path, text, { lang: 'ts', sourceType: 'module', preserveParens: false });
  if (parsed.errors.some(({ severity }) => severity === 'Error')) return null;
  const functions: Record<string, string> = {};
  const outside = outsideNames(parsed.program.body);
  const rest: unknown[] = [];
  const named: string[] = [];
  for (const statement of parsed.program.body) {
    const fn = functionIn(statement);
    if (fn === null) rest.push(shape(statement, null));
    else {
      functions[fn.name] = digest(shape(fn.node, localsOf(fn.node, outside)));
      named.push(`${statement.type === 'FunctionDeclaration' ? '' : 'export '}${fn.name}`);
    }
  }
  // Which names and literals a file has is asked of its whole text: by bounds, by faults, and where a name is looked up.
  return { functions, rest: digest([rest, named.toSorted(), literalsIn(parsed.program)]) };
}

function functionIn(statement: Node): { readonly name: string; readonly node: Node } | null {
  const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  return node?.type === 'FunctionDeclaration' && node.body !== null && node.id !== null ? { name: node.id.name, node } : null;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Fields that say where a node stands, or how a literal was spelt. */
const PLACES: ReadonlySet<string> = new Set(['start', 'end', 'range', 'loc', 'parent', 'raw']);

/**
 * The tree as nested arrays. With `locals`, an identifier among them becomes the number of its first occurrence among these, wherever it stands but as the
 * name of a member: the same for texts that differ in the names of locals, and for no others, since the names map one to one and none of them means
 * anything outside of the function.
 */
function shape(node: unknown, locals: Locals | null): unknown {
  if (Array.isArray(node)) return node.map((one) => shape(one, locals));
  if (!isNode(node)) return typeof node === 'object' && node !== null ? shapeOfFields(node, locals) : typeof node === 'bigint' ? String(node) : node;
  if (node.type === 'Identifier' && locals?.has(node.name) === true) return [locals.numberOf(node.name), shapeOfFields({ ...node, name: null }, locals)];
  const keepsName = keptKey(node);
  return Object.entries(node).filter(([key]) => !PLACES.has(key)).map(([key, value]) => [key, shape(value, key === keepsName ? null : locals)]);
}

function shapeOfFields(node: object, locals: Locals | null): unknown {
  return Object.entries(node).filter(([key]) => !PLACES.has(key)).map(([key, value]) => [key, shape(value, locals)]);
}

/** The field that names a member, and no variable. */
function keptKey(node: Node): string | null {
  if (node.type === 'MemberExpression' && !node.computed) return 'property';
  if ((node.type === 'Property' || node.type === 'PropertyDefinition') && !node.computed) return 'key';
  return null;
}

/** Names that a function declares, numbered as they are asked for. */
class Locals {
  private readonly numbers = new Map<string, number>();

  constructor(private readonly names: ReadonlySet<string>) {}

  has(name: string): boolean {
    return this.names.has(name);
  }

  numberOf(name: string): number {
    const number = this.numbers.get(name) ?? this.numbers.size;
    this.numbers.set(name, number);
    return number;
  }
}

/** What a file declares and imports at its top: where a function declares the same name, the name is kept. */
function outsideNames(body: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const take = (node: unknown): void => walk(node, (one) => {
    if (one.type === 'Identifier') names.add(one.name);
    return one.type !== 'BlockStatement';
  });
  for (const statement of body) {
    const node = statement.type === 'ExportNamedDeclaration' && statement.declaration !== null ? statement.declaration : statement;
    if (node.type === 'VariableDeclaration') node.declarations.forEach(({ id }) => take(id));
    else if (node.type === 'ImportDeclaration') node.specifiers.forEach(take);
    else if ('id' in node) take(node.id);
  }
  return names;
}

function localsOf(fn: Node, outside: ReadonlySet<string>): Locals {
  const names = new Set<string>();
  const declare = (node: unknown): void => walk(node, (one) => {
    if (one.type === 'Identifier') names.add(one.name);
    return !one.type.startsWith('TS');
  });
  walk(fn, (node) => {
    if (node.type === 'VariableDeclarator') declare(node.id);
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') node.params.forEach(declare);
    return true;
  });
  return new Locals(new Set([...names].filter((name) => !outside.has(name))));
}

function literalsIn(program: unknown): string[] {
  const found = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') found.add(node.value);
    return true;
  });
  return [...found].toSorted();
}

/** Every node of a tree, outside first; those below it only where `visit` says so. */
function walk(value: unknown, visit: (node: Node) => boolean): void {
  if (Array.isArray(value)) value.forEach((one) => walk(one, visit));
  else if (typeof value === 'object' && value !== null && (!isNode(value) || visit(value))) for (const one of Object.values(value)) walk(one, visit);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
