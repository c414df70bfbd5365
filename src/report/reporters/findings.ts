/** What is not as it should be, one by one, with its place: for readers that show a line of a file. What is expected is no finding. */
import { factsOf, type Outcome } from '../../checker/outcome.js';
import { comparisonName, inOrder, runName, type CheckDocument, type DriftDocument, type FailureDocument } from '../check-document.js';
import type { PairDocument } from '../compare-document.js';
import type { RunDocument, TrailDocument, VerdictDocument } from '../document.js';
import type { FrameDocument } from '../place.js';
import { splitName } from './suites.js';

/** In a file of the repository; counted from 1. */
export interface Spot {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Exclusive; where it is known. */
  readonly endColumn?: number;
}

/** A call stack, innermost first, and what it is. */
export interface Stack {
  readonly what: string;
  readonly frames: readonly FrameDocument[];
}

export interface Finding {
  /** `property/none_lost`, `check/use-after-free`, `check/hung-task`, `check/same`, `drift`, `failure/compile`. */
  readonly rule: string;
  /** The name of the check. */
  readonly check: string;
  readonly outcome: Outcome;
  /** A line, without the check. */
  readonly title: string;
  /** All that there is to say, in lines of 80 characters; may be empty. */
  readonly text: string;
  /** Null where no file of the repository is concerned. */
  readonly spot: Spot | null;
  readonly trails: readonly TrailDocument[];
  readonly stacks: readonly Stack[];
}

export const HUNG_RULE = 'check/hung-task';
export const SAME_RULE = 'check/same';
export const DRIFT_RULE = 'drift';

/** Folders of what the repository uses and does not contain. */
const FOREIGN = /(^|\/)node_modules\//;

/** In the order of the document's plan. */
export function findingsOf(document: CheckDocument): Finding[] {
  return inOrder(document, [
    ...document.failures.flatMap(failureFindings), ...document.runs.flatMap(runFindings), ...document.pairs.flatMap(pairFindings),
    ...document.drifts.map((drift) => driftFinding(document, drift)),
  ]);
}

/** The rule that a verdict is about. */
export function ruleOf({ about, name }: Pick<VerdictDocument, 'about' | 'name'>): string {
  if (about === 'hung') return HUNG_RULE;
  return about === 'checks' ? `check/${name ?? 'any'}` : `property/${name ?? ''}`;
}

function runFindings(run: RunDocument): Finding[] {
  const check = runName(run);
  const unexpected = run.verdicts.filter((verdict) => verdict.unexpected).map((verdict): Finding => {
    const { outcome, title, text, trails } = verdict;
    return { rule: ruleOf(verdict), check, outcome, title, text: text === '' ? `expected ${run.expected}, found ${run.found}` : text, spot: spotOf(run, verdict), trails, stacks: stacksOf(verdict) };
  });
  return [...unexpected, ...run.missing.map((words) => missingFinding(run, words))];
}

/** What a spec expects and nothing did: an expectation that no longer holds. */
function missingFinding(run: RunDocument, words: string): Finding {
  const [, word = words, name = ''] = /^(\w+)\((.*)\)$/.exec(words) ?? [];
  const rule = word === 'hung' ? HUNG_RULE : word === 'reports' ? `check/${name}` : `property/${name}`;
  const declared = run.verdicts.find((verdict) => verdict.name === name && verdict.place !== null)?.place;
  return {
    rule, check: runName(run), outcome: 'drift', title: `${words} was expected and did not happen`, text: `expected ${run.expected}, found ${run.found}`,
    spot: firstSpot([declared ?? null, beginningOf(run.path)]), trails: [], stacks: [],
  };
}

function pairFindings(pair: PairDocument): Finding[] {
  if (pair.asExpected) return [];
  const { parting, fault, outcome, likeness } = pair.comparison;
  const trail = (parting ?? fault)?.trail;
  const title = parting?.title ?? fault?.title ?? `${likeness}, and the spec says that they are the same`;
  return [{
    rule: SAME_RULE, check: comparisonName(pair), outcome, title, text: pair.text, spot: firstSpot([...endOf(trail), beginningOf(pair.path)]),
    trails: trail === undefined ? [] : [trail], stacks: trail === undefined ? [] : trailStacks(trail),
  }];
}

function failureFindings({ about, path, outcome, message, diagnostics }: FailureDocument): Finding[] {
  const shared = { rule: `failure/${outcome}`, check: about, outcome, trails: [], stacks: [] };
  if (diagnostics.length === 0) return [{ ...shared, title: factsOf(outcome).title, text: message, spot: firstSpot([beginningOf(path)]) }];
  return diagnostics.map((diagnostic) => ({ ...shared, title: diagnostic.message, text: message, spot: firstSpot([diagnostic, beginningOf(path)]) }));
}

function driftFinding({ runs, pairs, failures }: CheckDocument, { about, message }: DriftDocument): Finding {
  const path = runs.find((run) => runName(run) === about)?.path ?? pairs.find((pair) => comparisonName(pair) === about)?.path
    ?? failures.find((failure) => failure.about === about)?.path ?? (splitName(about).on === null && /\.\w+$/.test(about) ? about : null);
  const [title = '', ...rest] = message.split('\n');
  return { rule: DRIFT_RULE, check: about, outcome: 'drift', title, text: rest.length === 0 ? '' : message, spot: firstSpot([beginningOf(path)]), trails: [], stacks: [] };
}

/** Where a reader looks first: where a task hangs, where the trail ends, where the property is written, the spec. */
function spotOf(run: RunDocument, { waits, trails, place }: VerdictDocument): Spot | null {
  return firstSpot([...waits.flatMap(({ frames }) => frames.toReversed()), ...endOf(trails[0]), place, beginningOf(run.path)]);
}

/** The frames of the last step, innermost first. */
function endOf(trail: TrailDocument | undefined): FrameDocument[] {
  return (trail?.steps.at(-1)?.frames ?? []).toReversed();
}

function firstSpot(places: readonly ({ readonly path: string | null; readonly line: number; readonly column: number; readonly endColumn?: number } | null)[]): Spot | null {
  for (const place of places) {
    if (place === null || place.path === null || FOREIGN.test(place.path)) continue;
    const { path, line, column, endColumn } = place;
    return { path, line, column, ...(endColumn === undefined ? {} : { endColumn }) };
  }
  return null;
}

function beginningOf(path: string | null): Spot | null {
  return path === null ? null : { path, line: 1, column: 1 };
}

function stacksOf({ waits, trails }: VerdictDocument): Stack[] {
  if (waits.length > 0) return waits.map(({ task, frames }) => ({ what: `${task} waits here`, frames: frames.toReversed() }));
  return trails.flatMap(trailStacks);
}

function trailStacks(trail: TrailDocument): Stack[] {
  const { steps, object } = trail;
  const last = steps.at(-1);
  const events = object === null ? [] : ([['freed', object.freed], ['allocated', object.allocated]] as const).flatMap(([verb, event]) => (
    event === null || event.frames.length === 0 ? [] : [{ what: `${object.name} was ${verb} by ${event.task ?? 'setup'} in step ${event.step}`, frames: event.frames.toReversed() }]));
  return [...(last === undefined ? [] : [{ what: `${last.task} in step ${last.number}, the last`, frames: endOf(trail) }]), ...events];
}
