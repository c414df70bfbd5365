/** Runs jobs side by side in worker threads and gives their answers in the order of the jobs. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { failed, runJob, type Answer, type Job, type JobHooks } from './job.js';
import type { Figures, ProgressLine } from './progress.js';

/** What is done with jobs of a kind, here or in a worker. */
export interface Trade<Work extends { readonly label: string }, Result> {
  /** A module whose default export does it in a worker. Compiled code only: from sources (as tests run them) jobs run in this thread. */
  readonly worker: URL;
  /** Never throws. */
  readonly run: (job: Work, hooks: JobHooks) => Promise<Result>;
  /** A job that threw, or whose worker died. */
  readonly failed: (job: Work, error: unknown) => Result;
  /** A job that an interrupt kept from beginning. */
  readonly notBegun: (job: Work) => Result;
}

const checking: Trade<Job, Answer> = { worker: new URL('./worker.js', import.meta.url), run: runJob, failed, notBegun };

export interface PoolOptions {
  /** Threads; the machine's parallelism if undefined. */
  readonly workers: number | undefined;
  readonly progress: ProgressLine;
  readonly interrupt: AbortSignal;
}

/** The answers, each as soon as it and all before it are there. Never throws for a job that fails. */
export function answers(jobs: readonly Job[], options: PoolOptions): AsyncGenerator<Answer> {
  return results(checking, jobs, options);
}

/** What becomes of the jobs of a trade, in their order, each as soon as it and all before it are there. Never throws for a job that fails. */
export async function* results<Work extends { readonly label: string }, Result>(trade: Trade<Work, Result>, jobs: readonly Work[], options: PoolOptions): AsyncGenerator<Result> {
  const workers = Math.min(options.workers ?? availableParallelism(), jobs.length);
  if (workers <= 1 || !existsSync(trade.worker)) yield* inTurn(trade, jobs, options);
  else yield* sideBySide(trade, jobs, { ...options, workers });
}

async function* inTurn<Work extends { readonly label: string }, Result>(trade: Trade<Work, Result>, jobs: readonly Work[], { progress, interrupt }: PoolOptions): AsyncGenerator<Result> {
  for (const [at, job] of jobs.entries()) {
    const begins = at === 0 || !interrupt.aborted;
    yield begins ? await trade.run(job, { progress: (figures) => progress.tell(job.label, figures), signal: interrupt }) : trade.notBegun(job);
  }
}

async function* sideBySide<Work extends { readonly label: string }, Result>(
  trade: Trade<Work, Result>, jobs: readonly Work[], { workers, progress, interrupt }: PoolOptions & { readonly workers: number },
): AsyncGenerator<Result> {
  const pool = new Piscina({ filename: fileURLToPath(trade.worker), maxThreads: workers, minThreads: workers });
  const ports = new Set<MessagePort>();
  const left = new AbortController();
  const stop = (): void => ports.forEach((port) => port.postMessage('interrupt'));
  const either = AbortSignal.any([interrupt, left.signal]);
  either.addEventListener('abort', stop);
  const turns = new Turns(workers);
  const running = jobs.map((job) => turns.take(async () => (either.aborted ? trade.notBegun(job) : inWorker({ trade, pool, progress, ports }, job))));
  try {
    for (const result of running) yield await result;
  } finally {
    // Nobody may want the rest: workers come to their end before they are taken away, so that nothing they say meets nobody.
    left.abort();
    await Promise.allSettled(running);
    either.removeEventListener('abort', stop);
    await pool.destroy();
  }
}

interface Shop<Work extends { readonly label: string }, Result> {
  readonly trade: Trade<Work, Result>;
  readonly pool: Piscina;
  readonly progress: ProgressLine;
  readonly ports: Set<MessagePort>;
}

/** One job in a worker: figures come back over a channel, an interrupt goes out over it, at any time. */
async function inWorker<Work extends { readonly label: string }, Result>({ trade, pool, progress, ports }: Shop<Work, Result>, job: Work): Promise<Result> {
  const { port1: here, port2: there } = new MessageChannel();
  here.on('message', (figures: Figures) => progress.tell(job.label, figures));
  ports.add(here);
  try {
    const result: Result = await pool.run({ job, port: there }, { transferList: [there] });
    return result;
  } catch (error) {
    return trade.failed(job, error);
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
  return { kind: 'failure', file, label, outcome: 'inconclusive', text: 'interrupted before it began', diagnostics: [] };
}
