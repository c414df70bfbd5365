/** What checks cost, by what was accepted of them. */
import { pairName } from '../report/compare.js';
import type { Job } from './job.js';
import { AcceptedResults, resultFile } from './results.js';

/** Transitions that take as long as what every check takes: to compile, and to set up the reductions. */
const SET_UP = 20_000;

/** What jobs cost, by what was accepted of them, in transitions; of what was not accepted yet, what a small one costs. */
export class Costs {
  constructor(private readonly results = new AcceptedResults()) {}

  of({ file, spec, on }: Pick<Job, 'file' | 'spec' | 'on'>): number {
    const accepted = this.results.at(resultFile(file, spec));
    if (typeof on !== 'string') return 2 * SET_UP + (accepted?.same?.[pairName(on)]?.transitions ?? []).reduce((sum, count) => sum + count, 0);
    const { transitions = 0, passed = 0 } = accepted?.variants[on] ?? {};
    return SET_UP + transitions + passed;
  }
}

/** Cheap ones first; of equal ones, the first first. */
export function byCost(jobs: readonly Job[], costs: Costs): Job[] {
  return jobs.map((job, at) => ({ job, at, cost: costs.of(job) })).toSorted((a, b) => a.cost - b.cost || a.at - b.at).map(({ job }) => job);
}
