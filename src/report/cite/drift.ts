/** What `fdcheck cite` has found: the rows of a comparison and what else is wrong, for text and document. */
import type { CitedDeclaration } from '../../lang/citations.js';
import { STATUSES, type DriftStatus, type Row } from '../../kernel/drift.js';

export interface CiteReport {
  readonly tree: { readonly name: string; readonly version: string; readonly release: string };
  /** With the difference of its text from what was modelled, where the old text is at hand. */
  readonly rows: readonly (Row & { readonly diff: string | null })[];
  readonly uncited: readonly { readonly declaration: CitedDeclaration; readonly why: string }[];
  /** Entries of the table's `own` that are wrong. */
  readonly wrongOwn: readonly string[];
}

/** Something is not as accepted. */
export function isDrift({ rows, uncited, wrongOwn }: CiteReport): boolean {
  return uncited.length > 0 || wrongOwn.length > 0 || rows.some(({ accepted }) => !accepted);
}

/** What people should look at first comes first; then by file and line. */
export function inOrder<Some extends Row>(rows: readonly Some[]): Some[] {
  const rank = ({ accepted, status }: Row): number => (accepted ? STATUSES.length : 0) + STATUSES.indexOf(status);
  return rows.toSorted((a, b) => rank(a) - rank(b) || compare(a.citations[0]?.path ?? '', b.citations[0]?.path ?? '') || (a.citations[0]?.line ?? 0) - (b.citations[0]?.line ?? 0));
}

/** How many rows have each status, without those that have none. */
export function countsOf(rows: readonly Row[]): { readonly status: DriftStatus; readonly rows: number; readonly accepted: number }[] {
  return STATUSES.map((status) => {
    const those = rows.filter((row) => row.status === status);
    return { status, rows: those.length, accepted: those.filter(({ accepted }) => accepted).length };
  }).filter((one) => one.rows > 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
