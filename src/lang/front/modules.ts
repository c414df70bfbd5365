/**
 * Modules: parses the files that a spec reaches through its imports, and resolves names across them.
 * Imports are relative (`./x.js`, `./x.ts`), `fdcheck/lang` or `fdcheck/model`; nothing else exists for a model.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import type {
  ArrowFunctionExpression, Expression, Function as FunctionNode, ImportDeclaration, Statement, TSInterfaceDeclaration,
  TSTypeAliasDeclaration, VariableDeclarator,
} from '@oxc-project/types';
import { CompileError, diagnostic, refuse } from './diagnostic.js';
import { position, sourceFile, type SourceFile, type Span } from './source.js';

/** A name that a module declares. */
export type Declaration =
  | { readonly kind: 'interface'; readonly module: Module; readonly node: TSInterfaceDeclaration; readonly name: string }
  | { readonly kind: 'alias'; readonly module: Module; readonly node: TSTypeAliasDeclaration; readonly name: string }
  | { readonly kind: 'function'; readonly module: Module; readonly node: FunctionNode; readonly name: string }
  /** A const or let at module level. */
  | { readonly kind: 'variable'; readonly module: Module; readonly node: VariableDeclarator; readonly constant: boolean; readonly declared: boolean; readonly name: string }
  | Import;

interface Import { readonly kind: 'import'; readonly module: Module; readonly from: string; readonly imported: string; readonly span: Span; readonly name: string }

export interface Module {
  readonly source: SourceFile;
  readonly declarations: Map<string, Declaration>;
  /** What importers see, by the name that they use: a name of this module, or one of another (`export { a } from`). */
  readonly exports: Map<string, { readonly local: string } | Import>;
  /** Modules whose every name is re-exported (`export * from`). */
  readonly reexports: { readonly from: string; readonly span: Span }[];
  /** The expression of `export default`. */
  defaultExport: Expression | null;
  /** The first comment of the file, without its marks. */
  readonly firstComment: string;
  /** The text of each doc comment, by the line on which it ends. */
  readonly docs: ReadonlyMap<number, string>;
  /** Calls that stand alone at module level, such as switches({...}). */
  readonly calls: Expression[];
}

export type AnyFunction = FunctionNode | ArrowFunctionExpression;

const here = dirname(fileURLToPath(import.meta.url));

/** The root of the package that this file belongs to: vocabulary and model are read from its src/, built or not. */
function packageRoot(): string {
  let folder = here;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

export const vocabularyFolder = join(packageRoot(), 'src', 'lang', 'vocabulary');
const modelFolder = join(packageRoot(), 'src', 'model');
const bare: ReadonlyMap<string, string> = new Map([
  ['fdcheck/lang', join(vocabularyFolder, 'index.ts')],
  ['fdcheck/model', join(modelFolder, 'index.ts')],
]);

/** Parsed modules by absolute path; one instance a compilation run, so that an edit is always seen. */
export class Modules {
  private readonly byPath = new Map<string, Module>();
  private readonly wanted = new Set<string>();
  /** What was looked up: a name means the same all through a compilation. */
  private readonly found = new Map<Module, Map<string, Declaration | null>>();
  /** Where an import was looked for and no file was, before it was found elsewhere. */
  readonly absent = new Set<string>();

  /** Every function that was looked up, as a value or to be called. */
  functionsFound(): (Declaration & { kind: 'function' })[] {
    const all = [...this.found.values()].flatMap((names) => [...names.values()]);
    return [...new Set(all)].filter((declaration) => declaration?.kind === 'function');
  }

  /** Every module loaded so far, in the order of loading. */
  loaded(): Module[] {
    return [...this.byPath.values()];
  }

  /** Paths of all files that were to be loaded so far, read or not. */
  asked(): string[] {
    return [...this.wanted];
  }

  /** Parses the file and everything that it imports. Throws CompileError. */
  load(path: string, importer?: { source: SourceFile; span: Span }): Module {
    const known = this.byPath.get(path);
    if (known) return known;
    this.wanted.add(path);
    const module = parseModule(read(path, importer));
    this.byPath.set(path, module);
    for (const declaration of module.declarations.values()) {
      if (declaration.kind === 'import') this.follow(module, declaration.from, declaration.span);
    }
    for (const entry of module.exports.values()) if ('from' in entry) this.follow(module, entry.from, entry.span);
    for (const star of module.reexports) this.follow(module, star.from, star.span);
    return module;
  }

  /** What a name means in a module, as a type or as a value, following imports; null if nothing. */
  lookup(module: Module, name: string, space: 'type' | 'value'): Declaration | null {
    const known = this.found.get(module) ?? new Map<string, Declaration | null>();
    this.found.set(module, known);
    const key = `${space} ${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const declaration = this.resolve(module, name, space);
    known.set(key, declaration);
    return declaration;
  }

  private resolve(module: Module, name: string, space: 'type' | 'value'): Declaration | null {
    const declaration = declared(module, name, space);
    if (!declaration) return null;
    return declaration.kind === 'import' ? this.imported(declaration, space, new Set()) : declaration;
  }

  /** What an import means. */
  private imported(at: Import, space: 'type' | 'value', seen: Set<string>): Declaration {
    const found = this.exported(this.follow(at.module, at.from, at.span), at.imported, space, seen);
    return found ?? refuse(at.module.source, at.span, `'${at.from}' has no '${at.imported}'`, 'check the spelling, and that it is exported');
  }

  /** What a module exports under that name; null if nothing, or if it comes round in a circle (`seen`). */
  private exported(module: Module, name: string, space: 'type' | 'value', seen: Set<string>): Declaration | null {
    const key = `${module.source.path} ${name}`;
    if (seen.has(key)) return null;
    seen.add(key);
    const entry = module.exports.get(name);
    if (entry && 'from' in entry) return this.imported(entry, space, seen);
    const own = entry && declared(module, entry.local, space);
    if (own) return own.kind === 'import' ? this.imported(own, space, seen) : own;
    for (const star of module.reexports) {
      const found = this.exported(this.follow(module, star.from, star.span), name, space, seen);
      if (found) return found;
    }
    return null;
  }

  private follow(module: Module, specifier: string, span: Span): Module {
    const candidates = importCandidates(module.source, specifier, span);
    const found = candidates.findIndex((path) => isFile(path));
    for (const path of candidates.slice(0, Math.max(found, 0))) this.absent.add(path);
    return this.load(candidates[Math.max(found, 0)]!, { source: module.source, span });
  }
}

/** One file, without what it imports. Throws CompileError. */
export function parseAlone(path: string): Module {
  return parseModule(read(path));
}

/** Where the file that an import means may be: the first that is there is meant. */
function importCandidates(source: SourceFile, specifier: string, span: Span): readonly string[] {
  const known = bare.get(specifier);
  if (known) return [known];
  if (!specifier.startsWith('.')) {
    refuse(source, span, `a model cannot import '${specifier}'`, "a model imports relative files, 'fdcheck/lang' and 'fdcheck/model'");
  }
  const path = resolve(dirname(source.path), specifier);
  return [path.replace(/\.js$/, '.ts'), `${path}.ts`, path];
}

/** What a module itself declares, or imports, under a name. */
function declared(module: Module, name: string, space: 'type' | 'value'): Declaration | undefined {
  return (space === 'type' ? module.declarations.get(`type ${name}`) : undefined) ?? module.declarations.get(name);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function read(path: string, importer?: { source: SourceFile; span: Span }): SourceFile {
  try {
    return sourceFile(path, readFileSync(path, 'utf8'), path.startsWith(vocabularyFolder + sep));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const message = `cannot read ${path} (${why})`;
    if (importer) refuse(importer.source, importer.span, message);
    throw new CompileError([{ message, hint: 'give the path of a spec file', file: path, line: 1, column: 1, endColumn: 2, source: '' }]);
  }
}

function parseModule(source: SourceFile): Module {
  const parsed = parseSync(source.path, source.text, { lang: 'ts', sourceType: 'module', preserveParens: false });
  const errors = parsed.errors.filter((e) => e.severity === 'Error');
  if (errors.length > 0) {
    throw new CompileError(errors.map((e) => diagnostic(source, e.labels[0] ?? { start: 0, end: 1 }, `syntax error: ${e.message}`, e.helpMessage)));
  }
  const module: Module = {
    source, declarations: new Map(), exports: new Map(), reexports: [], defaultExport: null, calls: [],
    firstComment: leadingComment(parsed.comments, source.text),
    docs: new Map(parsed.comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*')).map(({ end, value }) => [position(source, end).line, value.slice(1)])),
  };
  for (const statement of parsed.program.body) declare(module, statement as Statement);
  return module;
}

function leadingComment(comments: readonly { type: string; value: string; start: number; end: number }[], text: string): string {
  const lines: string[] = [];
  let end = 0;
  for (const comment of comments) {
    if (text.slice(end, comment.start).trim() !== '') break;
    if (/^\s*SPDX/.test(comment.value)) { end = comment.end; continue; }
    lines.push(...comment.value.split('\n').map((l) => l.replace(/^\s*\*+\s?/, '').trim()));
    end = comment.end;
  }
  return lines.join('\n').trim();
}

function declare(module: Module, statement: Statement, declared = false): void {
  switch (statement.type) {
    case 'ImportDeclaration': return declareImport(module, statement);
    case 'ExportNamedDeclaration': return declareExports(module, statement);
    case 'ExportAllDeclaration': module.reexports.push({ from: statement.source.value, span: statement }); return;
    case 'ExportDefaultDeclaration': module.defaultExport = statement.declaration as Expression; return;
    case 'FunctionDeclaration':
    case 'TSDeclareFunction': return add(module, statement, { kind: 'function', module, node: statement, name: statement.id?.name ?? '' });
    case 'TSInterfaceDeclaration': return add(module, statement, { kind: 'interface', module, node: statement, name: statement.id.name });
    case 'TSTypeAliasDeclaration': return add(module, statement, { kind: 'alias', module, node: statement, name: statement.id.name });
    case 'VariableDeclaration':
      for (const node of statement.declarations) {
        if (node.id.type !== 'Identifier') refuse(module.source, node, 'a pattern cannot be declared at module level', 'declare one name at a time');
        add(module, statement, { kind: 'variable', module, node, constant: statement.kind === 'const', declared: declared || statement.declare === true, name: node.id.name });
      }
      return;
    case 'ExpressionStatement':
      if (!isCallOf(statement.expression, 'switches')) refuse(module.source, statement, 'only declarations may stand at module level', 'move statements into a function, or into setup() of the spec');
      module.calls.push(statement.expression);
      return;
    case 'EmptyStatement': return;
    default:
      refuse(module.source, statement, 'only declarations may stand at module level', 'move statements into a function, or into setup() of the spec');
  }
}

function add(module: Module, span: Span, declaration: Declaration): void {
  const before = module.declarations.get(declaration.name);
  if (before && before.kind !== 'import' && isType(before) === isType(declaration)) {
    refuse(module.source, span, `'${declaration.name}' is declared twice in this file`, 'rename one of them');
  }
  if (before && isType(declaration)) module.declarations.set(`type ${declaration.name}`, declaration);
  else if (before && isType(before)) {
    module.declarations.set(`type ${declaration.name}`, before);
    module.declarations.set(declaration.name, declaration);
  } else module.declarations.set(declaration.name, declaration);
}

function isType(d: Declaration): boolean {
  return d.kind === 'interface' || d.kind === 'alias';
}

function declareImport(module: Module, node: ImportDeclaration): void {
  for (const specifier of node.specifiers ?? []) {
    if (specifier.type !== 'ImportSpecifier') refuse(module.source, specifier, 'a model imports names', "write import { a, b } from '...'");
    const imported = specifier.imported.type === 'Identifier' ? specifier.imported.name : '';
    const name = specifier.local.name;
    module.declarations.set(name, { kind: 'import', module, from: node.source.value, imported, span: specifier, name });
  }
}

function declareExports(module: Module, node: Statement & { type: 'ExportNamedDeclaration' }): void {
  if (node.declaration) {
    declare(module, node.declaration as Statement);
    for (const name of namesOf(node.declaration as Statement)) module.exports.set(name, { local: name });
  }
  for (const specifier of node.specifiers) {
    const name = specifier.exported.type === 'Identifier' ? specifier.exported.name : '';
    const local = specifier.local.type === 'Identifier' ? specifier.local.name : '';
    module.exports.set(name, node.source ? { kind: 'import', module, from: node.source.value, imported: local, span: specifier, name } : { local });
  }
}

/** The names that a declaration declares. */
function namesOf(statement: Statement): string[] {
  if (statement.type === 'VariableDeclaration') return statement.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  return 'id' in statement && statement.id?.type === 'Identifier' ? [statement.id.name] : [];
}

function isCallOf(node: Expression, name: string): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === name;
}
