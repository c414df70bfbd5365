/** Which checks the list shows. */
import type { PageRun } from '../page-data.js';

export interface Filter {
  /** Words, each of which is somewhere in what is shown of a check. */
  readonly text: string;
  readonly outcome: string;
}

export const ALL: Filter = { text: '', outcome: 'all' };

/** The choices of an outcome, with how many checks each has; those without any are left out. */
export function choices(runs: readonly PageRun[]): { readonly name: string; readonly label: string; readonly count: number }[] {
  const outcomes = [...new Set(runs.map(({ outcome }) => outcome))].toSorted();
  const named = [{ name: 'all', label: 'all' }, { name: 'unexpected', label: 'not as expected' }, { name: 'trail', label: 'with a trail' }, ...outcomes.map((name) => ({ name, label: LABELS[name] ?? name }))];
  return named.map((one) => ({ ...one, count: runs.filter((run) => hasOutcome(run, one.name)).length })).filter(({ name, count }) => count > 0 || name === 'all');
}

/** What an outcome is called among checks. */
const LABELS: Readonly<Record<string, string>> = {
  proved: 'proved', safety: 'violated', deadlock: 'hung', assertion: 'report', liveness: 'not live', unreached: 'unreached', inconclusive: 'inconclusive', model: 'model error',
};

export function passes(run: PageRun, { text, outcome }: Filter): boolean {
  const haystack = [run.spec, run.variant, run.question, run.expected, run.found, ...run.verdicts.map(({ title }) => title)].join('\n').toLowerCase();
  return hasOutcome(run, outcome) && text.toLowerCase().split(/\s+/).every((word) => haystack.includes(word));
}

function hasOutcome(run: PageRun, outcome: string): boolean {
  if (outcome === 'unexpected') return !run.asExpected;
  if (outcome === 'trail') return run.verdicts.some(({ trails }) => trails.length > 0);
  return outcome === 'all' || run.outcome === outcome;
}

/** What belongs together, in the order of its first. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}
