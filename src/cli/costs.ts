/** What checks cost, by what was accepted of them. */
import { existsSync } from 'node:fs';
import type { Accepted } from '../report/accepted.js';
import { pairName } from '../report/compare.js';
import type { Job } from './job.js';
import { readAccepted, resultFile } from './results.js';

/** Transitions that take as long as what every check takes: to compile, and to set up the reductions. */
const SET_UP = 20_000;

/** What jobs cost, by what was accepted of them, in transitions; of what was not accepted yet, what a small one costs. */
export class Costs {
  private readonly known = new Map<string, Accepted | null>();

  of({ file, spec, on }: Pick<Job, 'file' | 'spec' | 'on'>): number {
    const accepted = this.accepted(file, spec);
    if (typeof on !== 'string') return 2 * SET_UP + (accepted?.same?.[pairName(on)]?.transitions ?? []).reduce((sum, count) => sum + count, 0);
    const { transitions = 0, passed = 0 } = accepted?.variants[on] ?? {};
    return SET_UP + transitions + passed;
  }

  private accepted(file: string, spec: string): Accepted | null {
    const path = resultFile(file, spec);
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const found = existsSync(path) ? readAccepted(path) : null;
    this.known.set(path, found);
    return found;
  }
}

/** Cheap ones first; of equal ones, the first first. */
export function byCost(jobs: readonly Job[], costs: Costs): Job[] {
  return jobs.map((job, at) => ({ job, at, cost: costs.of(job) })).toSorted((a, b) => a.cost - b.cost || a.at - b.at).map(({ job }) => job);
}
