/**
 * Folding: consecutive transitions of one task become one row, so that a trail of hundreds of single accesses reads as a story.
 *
 * Neighbouring rows of one uninterrupted run of a task are merged, cheapest first: always where both are in the same function, or where one of
 * them changed nothing; beyond that only until the rows fit, sparing what the broken property reads.
 */
import { netChanges, type Act, type Change } from './act.js';

export interface Row {
  readonly task: number;
  readonly acts: readonly Act[];
  /** Net changes that are worth showing, as `Interest` has it. */
  readonly changes: readonly Change[];
  /** 0: changed nothing of interest; 1: something; 2: something that the property reads. */
  readonly weight: Weight;
}

export type Weight = 0 | 1 | 2;

/** How much a change matters in this trail; `act` is the transition that made it. */
export interface Interest {
  readonly weigh: (change: Change) => Weight;
  /** Cells that are not to be shown when this transition writes them (a lock's own fields). */
  readonly quiet: (act: Act) => boolean;
}

/** Merges until no merge is free and there are at most `limit` rows (or nothing can be merged). */
export function foldRows(acts: readonly Act[], interest: Interest, limit: number): Row[] {
  let rows = acts.map((act) => rowOf([act], interest));
  for (;;) {
    const best = cheapestMerge(rows);
    if (best === null || (best.cost >= LAST_FREE && rows.length <= limit)) return rows;
    rows = best.cost === 0 ? mergeAllEqual(rows, interest) : mergeAt(rows, best.at, interest);
  }
}

/** A row a transition. */
export function unfoldedRows(acts: readonly Act[], interest: Interest): Row[] {
  return acts.map((act) => rowOf([act], interest));
}

/** Length of the common start of two stacks. */
export function commonDepth(a: readonly number[], b: readonly number[]): number {
  let depth = 0;
  while (depth < a.length && depth < b.length && a[depth] === b[depth]) depth += 1;
  return depth;
}

/** The transitions that make a row worth its place: those with changes of the row's own weight, or all where none changed anything. */
export function telling(row: Row, interest: Interest): readonly Act[] {
  const kept = new Set(row.changes.map(({ column, cell }) => `${column}:${cell}`));
  const heavy = row.acts.filter((act) => act.report !== null || (!interest.quiet(act)
    && act.changes.some((change) => kept.has(`${change.column}:${change.cell}`) && interest.weigh(change) >= row.weight)));
  return heavy.length > 0 ? heavy : row.acts;
}

const LAST_FREE = 2;
const COST_OF_WEIGHT = 100;

function cheapestMerge(rows: readonly Row[]): { at: number; cost: number } | null {
  let best: { at: number; cost: number } | null = null;
  for (let at = 0; at + 1 < rows.length; at += 1) {
    const cost = mergeCost(rows[at]!, rows[at + 1]!);
    if (cost !== null && (best === null || cost < best.cost)) best = { at, cost };
    if (best?.cost === 0) return best;
  }
  return best;
}

/** Null where two rows cannot be merged; below LAST_FREE where nothing is lost by it. */
function mergeCost(a: Row, b: Row): number | null {
  if (a.task !== b.task || b.acts.some((act) => act.report !== null)) return null;
  const left = stackOf(a);
  const right = stackOf(b);
  const shared = commonDepth(left, right);
  if (shared === left.length && shared === right.length) return 0;
  if (a.weight === 0 || b.weight === 0) return 1;
  const apart = left.length + right.length - 2 * shared;
  return LAST_FREE + COST_OF_WEIGHT * (a.weight + b.weight) + apart;
}

/** A row's functions: the stack that all its transitions share. */
export function stackOf(row: Row): readonly number[] {
  const first = row.acts[0]!.stack;
  return row.acts.reduce<readonly number[]>((shared, act) => shared.slice(0, commonDepth(shared, act.stack)), first);
}

function mergeAllEqual(rows: readonly Row[], interest: Interest): Row[] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    if (group !== undefined && mergeCost(group.at(-1)!, row) === 0) group.push(row);
    else groups.push([row]);
  }
  return groups.map((group) => (group.length === 1 ? group[0]! : rowOf(group.flatMap((row) => row.acts), interest)));
}

function mergeAt(rows: readonly Row[], at: number, interest: Interest): Row[] {
  const merged = rowOf([...rows[at]!.acts, ...rows[at + 1]!.acts], interest);
  return [...rows.slice(0, at), merged, ...rows.slice(at + 2)];
}

function rowOf(acts: readonly Act[], interest: Interest): Row {
  const loud = acts.map((act) => (interest.quiet(act) ? { ...act, changes: act.changes.filter((change) => interest.weigh(change) === 2) } : act));
  const changes = netChanges(loud).filter((change) => interest.weigh(change) > 0);
  const weight = changes.reduce<Weight>((most, change) => (interest.weigh(change) > most ? interest.weigh(change) : most), 0);
  return { task: acts[0]!.task, acts, changes, weight };
}
