/** A transition of a trail as a report sees it: who acted, where, in which functions, and what is different afterwards. */
import type { AccessId, ColumnId, FnId, ReportId, SiteId } from '../../lang/ir.js';

/** One memory cell that a transition changed. */
export interface Change {
  readonly column: ColumnId;
  /** Row-major flat index. */
  readonly cell: number;
  readonly before: number;
  readonly after: number;
}

export interface Act {
  /** Place in the trail, from 1. */
  readonly number: number;
  readonly task: number;
  readonly choices: readonly number[];
  /** The functions on the task's stack when it acted, outermost first. */
  readonly stack: readonly FnId[];
  /** Where each of them stood: the call that leads to the next, and last the access. */
  readonly sites: readonly SiteId[];
  readonly access: AccessId;
  readonly changes: readonly Change[];
  /** The task ended in this transition. */
  readonly ended: boolean;
  /** The report in which the transition ended, if it did. */
  readonly report: ReportId | null;
}

/** What a run of transitions changed in the end: first old value and last new value of each cell, unchanged cells left out. */
export function netChanges(acts: readonly Act[]): Change[] {
  const net = new Map<string, Change>();
  for (const change of acts.flatMap((act) => act.changes)) {
    const key = `${change.column}:${change.cell}`;
    const earlier = net.get(key);
    net.set(key, earlier === undefined ? change : { ...change, before: earlier.before });
  }
  return [...net.values()].filter(({ before, after }) => before !== after);
}
