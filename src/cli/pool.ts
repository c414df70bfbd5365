/** Runs jobs side by side in worker threads and gives their answers in the order of the jobs. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
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
  for (const [at, job] of jobs.entries()) {
    const begins = at === 0 || !interrupt.aborted;
    yield begins ? await runJob(job, { progress: (figures) => progress.tell(job.label, figures), signal: interrupt }) : notBegun(job);
  }
}

async function* sideBySide(jobs: readonly Job[], workers: number, { progress, interrupt }: PoolOptions): AsyncGenerator<Answer> {
  const pool = new Piscina({ filename: fileURLToPath(workerUrl), maxThreads: workers, minThreads: workers });
  const ports = new Set<MessagePort>();
  const stop = (): void => ports.forEach((port) => port.postMessage('interrupt'));
  interrupt.addEventListener('abort', stop);
  try {
    const turns = new Turns(workers);
    const running = jobs.map((job) => turns.take(async () => (interrupt.aborted ? notBegun(job) : inWorker(pool, job, { progress, ports }))));
    for (const answer of running) yield await answer;
  } finally {
    interrupt.removeEventListener('abort', stop);
    await pool.destroy();
  }
}

/** One job in a worker: figures come back over a channel, an interrupt goes out over it, at any time. */
async function inWorker(pool: Piscina, job: Job, { progress, ports }: { progress: ProgressLine; ports: Set<MessagePort> }): Promise<Answer> {
  const { port1: here, port2: there } = new MessageChannel();
  here.on('message', (figures: Figures) => progress.tell(job.label, figures));
  ports.add(here);
  try {
    const answer: Answer = await pool.run({ job, port: there }, { transferList: [there] });
    return answer;
  } catch (error) {
    return failed(job, error);
  } finally {
    ports.delete(here);
    here.close();
  }
}

/** Lets so many tasks run at a time; the others wait here, where an interrupt can still reach them, and not in the pool's queue. */
class Turns {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async take<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}

function notBegun({ file, label }: Job): Answer {
  return { kind: 'failure', file, label, outcome: 'inconclusive', text: 'interrupted before it began' };
}
