/** `fdcheck check`: explores, and compares each verdict with the expected one. */
import { deciding, exitCode, factsOf, type Outcome } from '../checker/outcome.js';
import { counted, duration } from '../report/numbers.js';
import { paintFor } from '../report/paint.js';
import { documentOf } from './documents.js';
import { jobsOf, loadAll, type CheckFlags } from './flags.js';
import type { Answer } from './job.js';
import { answers } from './pool.js';
import { progressLine } from './progress.js';
import { reportsOf, writeReports } from './reporters.js';
import { findSpecs, leftOutText } from './specs.js';
import type { Terminal } from './terminal.js';

export async function check(wanted: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<number> {
  const files = findSpecs(wanted, terminal.cwd);
  const detail = flags.quiet !== true && (flags.trails === true || files.length === 1) ? 'full' : 'line';
  const reports = reportsOf(flags, terminal);
  const found = await checkFiles(files, flags, { terminal, detail, tell: reports.text ? (answer) => tellAnswer(answer, detail, terminal) : () => {} });
  const outcome = deciding(found.map((answer) => answer.outcome));
  const leftOut = leftOutText(wanted, 'check', terminal.cwd);
  if (leftOut !== null && reports.text) terminal.out(`${leftOut}\n`);
  if (reports.text) terminal.out(`${[...cannotFlip(found), summary(found, outcome, terminal)].join('\n')}\n`);
  if (reports.wanted.length > 0) await writeReports(documentOf(found, { command: 'check', outcome }, terminal.cwd), reports, terminal);
  return exitCode(outcome);
}

export interface Checking {
  readonly terminal: Terminal;
  readonly detail: 'line' | 'full';
  /** Ask what code is reached. */
  readonly reach?: boolean;
  /** Compare the variants that are to be equivalent, too; if not said. */
  readonly pairs?: boolean;
  /** Gets each answer in the order of specs and variants. */
  readonly tell: (answer: Answer) => void;
}

/** Checks spec files; the answers come in the order of files and variants, what does not compile first. */
export async function checkFiles(files: readonly string[], flags: CheckFlags, { terminal, detail, reach = false, pairs = true, tell }: Checking): Promise<Answer[]> {
  const started = Date.now();
  const loaded = loadAll(files, flags, terminal);
  const found: Answer[] = loaded.flatMap((one) => ('failure' in one ? [one.failure] : []));
  found.forEach(tell);
  const jobs = jobsOf(loaded.flatMap((one) => ('spec' in one ? [one.spec] : [])), flags, { detail, reach, pairs }, terminal);
  const progress = progressLine(terminal, flags.quiet === true);
  for await (const answer of answers(jobs, { workers: flags.workers, progress, interrupt: terminal.interrupt })) {
    progress.clear();
    tell(answer);
    found.push(answer);
  }
  if (flags.quiet !== true) terminal.err(`${timing(found, Date.now() - started)}\n`);
  return found;
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
  const states = found.reduce((sum, answer) => sum + (answer.kind === 'failure' ? 0 : answer.states), 0);
  return `${counted(states, 'state')} in ${duration(elapsedMs)}`;
}
