/** The worker's side of `pool.ts`. */
import type { MessagePort } from 'node:worker_threads';
import { runJob, type Answer, type Job } from './job.js';

/** Runs one job; any message on the port interrupts it. */
export default async function work({ job, port }: { readonly job: Job; readonly port: MessagePort }): Promise<Answer> {
  const interrupt = new AbortController();
  port.on('message', () => interrupt.abort());
  try {
    return await runJob(job, { progress: (figures) => port.postMessage(figures), signal: interrupt.signal });
  } finally {
    port.close();
  }
}
