/** The table of citations, brought up to a tree. */
import type { CitedDeclaration } from '../lang/citations.js';
import { knownStates, stateAt, subjectsOf, type Row } from './drift.js';
import type { TreeFiles } from './search.js';
import { idOf, keyOf, sameState, versionOf, type CitationTable, type CitedDefinition, type State } from './table.js';

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
export function acceptOthers(rows: readonly Row[], declarations: readonly CitedDeclaration[], table: CitationTable, version: string): CitationTable {
  const states: Record<string, State> = { ...table.accepted[version] };
  const subjects = subjectsOf(declarations, table);
  for (const row of rows) {
    const subject = subjects.find(({ citations }) => citations.some((one) => row.citations.some((other) => keyOf(one) === keyOf(other))));
    if (subject?.cited === undefined || subject.cited === null || row.status === 'unreadable' || row.status === 'unaccepted') continue;
    const id = idOf(subject.path, subject.cited.name);
    const before = stateAt(knownStates(subject, table).filter((one) => one.cited || one.version !== version), version);
    const now: State = row.now === null ? null : { path: row.now.path, name: row.now.name, hash: row.now.hash };
    if (before === undefined || sameState(before.state, now)) delete states[id];
    else states[id] = now;
  }
  const ids = new Set(subjects.flatMap(({ path, cited }) => (cited === null ? [] : [idOf(path, cited.name)])));
  const accepted = { ...table.accepted, [version]: states };
  return { ...table, accepted: sorted(Object.fromEntries(Object.entries(accepted).map(([at, all]) => [at, sorted(Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id))))] as const).filter(([, all]) => Object.keys(all).length > 0))) };
}

function sorted<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
}
