/** A document as readers of test reports know it: suites, which are specs, of cases, which are variants and pairs, of parts, which are verdicts. */
import { deciding, factsOf, outcomesByPrecedence, type Outcome } from '../../checker/outcome.js';
import { checksOf, comparisonName, inOrder, runName, type CheckDocument, type DriftDocument, type FailureDocument } from '../check-document.js';
import type { LikenessDocument, PairDocument } from '../compare-document.js';
import type { RunDocument, VerdictDocument } from '../document.js';
import { counted } from '../numbers.js';

export type Status = 'passed' | 'failed' | 'error' | 'skipped';

/** One thing that was asked of a case. */
export interface Part {
  readonly name: string;
  readonly status: Status;
  readonly outcome: Outcome;
  /** A line; empty where all is said by the name and the status. */
  readonly message: string;
  /** All that there is to say, in lines of 80 characters; may be empty. */
  readonly text: string;
}

export interface Case extends Part {
  /** In lines, what is worth knowing of it where it passed; the text has it where it did not. */
  readonly notes: readonly string[];
  /** Empty where it was not, or cannot be, taken apart. */
  readonly parts: readonly Part[];
}

export interface Suite {
  /** The spec. */
  readonly name: string;
  /** Its file, from the root of the repository. */
  readonly path: string | null;
  readonly cases: readonly Case[];
}

/** The suite of the drifts that are about no check, but about files of results/. */
const ACCEPTED = 'accepted results';

/** Outcomes that say nothing about the code under study. */
const ERRORS: readonly Outcome[] = ['usage', 'system', 'compile', 'model', 'inconclusive'];

/** In the order of the document's plan. */
export function suitesOf(document: CheckDocument): Suite[] {
  const placed = inOrder(document, [
    ...document.failures.map((failure) => ({ check: failure.about, path: failure.path, ...failureCase(failure, driftsOf(document, failure.about)) })),
    ...document.runs.map((run) => ({ check: runName(run), path: run.path, suite: run.spec, one: runCase(run, driftsOf(document, runName(run))) })),
    ...document.pairs.map((pair) => ({ check: comparisonName(pair), path: pair.path, suite: pair.comparison.spec, one: pairCase(pair, driftsOf(document, comparisonName(pair))) })),
    ...document.skipped.map((check) => ({ check, path: null, suite: splitName(check).spec, one: skippedCase(check) })),
  ]);
  const names = [...new Set(placed.map(({ suite }) => suite))];
  const suites = names.map((name) => {
    const mine = placed.filter(({ suite }) => suite === name);
    return { name, path: mine.find(({ path }) => path !== null)?.path ?? null, cases: mine.map(({ one }) => one) };
  });
  const stray = strayCases(document);
  return stray.length === 0 ? suites : [...suites, { name: ACCEPTED, path: null, cases: stray }];
}

/** How many cases have a status. */
export function tally(suites: readonly Suite[], status: Status): number {
  return suites.reduce((sum, { cases }) => sum + cases.filter((one) => one.status === status).length, 0);
}

/** The status of several: the worst. */
export function worst(statuses: Iterable<Status>): Status {
  const present = new Set(statuses);
  return (['error', 'failed', 'passed', 'skipped'] as const).find((status) => present.has(status)) ?? 'passed';
}

/** `exec/x @ v5.10` taken apart; a name without a variant is a file's. */
export function splitName(check: string): { readonly spec: string; readonly on: string | null } {
  const at = check.lastIndexOf(' @ ');
  return at < 0 ? { spec: check, on: null } : { spec: check.slice(0, at), on: check.slice(at + ' @ '.length) };
}

/** What decides about a run: what was not expected, else that something is missing. */
export function outcomeOfRun({ verdicts, missing }: RunDocument): Outcome {
  const unexpected = verdicts.filter((verdict) => verdict.unexpected).map(({ outcome }) => outcome);
  return unexpected.length > 0 ? deciding(unexpected) : missing.length > 0 ? 'drift' : 'proved';
}

export function statusOf(outcome: Outcome): Status {
  if (outcome === 'proved') return 'passed';
  return ERRORS.includes(outcome) ? 'error' : 'failed';
}

/** What a verdict is about, in words. */
export function subjectText({ about, name }: Pick<VerdictDocument, 'about' | 'name'>): string {
  switch (about) {
    case 'hung': return 'no task hangs';
    case 'checks': return name === null ? 'built-in checks' : `built-in checks: ${name}`;
    default: return `${about} ${name ?? ''}`;
  }
}

function runCase(run: RunDocument, drifts: readonly DriftDocument[]): Case {
  const parts = [
    ...run.verdicts.map(verdictPart),
    ...run.missing.map((words): Part => ({ name: `expected ${words}`, status: 'failed', outcome: 'drift', message: `${words} was expected and did not happen`, text: '' })),
    ...drifts.map(driftPart),
  ];
  const outcome = withDrifts(outcomeOfRun(run), drifts);
  const found = run.asExpected ? `${run.found}, as expected` : `expected ${run.expected}, found ${run.found}`;
  return {
    name: run.variant, outcome, status: statusOf(outcome), message: withMessages(found, drifts), text: withTexts(run.text, drifts), notes: runNotes(run), parts,
  };
}

function verdictPart(verdict: VerdictDocument): Part {
  const { outcome, unexpected, title, text } = verdict;
  return {
    name: subjectText(verdict), status: unexpected ? statusOf(outcome) : 'passed', outcome: unexpected ? outcome : 'proved',
    message: outcome === 'proved' ? '' : unexpected ? title : `${title}, as expected`, text: unexpected ? text : '',
  };
}

function runNotes({ question, statistics, verdicts }: RunDocument): string[] {
  const { states, transitions, depth, fingerprint } = statistics;
  return [
    ...(question === '' ? [] : [question]),
    `${counted(states, 'state')}, ${counted(transitions, 'transition')}, depth ${depth}, fingerprint ${fingerprint}`,
    ...verdicts.flatMap(({ title, trails, verdict }) => (verdict === 'reached' ? [] : trails.map(({ address }) => `${title}: fdcheck replay '${address}'`))),
  ];
}

function pairCase({ text, comparison, asExpected }: PairDocument, drifts: readonly DriftDocument[]): Case {
  const outcome = withDrifts(asExpected ? 'proved' : comparison.outcome, drifts);
  const found = `${comparison.likeness}, ${asExpected ? '' : 'NOT '}as expected`;
  return {
    name: comparison.variants.join(' = '), outcome, status: statusOf(outcome), message: withMessages(found, drifts), text: withTexts(text, drifts), notes: pairNotes(comparison), parts: [],
  };
}

function pairNotes({ question, sides }: LikenessDocument): string[] {
  return [...(question === '' ? [] : [question]), sides.map(({ states, transitions }) => `${counted(states, 'state')}, ${counted(transitions, 'transition')}`).join('; ')];
}

function failureCase({ about, outcome, message }: FailureDocument, drifts: readonly DriftDocument[]): { suite: string; one: Case } {
  const { spec, on } = splitName(about);
  const { title } = factsOf(outcome);
  return { suite: spec, one: { name: on ?? title, status: 'error', outcome, message: title, text: withTexts(message, drifts), notes: [], parts: [] } };
}

function skippedCase(check: string): Case {
  return { name: splitName(check).on ?? check, status: 'skipped', outcome: 'inconclusive', message: 'not begun: there were enough drifts before it', text: '', notes: [], parts: [] };
}

function strayCases(document: CheckDocument): Case[] {
  const known = new Set(checksOf(document));
  const stray = document.drifts.filter(({ about }) => !known.has(about));
  return [...new Set(stray.map(({ about }) => about))].map((about) => {
    const mine = stray.filter((drift) => drift.about === about);
    return { name: about, status: 'failed', outcome: 'drift', message: withMessages(null, mine), text: withTexts(null, mine), notes: [], parts: [] };
  });
}

function driftPart({ message }: DriftDocument): Part {
  return { name: 'as accepted', status: 'failed', outcome: 'drift', message: firstLine(message), text: message };
}

function driftsOf({ drifts }: CheckDocument, check: string): DriftDocument[] {
  return drifts.filter(({ about }) => about === check);
}

function withDrifts(outcome: Outcome, drifts: readonly DriftDocument[]): Outcome {
  return drifts.length === 0 ? outcome : outcomesByPrecedence().find((one) => one === outcome || one === 'drift')!;
}

function withMessages(message: string | null, drifts: readonly DriftDocument[]): string {
  return [...(message === null ? [] : [message]), ...drifts.map((drift) => `drift: ${firstLine(drift.message)}`)].join('; ');
}

function withTexts(text: string | null, drifts: readonly DriftDocument[]): string {
  return [...(text === null ? [] : [text]), ...drifts.map(({ message }) => `drift: ${message}`)].join('\n');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}
