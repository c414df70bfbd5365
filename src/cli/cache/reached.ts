/** That what code is reached is as it was accepted, kept for the state of the text in which that was found: comments and layout do not change it. */
import { existsSync, readFileSync } from 'node:fs';
import { textHash } from '../../lang/digest.js';
import type { Job } from '../job.js';
import type { Kept } from './kept.js';
import { optionsKey } from './records.js';

/** Whether these jobs, as the text is now, are known to reach what the file of accepted functions says. */
export function isReachedAsAccepted(kept: Kept, jobs: readonly Job[], accepted: string): boolean {
  const key = keyOf(kept, jobs, accepted);
  return key !== null && kept.entries.get(key) === true;
}

/** Keeps that they do. */
export function keepReached(kept: Kept, jobs: readonly Job[], accepted: string): void {
  const key = keyOf(kept, jobs, accepted);
  if (key !== null) kept.entries.put(key, true);
}

/** Null where something of a job is not known. */
function keyOf(kept: Kept, jobs: readonly Job[], accepted: string): string[] | null {
  if (!existsSync(accepted) || jobs.length === 0) return null;
  const digests = jobs.filter(({ on }) => typeof on === 'string').map((job) => [job.label, kept.digest(job)] as const);
  if (digests.some(([, digest]) => digest === null)) return null;
  return ['reached', kept.place.tool, optionsKey(jobs[0]!.limits), textHash(readFileSync(accepted, 'utf8')), textHash(JSON.stringify(digests))];
}
