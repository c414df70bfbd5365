/** Which of its jobs a command does: those that a change can affect, those of a shard. */
import { InvalidArgumentError } from 'commander';
import { counted } from '../report/numbers.js';
import type { Kept } from './cache/kept.js';
import { affectedJobs } from './changed-since.js';
import { Costs } from './costs.js';
import type { CheckFlags, Shard } from './flags.js';
import type { Job } from './job.js';
import type { Terminal } from './terminal.js';

export interface Selecting {
  readonly flags: CheckFlags;
  readonly terminal: Terminal;
  readonly kept: Kept | null;
  /** Gets a line that says how many they are. */
  readonly note: (text: string) => void;
}

/** Some of the jobs of a command. */
export interface Part {
  /** In the order in which they are to be done. */
  readonly jobs: readonly Job[];
  /** Those of all shards. */
  readonly plan: readonly Job[];
}

/** What `--changed-since` and `--shard` leave of the jobs, in their order. */
export function partOfJobs(jobs: readonly Job[], { flags: { changedSince, shard }, terminal, kept, note }: Selecting): Part {
  const affected = changedSince === undefined ? [...jobs] : affectedJobs(jobs, changedSince, terminal.cwd, kept);
  if (changedSince !== undefined) note(`${counted(affected.length, 'check')} of ${jobs.length} can be affected by what changed since ${changedSince}`);
  if (shard === undefined) return { jobs: affected, plan: affected };
  const costs = new Costs();
  const mine = partOf(affected, (job) => costs.of(job), shard);
  note(`shard ${shard.index} of ${shard.count}: ${counted(mine.length, 'check')} of ${affected.length}`);
  return { jobs: mine, plan: affected };
}

/** `2/4`. Throws InvalidArgumentError. */
export function shardOf(text: string): Shard {
  const found = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(found?.[1]), Number(found?.[2])];
  if (found === null || index < 1 || index > count) throw new InvalidArgumentError('a shard is i/n, with i from 1 to n: 2/4');
  return { index, count };
}

/**
 * The part of a shard: every item is in exactly one, and all shards cost about the same. The dearest item goes first, each to the shard that
 * has least; the same items and costs give the same parts on every machine.
 */
export function partOf<Item>(items: readonly Item[], costOf: (item: Item) => number, { index, count }: Shard): Item[] {
  const loads = Array.from({ length: count }, () => 0);
  const mine = new Set<number>();
  const dearFirst = items.map((item, at) => ({ at, cost: costOf(item) })).toSorted((a, b) => b.cost - a.cost || a.at - b.at);
  for (const { at, cost } of dearFirst) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least]! += cost;
    if (least === index - 1) mine.add(at);
  }
  return items.filter((_, at) => mine.has(at));
}
