/** A job as it comes to a worker. */
import type { MessagePort } from 'node:worker_threads';
import type { JobHooks } from './job.js';

export interface Errand<Work> {
  readonly job: Work;
  /** Figures go out over it; any message that comes interrupts the job. */
  readonly port: MessagePort;
}

/** Runs the job, and closes its port. */
export async function inPort<Work, Result>({ job, port }: Errand<Work>, run: (job: Work, hooks: JobHooks) => Promise<Result>): Promise<Result> {
  const interrupt = new AbortController();
  port.on('message', () => interrupt.abort());
  try {
    return await run(job, { progress: (figures) => port.postMessage(figures), signal: interrupt.signal });
  } finally {
    port.close();
  }
}
