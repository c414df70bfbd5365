/** Where in a tree a definition is that was modelled: where it was, under another name, in another file, or nowhere. */
import type { CParser } from './parser.js';
import { KNOWN_BY_BODY, readFile, type Definition, type KernelFile } from './definitions.js';
import type { CitedDefinition, Form } from './table.js';
import type { KernelTree } from './tree.js';

export type Found =
  | { readonly kind: 'there'; readonly path: string; readonly definition: Definition; readonly how: 'in place' | 'renamed' | 'moved' }
  | { readonly kind: 'gone'; readonly note: string | null }
  | { readonly kind: 'unreadable'; readonly path: string; readonly note: string };

/** Files of a tree, each read once. */
export class TreeFiles {
  private readonly files = new Map<string, KernelFile | null>();

  constructor(readonly tree: KernelTree, private readonly parser: CParser) {}

  file(path: string): KernelFile | null {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const text = this.tree.read(path);
    const file = text === null ? null : readFile(this.parser, text);
    this.files.set(path, file);
    return file;
  }

  /** The definition that has that line: the innermost, or why there is none. */
  at(path: string, line: number): Definition | string {
    const file = this.file(path);
    if (file === null) return `there is no ${path} in ${this.tree.name}`;
    const around = file.definitions.filter(({ lines: [first, last] }) => first <= line && line <= last);
    const innermost = around.toSorted((a, b) => length(a) - length(b))[0];
    if (innermost !== undefined) return innermost.fault === null ? innermost : `${path}:${innermost.line}: ${innermost.name} cannot be read: ${innermost.fault}`;
    const unreadable = file.unreadable.find(({ lines: [first, last] }) => first <= line && line <= last);
    return unreadable === undefined ? `nothing is defined at ${path}:${line}` : `the parser cannot read ${path}, lines ${unreadable.lines.join(' to ')}`;
  }
}

function length({ lines: [first, last] }: Definition): number {
  return last - first;
}

/** Finds what was modelled, where it was at first. `elsewhere`: files in which its name occurs, asked for only where it is not there. */
export function find(files: TreeFiles, wanted: CitedDefinition, path: string, elsewhere: () => readonly string[]): Found {
  const file = files.file(path);
  if (file !== null) {
    const here = inFile(file, wanted, path);
    if (here !== null) return here;
    const renamed = byBody(file, wanted);
    if (renamed !== null) return { kind: 'there', path, definition: renamed, how: 'renamed' };
  }
  const folder = path.split('/')[0]!;
  if (file === null && !files.tree.hasFolder(folder)) return { kind: 'unreadable', path, note: `${files.tree.name} has no folder ${folder}: is it a whole kernel?` };
  return inOther(files, wanted, path, elsewhere());
}

/** By name; of several under conditions of the preprocessor the one as it was modelled, if there is one. */
function inFile(file: KernelFile, wanted: CitedDefinition, path: string): Found | null {
  const named = namedLike(file, wanted);
  const definition = named.find(({ hash }) => hash === wanted.hash) ?? named[0];
  if (definition !== undefined) {
    const { fault } = definition;
    return fault === null ? { kind: 'there', path, definition, how: 'in place' } : { kind: 'unreadable', path, note: `${path}:${definition.line}: ${fault}` };
  }
  const unreadable = file.unreadable.find(({ names }) => names.has(wanted.name));
  return unreadable === undefined ? null : { kind: 'unreadable', path, note: `the parser cannot read ${path}, lines ${unreadable.lines.join(' to ')}, where the name occurs` };
}

/** A function may have become a macro, and the other way round; a struct is no function of its name. */
function namedLike(file: KernelFile, { name, kind }: CitedDefinition): Definition[] {
  const group = groupOf(kind);
  return file.definitions.filter((one) => one.name === name && groupOf(one.kind) === group);
}

function groupOf(kind: Definition['kind']): 'code' | 'syscall' | 'type' {
  if (kind === 'struct' || kind === 'enum') return 'type';
  return kind === 'syscall' ? 'syscall' : 'code';
}

/** The only definition of the file with that body, whatever its name. */
function byBody(file: KernelFile, wanted: CitedDefinition): Definition | null {
  const same = file.definitions.filter(({ hash, normal }) => hash === wanted.hash && normal.length >= KNOWN_BY_BODY);
  return same.length === 1 ? same[0]! : null;
}

function inOther(files: TreeFiles, wanted: CitedDefinition, path: string, paths: readonly string[]): Found {
  const found = paths.filter((other) => other !== path).flatMap((other) => {
    const file = files.file(other);
    return file === null ? [] : namedLike(file, wanted).filter(({ fault }) => fault === null).map((definition) => ({ path: other, definition }));
  });
  const same = found.find(({ definition }) => definition.hash === wanted.hash);
  const moved = same ?? (found.length === 1 ? found[0] : undefined);
  if (moved !== undefined) return { kind: 'there', ...moved, how: 'moved' };
  return { kind: 'gone', note: found.length === 0 ? null : `${found.length} others of its name, in ${[...new Set(found.map((one) => one.path))].slice(0, 3).join(', ')}` };
}

/** What was found, as the table keeps it. */
export function formFound(found: Found): Form {
  return found.kind === 'there' ? { path: found.path, name: found.definition.name, hash: found.definition.hash } : null;
}
