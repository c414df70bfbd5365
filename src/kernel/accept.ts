/** The table of citations, brought up to a tree. */
import type { CitedDeclaration } from '../lang/citations.js';
import { knownForms, formAt, originalsOf, type Finding } from './drift.js';
import type { TreeFiles } from './search.js';
import { idOf, keyOf, sameForm, versionOf, type CitationTable, type CitedDefinition, type Form } from './table.js';

export interface Accepted {
  readonly table: CitationTable;
  /** Citations whose line has no definition that can be read. */
  readonly problems: readonly string[];
}

/** Reads what is cited of the tree's version. Entries that nobody cites any more are dropped. */
export function acceptCited(declarations: readonly CitedDeclaration[], chosen: ReadonlySet<CitedDeclaration>, table: CitationTable, files: TreeFiles): Accepted {
  const { version, release } = files.tree;
  const cited: Record<string, CitedDefinition> = {};
  const problems: string[] = [];
  for (const declaration of declarations) {
    for (const citation of declaration.citations) {
      const key = keyOf(citation);
      const before = table.cited[key];
      if (before !== undefined) cited[key] ??= before;
      if (versionOf(citation.version) !== version || !chosen.has(declaration)) continue;
      const found = files.at(citation.path, citation.line);
      if (typeof found === 'string') problems.push(`${declaration.file}:${declaration.line} ${declaration.name}: ${found}`);
      else cited[key] = { kind: found.kind, name: found.name, hash: found.hash };
    }
  }
  const reads = declarations.some(({ citations }) => citations.some((one) => versionOf(one.version) === version));
  return { table: { ...table, trees: reads ? { ...table.trees, [version]: release } : table.trees, cited: sorted(cited) }, problems: [...new Set(problems)] };
}

/** Notes of what is cited of other versions only how it is in the tree, where that is not what is known of the versions before it. */
export function acceptOthers(findings: readonly Finding[], declarations: readonly CitedDeclaration[], table: CitationTable, version: string): CitationTable {
  const forms: Record<string, Form> = { ...table.accepted[version] };
  const originals = originalsOf(declarations, table);
  for (const finding of findings) {
    const original = originals.find(({ citations }) => citations.some((one) => finding.citations.some((other) => keyOf(one) === keyOf(other))));
    if (original?.cited === undefined || original.cited === null || finding.status === 'unreadable' || finding.status === 'unaccepted') continue;
    const id = idOf(original.path, original.cited.name);
    const before = formAt(knownForms(original, table).filter((one) => one.cited || one.version !== version), version);
    const now: Form = finding.now === null ? null : { path: finding.now.path, name: finding.now.name, hash: finding.now.hash };
    if (before === undefined || sameForm(before.form, now)) delete forms[id];
    else forms[id] = now;
  }
  const ids = new Set(originals.flatMap(({ path, cited }) => (cited === null ? [] : [idOf(path, cited.name)])));
  const versions = Object.entries({ ...table.accepted, [version]: forms }).map(([at, all]) => [at, stillCited(all, ids)] as const);
  return { ...table, accepted: sorted(Object.fromEntries(versions.filter(([, all]) => Object.keys(all).length > 0))) };
}

function stillCited(forms: Readonly<Record<string, Form>>, ids: ReadonlySet<string>): Record<string, Form> {
  return sorted(Object.fromEntries(Object.entries(forms).filter(([id]) => ids.has(id))));
}

function sorted<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
}
