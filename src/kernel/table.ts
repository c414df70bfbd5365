/** What is kept of citations: the table `src/model/citations.json`. It has hashes, and no text of the kernel. */
import type { Citation } from '../lang/citations.js';
import type { DefinitionKind } from './definitions.js';

export interface CitationTable {
  readonly format: 'fdcheck-citations-1';
  /** By version the release whose tree was read: v5.10 is 5.10.7. */
  readonly trees: Readonly<Record<string, string>>;
  /** What is cited, by place and version (`keyOf`): the definition there, as it was modelled. */
  readonly cited: Readonly<Record<string, CitedDefinition>>;
  /** By version, and then by place and name (`idOf`) of what was cited in another one: how it is there, where that was accepted. */
  readonly accepted: Readonly<Record<string, Readonly<Record<string, Form>>>>;
  /** Files, folders (with a slash) and functions of the model (`file name`) that have no original in the kernel. */
  readonly own: readonly string[];
}

export interface CitedDefinition {
  readonly kind: DefinitionKind;
  readonly name: string;
  readonly hash: string;
}

/** How a definition is in one kernel, as far as it is compared; null: it is not there. */
export type Form = { readonly path: string; readonly name: string; readonly hash: string } | null;

export const EMPTY_TABLE: CitationTable = { format: 'fdcheck-citations-1', trees: {}, cited: {}, accepted: {}, own: [] };

/** `fs/file.c:558, v5.10`, as comments have it. */
export function keyOf({ path, line, version }: Citation): string {
  return `${path}:${line}, ${version}`;
}

/** Several in few words: `fs/file.c:558, v5.10; :526, v5.11`. */
export function keysText(citations: readonly Citation[]): string {
  return citations.map((one, i) => (citations[i - 1]?.path === one.path ? keyOf(one).slice(one.path.length) : keyOf(one))).join('; ');
}

export function idOf(path: string, name: string): string {
  return `${path} ${name}`;
}

export function sameForm(a: Form, b: Form): boolean {
  return a === null || b === null ? a === b : a.path === b.path && a.name === b.name && a.hash === b.hash;
}

/** By major and minor number: v5.10 comes before v5.11, and both before v6.1. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.replace(/^v/, '').split('.').map(Number));
  return (x?.[0] ?? 0) - (y?.[0] ?? 0) || (x?.[1] ?? 0) - (y?.[1] ?? 0);
}

/** v5.10 of v5.10.7: stable releases are not told apart. */
export function versionOf(cited: string): string {
  return cited.split('.').slice(0, 2).join('.');
}
