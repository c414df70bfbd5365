/** The worker's side of `pool.ts`: checks. */
import { runJob, type Answer, type Job } from './job.js';
import { inPort, type Errand } from './errand.js';

/** Runs one job; any message on its port interrupts it. */
export default function work(errand: Errand<Job>): Promise<Answer> {
  return inPort(errand, runJob);
}
