/** `fdcheck gate`: a run against results/; any difference is a drift. */
import { deciding, exitCode, type Outcome } from '../checker/outcome.js';
import type { DriftDocument } from '../report/check-document.js';
import { counted } from '../report/numbers.js';
import { paintFor } from '../report/paint.js';
import type { Kept } from './cache/kept.js';
import { isReachedAsAccepted, keepReached } from './cache/reached.js';
import { checkSome, type Checked } from './check.js';
import { documentOf } from './documents.js';
import { Drifts } from './drift.js';
import { functionsDrift, modelOfAll, neversDrift, type ModelPlace } from './functions.js';
import { cacheOf, type CheckFlags, type Shard } from './flags.js';
import { goneFromSpecs, resultsWithoutSpec } from './gone.js';
import type { Answer, Job } from './job.js';
import { byCost, Costs } from './costs.js';
import { reportsOf, writeReports, type Reports } from './reporters.js';
import { partOfJobs, type Part } from './select.js';
import { gateSeries } from './series/series.js';
import { findSpecs, leftOutText } from './specs.js';
import type { Terminal } from './terminal.js';

/** Checks that may drift before the rest is left: more would say the same again. */
const BAIL = 5;

/**
 * Without arguments the matrix of the series and the reach of the model's functions too, unless reductions are chosen by hand (counts and trails may
 * differ then), or only some of the checks are asked for.
 */
export async function gate(wanted: readonly string[], flags: CheckFlags, terminal: Terminal): Promise<number> {
  const told = new Told(reportsOf(flags, terminal), terminal);
  const kept = cacheOf(flags, terminal);
  const isWhole = flags.shard === undefined && flags.changedSince === undefined;
  const model = isWhole ? modelOfAll(wanted, flags, terminal.cwd) : null;
  const files = findSpecs(wanted, terminal.cwd);
  const drifts = new Drifts(flags, terminal.cwd, kept?.texts);
  const checked = await checkSome(files, flags, {
    terminal, kept, detail: 'line', reach: model !== null, tell: (answer) => told.answer(answer, drifts),
    choose: (jobs) => chosen(jobs, { flags, terminal, kept, told, model }), enough: () => flags.bail !== 0 && told.drifting >= (flags.bail ?? BAIL),
  });
  const leftOut = leftOutText(wanted, 'gate', terminal.cwd);
  if (leftOut !== null) told.line(leftOut);
  const orphans = wanted.length === 0 && (flags.shard?.index ?? 1) === 1 ? resultsWithoutSpec(terminal.cwd).map((message) => ({ about: 'results', message })) : [];
  const nothing = { drifts: orphans, outcomes: [] };
  const others = checked.skipped.length > 0 || !isWhole ? nothing : await beyondSpecs(checked, { files, wanted, flags, terminal, model, kept, told, orphans });
  return told.end(checked, others, flags.shard ?? null);
}

interface Choosing {
  readonly flags: CheckFlags;
  readonly terminal: Terminal;
  readonly kept: Kept | null;
  readonly told: Told;
  readonly model: ModelPlace | null;
}

/**
 * What was found before comes first, as it takes no time; then what is cheap: what drifts is told as soon as can be. What code is reached is asked
 * of the first only at the end (see withReach): where lines have moved each of them has to be compiled for it.
 */
function chosen(jobs: readonly Job[], { flags, terminal, kept, told, model }: Choosing): Part {
  if (kept !== null && model !== null && isReachedAsAccepted(kept, jobs, model.accepted)) {
    told.isReachKnown = true;
    return { jobs: jobs.map((job) => ({ ...job, reach: false })), plan: jobs };
  }
  const { jobs: mine, plan } = partOfJobs(jobs, { flags, terminal, kept, note: (text) => told.line(text) });
  const [known, unknown] = [true, false].map((isKnown) => mine.filter((job) => ((kept?.answer(job) ?? null) !== null) === isKnown));
  return { jobs: [...known!.map((job) => ({ ...job, reach: false })), ...byCost(unknown!, new Costs())], plan };
}

interface Beyond {
  readonly files: readonly string[];
  readonly wanted: readonly string[];
  readonly flags: CheckFlags;
  readonly terminal: Terminal;
  readonly model: ModelPlace | null;
  readonly kept: Kept | null;
  readonly told: Told;
  readonly orphans: readonly DriftDocument[];
}

/** What is accepted beyond the answers of specs: what nobody asks any more, the reach of functions, the matrix. */
async function beyondSpecs({ answers, jobs }: Checked, { files, wanted, flags, terminal, model, kept, told, orphans }: Beyond): Promise<Others> {
  const matrix = wanted.length === 0 && flags.reduce === undefined ? await gateSeries(flags, terminal, kept) : { outcomes: [], drifts: [], stale: [] };
  const { stale } = matrix;
  if (stale.length > 0) told.line(`${stale[0]!}${stale.length > 1 ? ` and ${counted(stale.length - 1, 'more page')}` : ''}: the trails are as accepted, the model's text beside them is not (fdcheck series --write renews the pages)`);
  const gone = goneFromSpecs(answers);
  const functions = model === null ? [] : told.isReachKnown ? neversDrift(model) : functionsDrift(model, await withReach(answers, files, { flags, terminal, kept }), terminal.cwd);
  if (kept !== null && model !== null && !told.isReachKnown && functions.length === 0) keepReached(kept, jobs, model.accepted);
  const about = (name: string) => (message: string): DriftDocument => ({ about: name, message });
  return { outcomes: matrix.outcomes, drifts: [...orphans, ...gone.map(about('results')), ...functions.map(about('results/functions.json')), ...matrix.drifts.map(about('results/series'))] };
}

/** The answers, those that were found before with what code they reach. */
async function withReach(answers: readonly Answer[], files: readonly string[], { flags, terminal, kept }: Pick<Beyond, 'flags' | 'terminal' | 'kept'>): Promise<readonly Answer[]> {
  const without = new Set(answers.flatMap((answer) => (answer.kind === 'run' && answer.complete && answer.reach === null ? [answer.label] : [])));
  if (without.size === 0) return answers;
  const choose = (jobs: readonly Job[]): Part => ({ jobs: jobs.filter(({ label }) => without.has(label)), plan: jobs });
  const found = await checkSome(files, { ...flags, quiet: true }, { terminal, kept, detail: 'line', reach: true, choose, tell: () => {} });
  const reached = new Map(found.answers.map((answer) => [answer.label, answer]));
  return answers.map((answer) => (without.has(answer.label) ? reached.get(answer.label) ?? answer : answer));
}

interface Others {
  readonly drifts: readonly DriftDocument[];
  readonly outcomes: readonly Outcome[];
}

/** What the command says, as it goes; and its reports at the end. */
class Told {
  private readonly drifts: DriftDocument[] = [];
  /** Of each answer. A verdict that is not as it was accepted is a drift, whatever it is. */
  private readonly outcomes: Outcome[] = [];
  /** Checks that drift. */
  drifting = 0;
  /** What code is reached is known to be as accepted. */
  isReachKnown = false;

  constructor(private readonly reports: Reports, private readonly terminal: Terminal) {}

  line(text: string): void {
    if (this.reports.text) this.terminal.out(`${text}\n`);
  }

  answer(answer: Answer, drifts: Drifts): void {
    const found = drifts.of(answer);
    const outcome = found.length > 0 ? 'drift' : answer.outcome;
    if (outcome !== 'proved') this.drifting += 1;
    this.outcomes.push(outcome);
    this.drifts.push(...found.map((message) => ({ about: answer.label, message })));
    this.line([answer.text, ...found.map((one) => this.paint.bad(`  drift: ${one}`))].join('\n'));
  }

  /** Ends with the summary or the document, and gives the exit code. */
  async end({ answers, skipped, plan }: Checked, { drifts, outcomes }: Others, shard: Shard | null): Promise<number> {
    for (const { message } of drifts) this.line(this.paint.bad(`drift: ${message}`));
    const all = [...this.drifts, ...drifts];
    const outcome = deciding([...this.outcomes, ...outcomes, ...(all.length > 0 ? ['drift' as const] : [])]);
    if (skipped.length > 0) this.line(`not begun: ${counted(skipped.length, 'check')}, as there are enough drifts (--bail 0 goes on)`);
    this.line(outcome === 'proved' ? this.paint.good(`${counted(answers.length, 'check')}, no drift`) : this.paint.bad(this.wrongText(all, answers)));
    const about = { command: 'gate', outcome, plan, shard, drifts: all, skipped: skipped.map(({ label }) => label) } as const;
    if (this.reports.wanted.length > 0) await writeReports(documentOf(answers, about, this.terminal.cwd), this.reports, this.terminal);
    return exitCode(outcome);
  }

  private wrongText(drifts: readonly DriftDocument[], answers: readonly Answer[]): string {
    const about = new Set(drifts.map((one) => one.about)).size;
    const failed = answers.filter(({ kind }) => kind === 'failure').length;
    return [
      ...(drifts.length > 0 ? [`${counted(drifts.length, 'drift')} in ${about} of ${counted(answers.length, 'check')} (review them; fdcheck accept --why '…' makes them the accepted results)`] : []),
      ...(failed > 0 ? [`${counted(failed, 'check')} failed`] : []),
    ].join('; ') || `${counted(answers.length, 'check')}, not all as expected`;
  }

  private get paint(): ReturnType<typeof paintFor> {
    return paintFor(this.terminal.colour);
  }
}
