/**
 * Folding: consecutive steps of one task become one stretch, so that a trail of hundreds of single accesses reads as a story.
 *
 * Neighbours in one uninterrupted run of a task are merged, cheapest first: always where both are in the same function, or where one of
 * them changed nothing; beyond that only until the stretches fit, sparing what the broken property reads.
 */
import type { Change, Row } from '../../checker/trail.js';

export interface Stretch {
  readonly task: number;
  readonly rows: readonly Row[];
  /** Net changes that are worth showing, as `Interest` has it. */
  readonly changes: readonly Change[];
  /** 0: changed nothing of interest; 1: something; 2: something that the property reads. */
  readonly weight: Weight;
}

export type Weight = 0 | 1 | 2;

/** A change, or a column alone. */
export type Weighed = Pick<Change, 'column'> & Partial<Pick<Change, 'before'>>;

/** How much a change matters in this trail. */
export interface Interest {
  readonly weigh: (change: Weighed) => Weight;
  /** What this row writes is not to be shown unless the property reads it (a lock's own fields). */
  readonly quiet: (row: Row) => boolean;
}

/** What a run of steps changed in the end: first old value and last new value of each cell, unchanged cells left out. */
export function netChanges(changes: readonly Change[]): Change[] {
  const net = new Map<string, Change>();
  for (const change of changes) {
    const key = keyOf(change);
    const earlier = net.get(key);
    net.set(key, earlier === undefined ? change : { ...change, before: earlier.before, old: earlier.old });
  }
  return [...net.values()].filter(({ before, after }) => before !== after);
}

/** Merges until no merge is free and there are at most `limit` stretches (or nothing can be merged). */
export function fold(rows: readonly Row[], interest: Interest, limit: number): Stretch[] {
  let stretches = unfolded(rows, interest);
  for (;;) {
    const best = cheapestMerge(stretches);
    if (best === null || (best.cost >= LAST_FREE && stretches.length <= limit)) return stretches;
    stretches = best.cost === 0 ? mergeAllEqual(stretches, interest) : mergeAt(stretches, best.at, interest);
  }
}

/** A stretch a step. */
export function unfolded(rows: readonly Row[], interest: Interest): Stretch[] {
  return rows.map((row) => stretchOf([row], interest));
}

/** Length of the common start of two stacks. */
export function commonDepth(a: readonly number[], b: readonly number[]): number {
  let depth = 0;
  while (depth < a.length && depth < b.length && a[depth] === b[depth]) depth += 1;
  return depth;
}

/** The steps that make a stretch worth its place: those with changes of its own weight, or all where none changed anything. */
export function telling(stretch: Pick<Stretch, 'rows' | 'changes' | 'weight'>, interest: Interest): readonly Row[] {
  const kept = new Set(stretch.changes.map(keyOf));
  const heavy = stretch.rows.filter((row) => row.report !== null || (!interest.quiet(row)
    && row.changes.some((change) => kept.has(keyOf(change)) && interest.weigh(change) >= stretch.weight)));
  return heavy.length > 0 ? heavy : stretch.rows;
}

/** The functions that all these steps share. */
export function sharedStack(rows: readonly Row[]): readonly number[] {
  return rows.reduce<readonly number[]>((shared, { stack }) => shared.slice(0, commonDepth(shared, stack)), rows[0]!.stack);
}

const LAST_FREE = 2;
/** What is lost by a merge: for each degree of weight, and for each call that lies between the two. */
const COST_OF_WEIGHT = 100;
const COST_OF_CALL = 20;

function cheapestMerge(stretches: readonly Stretch[]): { at: number; cost: number } | null {
  let best: { at: number; cost: number } | null = null;
  for (let at = 0; at + 1 < stretches.length; at += 1) {
    const cost = mergeCost(stretches[at]!, stretches[at + 1]!);
    if (cost !== null && (best === null || cost < best.cost)) best = { at, cost };
    if (best?.cost === 0) return best;
  }
  return best;
}

/** Null where two stretches cannot be merged; below LAST_FREE where nothing is lost by it. */
function mergeCost(a: Stretch, b: Stretch): number | null {
  if (a.task !== b.task || b.rows.some(({ report }) => report !== null)) return null;
  const left = sharedStack(a.rows);
  const right = sharedStack(b.rows);
  const shared = commonDepth(left, right);
  if (shared === left.length && shared === right.length) return 0;
  if (a.weight === 0 || b.weight === 0) return 1;
  const apart = left.length + right.length - 2 * shared;
  return LAST_FREE + COST_OF_WEIGHT * (a.weight + b.weight) + COST_OF_CALL * apart;
}

function mergeAllEqual(stretches: readonly Stretch[], interest: Interest): Stretch[] {
  const groups: Stretch[][] = [];
  for (const stretch of stretches) {
    const group = groups.at(-1);
    if (group !== undefined && mergeCost(group.at(-1)!, stretch) === 0) group.push(stretch);
    else groups.push([stretch]);
  }
  return groups.map((group) => (group.length === 1 ? group[0]! : stretchOf(group.flatMap(({ rows }) => rows), interest)));
}

function mergeAt(stretches: readonly Stretch[], at: number, interest: Interest): Stretch[] {
  const merged = stretchOf([...stretches[at]!.rows, ...stretches[at + 1]!.rows], interest);
  return [...stretches.slice(0, at), merged, ...stretches.slice(at + 2)];
}

function stretchOf(rows: readonly Row[], interest: Interest): Stretch {
  const loud = rows.flatMap((row) => (interest.quiet(row) ? row.changes.filter((change) => interest.weigh(change) === 2) : row.changes));
  const changes = netChanges(loud).filter((change) => interest.weigh(change) > 0);
  const weight = changes.reduce<Weight>((most, change) => (interest.weigh(change) > most ? interest.weigh(change) : most), 0);
  return { task: rows[0]!.task, rows, changes, weight };
}

function keyOf({ column, cell }: Change): string {
  return `${column}:${cell}`;
}
