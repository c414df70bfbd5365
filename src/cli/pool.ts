/** Runs jobs side by side in worker threads and gives their answers in the order of the jobs. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { failed, runJob, type Answer, type Job } from './job.js';
import type { Figures, ProgressLine } from './progress.js';

/** Compiled code only: from sources (as tests run them) jobs run in this thread. */
const workerUrl = new URL('./worker.js', import.meta.url);

export interface PoolOptions {
  /** Threads; the machine's parallelism if undefined. */
  readonly workers: number | undefined;
  readonly progress: ProgressLine;
  readonly interrupt: AbortSignal;
}

/** The answers, each as soon as it and all before it are there. Never throws for a job that fails. */
export async function* answers(jobs: readonly Job[], options: PoolOptions): AsyncGenerator<Answer> {
  const workers = Math.min(options.workers ?? availableParallelism(), jobs.length);
  if (workers <= 1 || !existsSync(workerUrl)) yield* inTurn(jobs, options);
  else yield* sideBySide(jobs, workers, options);
}

async function* inTurn(jobs: readonly Job[], { progress, interrupt }: PoolOptions): AsyncGenerator<Answer> {
  for (const job of jobs) yield await runJob(job, { progress: (figures) => progress.tell(job.label, figures), signal: interrupt });
}

async function* sideBySide(jobs: readonly Job[], workers: number, options: PoolOptions): AsyncGenerator<Answer> {
  const pool = new Piscina({ filename: fileURLToPath(workerUrl), maxThreads: workers, minThreads: workers });
  try {
    const running = jobs.map((job) => inWorker(pool, job, options));
    for (const answer of running) yield await answer;
  } finally {
    await pool.destroy();
  }
}

/** One job in a worker: figures come back over a channel, an interrupt goes out over it. */
async function inWorker(pool: Piscina, job: Job, { progress, interrupt }: PoolOptions): Promise<Answer> {
  const { port1: here, port2: there } = new MessageChannel();
  const stop = (): void => here.postMessage('interrupt');
  here.on('message', (figures: Figures) => progress.tell(job.label, figures));
  if (interrupt.aborted) stop();
  interrupt.addEventListener('abort', stop);
  try {
    const answer: Answer = await pool.run({ job, port: there }, { transferList: [there] });
    return answer;
  } catch (error) {
    return failed(job, error);
  } finally {
    interrupt.removeEventListener('abort', stop);
    here.close();
  }
}
