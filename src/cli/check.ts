/** `fdcheck check`: explores, and compares each verdict with the expected one. */
import { deciding, exitCode, factsOf, type Outcome } from '../checker/outcome.js';
import { counted, duration } from '../report/numbers.js';
import { paintFor } from '../report/paint.js';
import type { Kept } from './cache/kept.js';
import { documentOf } from './documents.js';
import { cacheOf, jobsOf, loadAll, type CheckFlags } from './flags.js';
import type { Answer, Job } from './job.js';
import { answers as resultsOf } from './pool.js';
import { progressLine } from './progress.js';
import { reportsOf, writeReports } from './reporters.js';
import { partOfJobs, type Part } from './select.js';
import { findSpecs, leftOutText } from './specs.js';
import type { Terminal } from './terminal.js';

export async function check(wanted: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<number> {
  const files = findSpecs(wanted, terminal.cwd);
  const detail = flags.quiet !== true && (flags.trails === true || files.length === 1) ? 'full' : 'line';
  const reports = reportsOf(flags, terminal);
  const kept = cacheOf(flags, terminal);
  const note = (text: string): void => (reports.text ? terminal.out(`${text}\n`) : undefined);
  const { answers: found, plan } = await checkSome(files, flags, {
    terminal, kept, detail, choose: (jobs) => partOfJobs(jobs, { flags, terminal, kept, note }), tell: (answer) => (reports.text ? tellAnswer(answer, detail, terminal) : undefined),
  });
  const outcome = deciding(found.map((answer) => answer.outcome));
  const leftOut = leftOutText(wanted, 'check', terminal.cwd);
  if (leftOut !== null && reports.text) terminal.out(`${leftOut}\n`);
  if (reports.text) terminal.out(`${[...cannotFlip(found), summary(found, outcome, terminal)].join('\n')}\n`);
  if (reports.wanted.length > 0) await writeReports(documentOf(found, { command: 'check', outcome, plan, shard: flags.shard ?? null }, terminal.cwd), reports, terminal);
  return exitCode(outcome);
}

export interface Checking {
  readonly terminal: Terminal;
  readonly detail: 'line' | 'full';
  /** Ask what code is reached. */
  readonly reach?: boolean;
  /** Compare the variants that are to be equivalent, too; if not said. */
  readonly pairs?: boolean;
  /** Which of the jobs, in which order; all as they come if not said. */
  readonly choose?: (jobs: readonly Job[]) => Part;
  /** Nothing more need be begun; never if not said. */
  readonly enough?: () => boolean;
  /** Where things are kept between runs; as the flags say if not said. */
  readonly kept?: Kept | null;
  /** Gets each answer in the order of the jobs, what does not compile first. */
  readonly tell: (answer: Answer) => void;
}

/** What was checked, and what was not because of `enough`. */
export interface Checked {
  /** In the order of specs and variants, what does not compile first. */
  readonly answers: readonly Answer[];
  /** All that could have been done, before any choice. */
  readonly jobs: readonly Job[];
  /** The names of the whole command's checks, those of other shards too. */
  readonly plan: readonly string[];
  readonly skipped: readonly Job[];
}

/** Checks spec files; the answers come in the order of files and variants, what does not compile first. */
export async function checkFiles(files: readonly string[], flags: CheckFlags, checking: Checking): Promise<Answer[]> {
  return [...(await checkSome(files, flags, checking)).answers];
}

/** Checks those jobs of spec files that are chosen: what was found before is told first, then the others are done. */
export async function checkSome(files: readonly string[], flags: CheckFlags, checking: Checking): Promise<Checked> {
  const { terminal, detail, reach = false, pairs = true, tell, choose = (jobs) => ({ jobs, plan: jobs }), enough = () => false, kept = cacheOf(flags, terminal) } = checking;
  const started = Date.now();
  const loaded = loadAll(files, flags, terminal, kept);
  const failures = loaded.flatMap((one) => ('failure' in one ? [one.failure] : []));
  // What does not compile is told by one of the shards.
  const answers: Answer[] = (flags.shard?.index ?? 1) === 1 ? [...failures] : [];
  answers.forEach(tell);
  const all = jobsOf(loaded.flatMap((one) => ('spec' in one ? [one.spec] : [])), flags, { detail, reach, pairs, cache: kept?.place ?? null }, terminal);
  const { jobs, plan } = choose(all);
  const before = new Map(jobs.map((job) => [job, kept?.answer(job)?.answer ?? null]));
  const found = (answer: Answer): void => {
    tell(answer);
    answers.push(answer);
  };
  const toDo = jobs.filter((job) => !isAnswered(job, before.get(job) ?? null));
  const progress = progressLine(terminal, flags.quiet === true);
  const coming = resultsOf(toDo, { workers: flags.workers, progress, interrupt: terminal.interrupt });
  let done = 0;
  for (const job of jobs) {
    if (enough()) break;
    const known = before.get(job) ?? null;
    if (isAnswered(job, known)) found(known);
    else {
      const { value: answer } = await coming.next();
      progress.clear();
      kept?.keep(job, answer!);
      found(answer!);
    }
    done += 1;
  }
  await coming.return(undefined);
  if (flags.quiet !== true) terminal.err(`${timing(answers, Date.now() - started)}\n`);
  return { answers: inOrderOf(all, answers), jobs: all, plan: [...failures, ...plan].map(({ label }) => label), skipped: jobs.slice(done) };
}

/** As the files and their variants come, whatever was done first; what does not compile stays in front. */
function inOrderOf(jobs: readonly Job[], answers: readonly Answer[]): Answer[] {
  const places = new Map(jobs.map(({ label }, at) => [label, at]));
  return answers.toSorted((a, b) => (places.get(a.label) ?? -1) - (places.get(b.label) ?? -1));
}

/** What code was reached is not told of a text that has been edited since: the program is compiled again for it, and not searched. */
function isAnswered(job: Job, before: Answer | null): before is Answer {
  return before !== null && (!job.reach || before.kind !== 'run' || before.reach !== null);
}

function tellAnswer(answer: Answer, detail: 'line' | 'full', terminal: Terminal): void {
  if (answer.kind === 'failure') terminal.out(`${paintFor(terminal.colour).bad(`✗ ${answer.label}: ${factsOf(answer.outcome).title}`)}\n${answer.text}\n`);
  else terminal.out(`${answer.text}\n${detail === 'full' ? '\n' : ''}`);
}

/** Variants of a spec of which different things are expected although they are the same program: what is missing there is no property. */
function cannotFlip(found: readonly Answer[]): string[] {
  const runs = found.filter((answer) => answer.kind === 'run');
  return runs.flatMap((run, at) => {
    const same = runs.slice(0, at).find((other) => other.file === run.file && other.program === run.program && other.accepted.expected !== run.accepted.expected);
    if (same === undefined) return [];
    return [`${run.spec}: nothing can flip between ${same.variant} and ${run.variant}, which compile to the same program: no function that this spec reaches does anything else with the switch on`];
  });
}

function summary(found: readonly Answer[], outcome: Outcome, terminal: Terminal): string {
  const paint = paintFor(terminal.colour);
  const wrong = found.filter((answer) => answer.kind === 'failure' || !answer.met);
  if (wrong.length === 0) return paint.good(`${counted(found.length, 'check')}, all as expected`);
  return paint.bad(`${wrong.length} of ${counted(found.length, 'check')} not as expected: ${factsOf(outcome).title} (exit code ${exitCode(outcome)})`);
}

function timing(found: readonly Answer[], elapsedMs: number): string {
  const states = found.reduce((sum, answer) => sum + (answer.kind === 'failure' || !answer.searched ? 0 : answer.states), 0);
  const before = found.filter((answer) => answer.kind !== 'failure' && !answer.searched).length;
  return `${counted(states, 'state')} in ${duration(elapsedMs)}${before === 0 ? '' : `, ${before} of ${counted(found.length, 'check')} found before (--no-cache searches again)`}`;
}
