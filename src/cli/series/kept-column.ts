/** Columns of the matrix that were filled before, kept with what they were made from. */
import { optionsKey } from '../cache/records.js';
import type { Kept } from '../cache/kept.js';
import { isKeptUse, keptUse, standingOf, type KeptUse } from '../cache/use.js';
import type { ColumnAnswer, ColumnJob } from './column.js';

type Filled = Extract<ColumnAnswer, { kind: 'column' }>;

interface KeptColumn {
  readonly use: KeptUse;
  readonly answer: Omit<Filled, 'use'>;
}

/** What was found of the column before, if the text stands to it as is needed. */
export function keptColumn(kept: Kept, job: ColumnJob, need: 'same' | 'equivalent'): Filled | null {
  const found = kept.entries.get(keyOf(kept, job)) as KeptColumn | null;
  if (found === null || !isKeptUse(found.use)) return null;
  const standing = standingOf(job.file, found.use, kept.texts);
  return standing === 'same' || standing === need ? { ...found.answer, use: { files: [], absent: [], functions: [] } } : null;
}

/** Keeps a column that could be decided wholly. */
export function keepColumn(kept: Kept, job: ColumnJob, { use, ...answer }: Filled): void {
  const told = answer.outcome === 'proved' ? keptUse(job.file, use, kept.texts) : null;
  if (told !== null) kept.entries.put(keyOf(kept, job), { use: told, answer } satisfies KeptColumn);
}

function keyOf({ place }: Kept, { label, limits }: ColumnJob): string[] {
  return ['column', place.tool, label, optionsKey(limits)];
}
