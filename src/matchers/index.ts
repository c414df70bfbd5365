/**
 * Matchers for `expect.extend` of vitest and jest. Each answers later: `await expect('specs/lost.ts').toBeViolated('none_lost')`.
 * Where a limit ended the search, or the model is at fault, both a matcher and its `.not` fail: nothing is known then.
 */
import type { CheckedSpec } from '../check-spec.js';
import { compareVariants } from '../compare-variants.js';
import { outcomeOfLikeness } from '../checker/compare/compare.js';
import { outcomeOf, type Subject, type Verdict } from '../checker/outcome.js';
import { REPORT_CLASSES, type ReportClass, type SpecInfo } from '../lang/compile.js';
import { pairName } from '../report/compare.js';
import { expectationText } from '../report/expectation.js';
import { answered, Misuse, type Answer, type MatcherContext, type MatcherResult } from './answer.js';
import { blindSpot, checkReceived, foundIn, labelOf, receivedSpec, shown, type MatcherOptions } from './subject.js';

export type { MatcherContext, MatcherResult } from './answer.js';
export type { MatcherOptions } from './subject.js';

/** The whole state space was explored, every property holds, no task hangs, no check reports. */
export function toBeProved(this: MatcherContext, received: unknown, options: MatcherOptions = {}): Promise<MatcherResult> {
  return answered(this, 'toBeProved', async () => {
    const checked = await checkReceived(received, options);
    const wrong = checked.result.verdicts.filter((verdict) => outcomeOf(verdict) !== 'proved');
    return told(checked, options, { what: 'be proved', found: wrong.filter(isFinding), isProved: wrong.length === 0 });
  });
}

/** The property is false in some run; without a name, any property is. */
export function toBeViolated(this: MatcherContext, received: unknown, property?: string, options: MatcherOptions = {}): Promise<MatcherResult> {
  return answered(this, 'toBeViolated', async () => {
    refuseOptions(property, "toBeViolated('name_of_property', options)");
    const checked = await checkReceived(received, options);
    const asked = checked.result.verdicts.filter(({ subject }) => isInvariant(subject) && (property === undefined || subject.name === property));
    if (asked.length === 0) throw new Misuse(unknownProperty(checked, property));
    const found = asked.filter(({ kind }) => kind === 'violated');
    const what = property === undefined ? 'violate a property' : `violate ${property}`;
    return told(checked, options, { what, found, isProved: blindSpot(checked) === null && asked.every(({ kind }) => kind === 'proved') });
  });
}

/** A built-in check reports of this class in some run, e.g. `use-after-free`; without a class, any does. */
export function toReport(this: MatcherContext, received: unknown, reportClass?: ReportClass, options: MatcherOptions = {}): Promise<MatcherResult> {
  return answered(this, 'toReport', async () => {
    refuseOptions(reportClass, "toReport('use-after-free', options)");
    if (reportClass !== undefined && !REPORT_CLASSES.includes(reportClass)) throw new Misuse(`'${String(reportClass)}' is no class of reports; they are: ${REPORT_CLASSES.join(', ')}`);
    const checked = await checkReceived(received, options);
    const found = checked.result.verdicts.filter((verdict) => 'reportClass' in verdict && verdict.subject.kind === 'checks' && (reportClass === undefined || verdict.reportClass === reportClass));
    return told(checked, options, { what: reportClass === undefined ? 'report' : `report ${reportClass}`, found, isProved: blindSpot(checked) === null });
  });
}

/** Some run comes to a state in which no task can go on, and one of them is not at a valid end. */
export function toHang(this: MatcherContext, received: unknown, options: MatcherOptions = {}): Promise<MatcherResult> {
  return answered(this, 'toHang', async () => {
    const checked = await checkReceived(received, options);
    const asked = checked.result.verdicts.filter(({ subject }) => subject.kind === 'hung');
    return told(checked, options, { what: 'hang', found: asked.filter(({ kind }) => kind === 'hung'), isProved: blindSpot(checked) === null && asked.every(({ kind }) => kind === 'proved') });
  });
}

/** Every variant that the spec expects something of is as expected, that and nothing else, and variants that are the same are; with a variant, that one. */
export function toMeetExpectations(this: MatcherContext, received: unknown, options: MatcherOptions = {}): Promise<MatcherResult> {
  return answered(this, 'toMeetExpectations', async () => {
    const spec = receivedSpec(received);
    const answers: Answer[] = [];
    for (const variant of options.variant === undefined ? spec.variants : [options.variant]) answers.push(await expected(spec, { ...options, variant }));
    for (const pair of options.variant === undefined ? spec.same : []) answers.push(await alike(spec, pair, options));
    const is = answers.some((answer) => answer.is === false) ? false : answers.some((answer) => answer.is === null) ? null : true;
    return { is, text: is === true ? `expected ${spec.name} not to meet its expectations, but it does, under ${spec.variants.join(', ')}` : answers.filter((answer) => answer.is !== true).map(({ text }) => text).join('\n\n') };
  });
}

/** What a matcher looked for: `found` shows that it is there (or, of toBeProved, not), `isProved` that it is not. */
interface Looked {
  readonly what: string;
  readonly found: readonly Verdict[];
  readonly isProved: boolean;
}

function told(checked: CheckedSpec, options: MatcherOptions, { what, found, isProved }: Looked): Answer {
  const label = labelOf(checked);
  const sought = what !== 'be proved';
  if (found.length > 0) {
    const counterexamples = shown(checked, found, options);
    return { is: sought, text: sought ? `expected ${label} not to ${what}, but it does${counterexamples}` : `expected ${label} to be proved, but found ${foundIn(checked)}${counterexamples}` };
  }
  if (!isProved) return { is: null, text: `it cannot be told whether ${label} ${questionOf(what)}: ${blindSpot(checked) ?? 'it could not be evaluated'}${shown(checked, checked.result.verdicts.filter(({ kind }) => kind === 'model'), options)}` };
  if (sought) return { is: false, text: `expected ${label} to ${what}, but found ${foundIn(checked)}${shown(checked, checked.result.verdicts, options)}` };
  return { is: true, text: `expected ${label} not to be proved, but it is: ${checked.result.counts.states} states, all of them explored, and nothing is wrong in any` };
}

async function expected(spec: SpecInfo, options: MatcherOptions): Promise<Answer> {
  const checked = await checkReceived(spec, options);
  const { comparison, expectation, variant } = checked;
  if (comparison === null || expectation === null) throw new Misuse(`${spec.name} expects nothing of variant '${variant}'; it has ${spec.variants.join(', ')}`);
  const missing = comparison.missing.length === 0 ? '' : `, without ${comparison.missing.join(' and ')}`;
  const text = `expected ${labelOf(checked)} to be ${expectationText(expectation)}, but found ${foundIn(checked)}${missing}${shown(checked, comparison.unexpected, options)}`;
  return { is: comparison.met ? true : comparison.outcome === 'inconclusive' || comparison.outcome === 'model' ? null : false, text };
}

async function alike(spec: SpecInfo, [a, b]: readonly [string, string], { engine, limits, signal }: MatcherOptions): Promise<Answer> {
  const { kind } = await compareVariants(spec, a, b, { ...(engine && { engine }), ...(limits && { limits }), ...(signal && { signal }) });
  const outcome = outcomeOfLikeness(kind);
  const text = `expected ${spec.name} @ ${pairName([a, b])} to be the same, but they are ${kind} (fdcheck compare ${spec.name} --variants ${a},${b} shows where)`;
  return { is: outcome === 'proved' ? true : kind === 'parted' ? false : null, text };
}

function isFinding({ kind }: Verdict): boolean {
  return kind === 'violated' || kind === 'hung' || kind === 'report' || kind === 'unreached';
}

function isInvariant(subject: Subject): subject is Subject & { readonly name: string } {
  return subject.kind === 'always' || subject.kind === 'final';
}

/** `be proved` → `is proved`, `hang` → `hangs`. */
function questionOf(what: string): string {
  if (what === 'be proved') return 'is proved';
  const [verb = '', ...rest] = what.split(' ');
  return [`${verb}s`, ...rest].join(' ');
}

function unknownProperty({ spec, result }: CheckedSpec, property: string | undefined): string {
  const invariants = result.verdicts.flatMap(({ subject }) => (isInvariant(subject) ? [subject.name] : []));
  const listed = [...new Set(invariants)].join(', ') || 'none';
  if (property === undefined) return `${spec.name} has no property that could be violated: list one under always or final`;
  const isReachable = result.verdicts.some(({ subject }) => subject.kind === 'reachable' && subject.name === property);
  const why = isReachable ? `'${property}' is reached or unreached, and never violated` : `${spec.name} has no property '${property}'`;
  return `${why}; it lists under always and final: ${listed}`;
}

/** A first argument that must be a name, and is something else, e.g. the options. */
function refuseOptions(name: unknown, shape: string): void {
  if (name === undefined || typeof name === 'string') return;
  const hint = typeof name === 'function' ? ` (a model is never run: give the name, '${name.name}', and not the function)` : '';
  throw new Misuse(`the first argument must be a name: ${shape}${hint}`);
}
