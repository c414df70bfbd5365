/** What `fdcheck cite` has found: the findings of a comparison and what else is wrong, for text and document. */
import type { CitedDeclaration } from '../../lang/citations.js';
import { STATUSES, type DriftStatus, type Finding } from '../../kernel/drift.js';

export interface CiteReport {
  readonly tree: { readonly name: string; readonly version: string; readonly release: string };
  /** With the difference of its text from what was modelled, where the old text is at hand. */
  readonly findings: readonly (Finding & { readonly diff: string | null })[];
  readonly uncited: readonly { readonly declaration: CitedDeclaration; readonly why: string }[];
  /** Entries of the table's `own` that are wrong. */
  readonly wrongOwn: readonly string[];
}

/** Something is not as accepted. */
export function isDrift({ findings, uncited, wrongOwn }: CiteReport): boolean {
  return uncited.length > 0 || wrongOwn.length > 0 || findings.some(({ accepted }) => !accepted);
}

/** What people should look at first comes first; then by file and line. */
export function inOrder<Some extends Finding>(findings: readonly Some[]): Some[] {
  const rank = ({ accepted, status }: Finding): number => (accepted ? STATUSES.length : 0) + STATUSES.indexOf(status);
  return findings.toSorted((a, b) => rank(a) - rank(b) || compare(a.citations[0]?.path ?? '', b.citations[0]?.path ?? '') || (a.citations[0]?.line ?? 0) - (b.citations[0]?.line ?? 0));
}

/** How many findings have each status, without those that have none. */
export function countsOf(findings: readonly Finding[]): { readonly status: DriftStatus; readonly findings: number; readonly accepted: number }[] {
  return STATUSES.map((status) => {
    const those = findings.filter((finding) => finding.status === status);
    return { status, findings: those.length, accepted: those.filter(({ accepted }) => accepted).length };
  }).filter((one) => one.findings > 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
