/**
 * Where in the kernel each declaration of a model has its original: what the comment in front of it cites.
 *
 *     /** fs/file.c:558, v5.10; :526, v5.11. *\/            a file and a line, with the version whose line it is; `:526` is in the same file
 *     /** fs/proc/fd.c:20, v5.10 and v5.11: ... *\/          the same line in both
 *     /** fs/read_write.c:476 (vfs_read), v5.10: ... *\/     what is cited there, where it has another name
 *     /** ... fs/locks.c:428, v5.10 (locks_copy_lock), then fs/locks.c:878 (locks_insert_lock_ctx). *\/   several; one without a version has
 *                                                          that of the one before it
 *
 * The line may be any line of the C definition: a model function that follows a part of one cites the part.
 */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Modules, parseAlone, type Declaration, type Module } from './front/modules.js';
import { lineText, position } from './front/source.js';

/** A place in the kernel that a comment cites. */
export interface Citation {
  /** Below the kernel's root, e.g. fs/file.c. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** v5.10, v5.11: of the kernel in which the line is that one. */
  readonly version: string;
}

/** A declaration of the model, with what its comment cites. */
export interface CitedDeclaration {
  readonly kind: 'function' | 'struct' | 'variable';
  readonly name: string;
  /** Path below the model's folder, with slashes. */
  readonly file: string;
  /** Where its name stands, from 1. */
  readonly line: number;
  readonly citations: readonly Citation[];
  /** Why something in its comment that looks like a citation is none. */
  readonly faults: readonly string[];
}

/** A path with a line, or a line alone, then what is there, then versions. */
const SHAPE = /(?:((?:[\w.-]+\/)+[\w-]+\.[chS])|(?<=[ (])):(\d+)(?: to \d+)?(?: \(\w+\))?(?:, (v\d+\.\d+(?:\.\d+)?(?: and v\d+\.\d+(?:\.\d+)?)*))?/g;

/** Functions, structs and variables at module level below a folder, by file and then in the order of the text. Throws CompileError. */
export function citedDeclarations(folder: string): CitedDeclaration[] {
  const modules = new Modules();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts')).toSorted();
  return names.flatMap((name) => ofModule(modules.load(join(folder, name)), name.replaceAll(sep, '/')));
}

/** By the line of their names: what the functions at the top level of one model file cite. Those that cite nothing are not there. Throws CompileError. */
export function citationsOf(file: string): ReadonlyMap<number, readonly Citation[]> {
  const functions = ofModule(parseAlone(file), file).filter(({ kind, citations }) => kind === 'function' && citations.length > 0);
  return new Map(functions.map(({ line, citations }) => [line, citations]));
}

function ofModule(module: Module, file: string): CitedDeclaration[] {
  return [...module.declarations.values()].flatMap((declaration): CitedDeclaration[] => {
    const kind = kindOf(declaration);
    if (kind === null || declaration.kind === 'import') return [];
    const { node } = declaration;
    const name = node.type === 'VariableDeclarator' ? node.id : (node.id ?? node);
    const { line } = position(module.source, name.start);
    return [{ kind, name: declaration.name, file, line, ...citationsIn(docBefore(module, line)) }];
  });
}

function kindOf(declaration: Declaration): CitedDeclaration['kind'] | null {
  if (declaration.kind === 'function') return declaration.node.body ? 'function' : null;
  return declaration.kind === 'interface' ? 'struct' : declaration.kind === 'variable' ? 'variable' : null;
}

/** What a comment cites, and what in it only looks like a citation. */
export function citationsIn(comment: string): { readonly citations: readonly Citation[]; readonly faults: readonly string[] } {
  const citations: Citation[] = [];
  const faults: string[] = [];
  let path: string | undefined;
  let versions: readonly string[] = [];
  for (const [text, named, line, said] of comment.replace(/\n\s*\*\s?/g, ' ').matchAll(SHAPE)) {
    path = named ?? path;
    versions = said?.split(' and ') ?? versions;
    if (path === undefined) faults.push(`"${text}" has no file`);
    else if (versions.length === 0) faults.push(`"${text}" has no version`);
    else for (const version of versions) citations.push({ path, line: Number(line), version });
  }
  return { citations, faults };
}

/** The doc comment in front of that line; line comments may stand between. */
function docBefore({ source, docs }: Pick<Module, 'source' | 'docs'>, line: number): string {
  const above = line - 1;
  if (above < 1) return '';
  return lineText(source, above).trim().startsWith('//') ? docBefore({ source, docs }, above) : docs.get(above) ?? '';
}
