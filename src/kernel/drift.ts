/** How the definitions that a model cites are in a tree, beside how they were when they were modelled, and what was accepted of them. */
import type { CitedDeclaration, Citation } from '../lang/citations.js';
import { find, formFound, type Found, type TreeFiles } from './search.js';
import { compareVersions, idOf, keyOf, sameForm, versionOf, type CitationTable, type CitedDefinition, type Form } from './table.js';
import type { DefinitionKind } from './definitions.js';

/**
 * unchanged, where it was; changed, there too; moved to another file, or away from the line that is cited of this very kernel; renamed,
 * with the same body; gone; unreadable: the parser fails there, so that nothing is known; unaccepted: the table has nothing of the citation.
 */
export type DriftStatus = 'unchanged' | 'changed' | 'moved' | 'renamed' | 'gone' | 'unreadable' | 'unaccepted';

export const STATUSES: readonly DriftStatus[] = ['unaccepted', 'unreadable', 'gone', 'changed', 'renamed', 'moved', 'unchanged'];

export interface Finding {
  readonly status: DriftStatus;
  /** It is as was accepted; always so where it is unchanged. */
  readonly accepted: boolean;
  readonly name: string;
  readonly kind: DefinitionKind | null;
  /** As they are cited. */
  readonly citations: readonly Citation[];
  /** The declarations of the model that cite it. */
  readonly models: readonly CitedDeclaration[];
  /** With what it was compared: the newest version that is cited of it and not newer than the tree. */
  readonly modelled: { readonly version: string; readonly hash: string } | null;
  /** Where it is in the tree. */
  readonly now: { readonly path: string; readonly name: string; readonly line: number; readonly hash: string; readonly normal: readonly string[] } | null;
  readonly note: string | null;
}

/** One definition in the kernel, with all that cites it. */
export interface Original {
  readonly path: string;
  readonly cited: CitedDefinition | null;
  readonly citations: readonly Citation[];
  readonly models: readonly CitedDeclaration[];
}

/** What declarations cite, definition by definition; a citation of which the table has nothing is one by itself. In the order of the model. */
export function originalsOf(declarations: readonly CitedDeclaration[], table: CitationTable): Original[] {
  const byId = new Map<string, { path: string; cited: CitedDefinition | null; citations: Map<string, Citation>; models: Set<CitedDeclaration> }>();
  for (const declaration of declarations) {
    for (const citation of declaration.citations) {
      const cited = table.cited[keyOf(citation)] ?? null;
      const id = cited === null ? keyOf(citation) : idOf(citation.path, cited.name);
      const original = byId.get(id) ?? { path: citation.path, cited, citations: new Map(), models: new Set() };
      byId.set(id, original);
      original.citations.set(keyOf(citation), citation);
      original.models.add(declaration);
    }
  }
  return [...byId.values()].map(({ path, cited, citations, models }) => ({ path, cited, citations: [...citations.values()], models: [...models] }));
}

/** Every form that is known of an original, by version, oldest first. */
export function knownForms({ path, cited, citations }: Original, table: CitationTable): { readonly version: string; readonly form: Form; readonly cited: boolean }[] {
  if (cited === null) return [];
  const modelled = citations.flatMap((citation) => {
    const one = table.cited[keyOf(citation)];
    return one === undefined ? [] : [{ version: versionOf(citation.version), form: { path: citation.path, name: one.name, hash: one.hash }, cited: true }];
  });
  const accepted = Object.entries(table.accepted).flatMap(([version, forms]) => {
    const form = forms[idOf(path, cited.name)];
    return form === undefined ? [] : [{ version, form, cited: false }];
  });
  return [...modelled, ...accepted].toSorted((a, b) => compareVersions(a.version, b.version) || Number(a.cited) - Number(b.cited));
}

/** The newest of the forms that is not newer than that version; the oldest where all are. */
export function formAt<Known extends { readonly version: string }>(forms: readonly Known[], version: string): Known | undefined {
  return forms.findLast((one) => compareVersions(one.version, version) <= 0) ?? forms[0];
}

/** Looks every original up. `tell` hears how many are done. */
export function driftOf(originals: readonly Original[], table: CitationTable, files: TreeFiles, tell: (done: number) => void): Finding[] {
  const elsewhere = namesElsewhere(originals, files);
  return originals.map((original, i) => {
    tell(i);
    return findingOf(original, table, files, elsewhere);
  });
}

/** The files in which any of the names occurs that are not where they are cited; looked for once, and only where there is such a name. */
function namesElsewhere(originals: readonly Original[], files: TreeFiles): () => readonly string[] {
  let found: readonly string[] | null = null;
  return () => {
    if (found !== null) return found;
    const isThere = (path: string, name: string): boolean => files.file(path)?.definitions.some((one) => one.name === name) === true;
    const names = originals.flatMap(({ path, cited }) => (cited === null || isThere(path, cited.name) ? [] : [cited.name]));
    found = files.tree.filesWith([...new Set(names)]);
    return found;
  };
}

function findingOf(original: Original, table: CitationTable, files: TreeFiles, elsewhere: () => readonly string[]): Finding {
  const { version } = files.tree;
  const known = knownForms(original, table);
  const modelled = formAt(known.filter((one) => one.cited), version);
  const missing = original.citations.find((citation) => table.cited[keyOf(citation)] === undefined);
  if (missing !== undefined) return unaccepted(original, missing, files);
  if (original.cited === null || modelled === undefined || modelled.form === null) throw new Error('a citation that the table has is one without a definition');
  const accepted = formAt(known, version)?.form ?? null;
  const found = locate(original, [accepted, modelled.form], files, elsewhere);
  const stale = found.kind === 'there' ? staleLine(original, table, files, found) : null;
  const status = stale !== null && statusOf(found, modelled.form) === 'unchanged' ? 'moved' : statusOf(found, modelled.form);
  return {
    status, accepted: status === 'unchanged' || (stale === null && found.kind !== 'unreadable' && sameForm(formFound(found), accepted)),
    name: modelled.form.name, kind: original.cited.kind, citations: original.citations, models: original.models,
    modelled: { version: modelled.version, hash: modelled.form.hash }, now: nowOf(found), note: found.kind === 'there' ? stale : found.note,
  };
}

/** Where it was accepted to be, or else where it was modelled. */
function locate({ cited, path }: Original, forms: readonly Form[], files: TreeFiles, elsewhere: () => readonly string[]): Found {
  for (const form of forms) {
    if (form === null) continue;
    const found = find(files, { kind: cited!.kind, name: form.name, hash: form.hash }, form.path, () => []);
    if (found.kind === 'there' && found.how === 'in place') return found;
  }
  const modelled = forms.findLast((form) => form !== null)!;
  return find(files, { kind: cited!.kind, name: modelled.name, hash: modelled.hash }, path, elsewhere);
}

function statusOf(found: Found, modelled: NonNullable<Form>): DriftStatus {
  if (found.kind !== 'there') return found.kind;
  if (found.definition.name !== modelled.name) return 'renamed';
  if (found.definition.hash !== modelled.hash) return 'changed';
  return found.path === modelled.path ? 'unchanged' : 'moved';
}

/** Of the very kernel whose lines are cited: a line that is not in the definition any more. */
function staleLine({ citations }: Original, table: CitationTable, { tree }: TreeFiles, found: Found & { kind: 'there' }): string | null {
  const [first, last] = found.definition.lines;
  if (table.trees[tree.version] !== tree.release) return null;
  const stale = citations.find((one) => versionOf(one.version) === tree.version && one.path === found.path && (one.line < first || one.line > last));
  return stale === undefined ? null : `${keyOf(stale)} is cited, and it has lines ${first} to ${last}`;
}

function nowOf(found: Found): Finding['now'] {
  if (found.kind !== 'there') return null;
  const { name, line, hash, normal } = found.definition;
  return { path: found.path, name, line, hash, normal };
}

function unaccepted({ cited, citations, models }: Original, citation: Citation, files: TreeFiles): Finding {
  const isOfTree = versionOf(citation.version) === files.tree.version;
  const found = isOfTree ? files.at(citation.path, citation.line) : null;
  const there = found === null || typeof found === 'string' ? null : found;
  return {
    status: 'unaccepted', accepted: false, name: cited?.name ?? there?.name ?? models[0]?.name ?? '', kind: there?.kind ?? cited?.kind ?? null,
    citations, models, modelled: null,
    now: there === null ? null : { path: citation.path, name: there.name, line: there.line, hash: there.hash, normal: there.normal },
    note: typeof found === 'string' ? found : `fdcheck cite --accept with a tree of ${versionOf(citation.version)} has yet to read ${keyOf(citation)}`,
  };
}

/** Declarations of functions that cite nothing and are not said to be the model's own; and citations that are none. */
export function uncitedOf(declarations: readonly CitedDeclaration[], own: readonly string[]): { readonly declaration: CitedDeclaration; readonly why: string }[] {
  return declarations.flatMap((declaration) => {
    const { kind, file, name, citations, faults } = declaration;
    const why = faults.map((fault) => ({ declaration, why: fault }));
    if (kind !== 'function' || citations.length > 0 || isOwn(file, name, own)) return why;
    return [...why, { declaration, why: 'its comment cites no file and line, and the table does not have it as the model\'s own' }];
  });
}

/** What the table says to be the model's own, and the model does not have or does cite. */
export function wrongOwn(declarations: readonly CitedDeclaration[], own: readonly string[]): string[] {
  const functions = declarations.filter(({ kind }) => kind === 'function');
  return own.filter((entry) => !functions.some(({ file, name, citations }) => isOwn(file, name, [entry]) && (citations.length === 0 || !entry.includes(' '))));
}

function isOwn(file: string, name: string, own: readonly string[]): boolean {
  return own.some((entry) => entry === `${file} ${name}` || entry === file || (entry.endsWith('/') && file.startsWith(entry)));
}
