/** Documents as a run would make them, with names that nobody would choose. */
import fc from 'fast-check';
import type { Outcome } from '../../../src/checker/outcome.js';
import { deciding } from '../../../src/checker/outcome.js';
import { checkDocument, comparisonName, runName, type CheckDocument, type FailureDocument } from '../../../src/report/check-document.js';
import type { PairDocument } from '../../../src/report/compare-document.js';
import type { RunDocument, StepDocument, TrailDocument, VerdictDocument } from '../../../src/report/document.js';
import type { FrameDocument } from '../../../src/report/place.js';

/** What formats use for themselves. */
const ODD = ['"', "'", '<', '>', '&', ']]>', '\n', '\r\n', '\t', '%', '%0A', '#', ' # SKIP ', ' # TODO ', '\\', '\\#', '|', '`', '```', '*', '_', '{', '}', '::', ',', '=', '😀', 'ä', '\u0000', '\u001b[31m', '\u2028', '\u0085', '\uFFFE', '---', '...', '- ', 'ok 1', 'not ok 2', '1..3', '@', '/', '..'];

/** A name that is no white space alone. */
export const oddText: fc.Arbitrary<string> = fc.array(fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'grapheme', maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 3 })), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('')).filter((text) => text.trim() !== '' && !text.includes(' @ '));

/** A path from the root of a repository. */
const oddPath = fc.array(oddText.map((part) => part.replaceAll('/', '')).filter((part) => part.trim() !== '' && part !== '.' && part !== '..' && part !== 'node_modules'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

const outcome = fc.constantFrom<Outcome>('safety', 'deadlock', 'assertion', 'unreached', 'model', 'inconclusive');

const frame: fc.Arbitrary<FrameDocument> = fc.record({
  function: oddText, file: oddText, path: fc.option(oddPath), line: fc.integer({ min: 1, max: 9999 }), column: fc.integer({ min: 1, max: 200 }),
});

const step: fc.Arbitrary<Omit<StepDocument, 'number'>> = fc.record({
  task: fc.constantFrom('A', 'B', 'T #1 <&>'), choices: fc.constant([]), stack: fc.constant(['f']), frames: fc.array(frame, { minLength: 1, maxLength: 3 }), file: oddText, line: fc.constant(1), text: oddText,
  op: fc.constant('store'), order: fc.constant('plain'), place: fc.constant(null), changes: fc.array(fc.record({ cell: oddText, before: oddText, after: oddText }), { maxLength: 2 }), returns: fc.constant([]), report: fc.option(oddText),
});

const trail: fc.Arbitrary<TrailDocument> = fc.record({
  address: oddText, start: fc.constant({}), steps: fc.array(step, { maxLength: 5 }).map((steps) => steps.map((one, at) => ({ ...one, number: at + 1 }))),
  object: fc.option(fc.record({ name: oddText, freed: fc.option(fc.record({ step: fc.nat(9), task: fc.option(oddText), frames: fc.array(frame, { maxLength: 2 }) })), allocated: fc.constant(null) })),
});

const verdict: fc.Arbitrary<VerdictDocument> = fc.record({ outcome: fc.oneof(outcome, fc.constant<Outcome>('proved')), name: oddText, title: oddText, text: oddText, summary: fc.option(oddText), unexpected: fc.boolean(), trails: fc.array(trail, { maxLength: 2 }), frames: fc.array(frame, { maxLength: 2 }) })
  .map(({ frames, ...one }) => ({
    ...one, about: 'always' as const, verdict: one.outcome === 'proved' ? 'proved' as const : 'violated' as const, unexpected: one.unexpected && one.outcome !== 'proved', detail: null, place: null,
    waits: frames.length === 0 ? [] : [{ task: 'A', frames }], shortest: null, trails: one.outcome === 'proved' ? [] : one.trails,
  }));

const body: fc.Arbitrary<Body> = fc.record({ path: fc.option(oddPath), question: oddText, expected: oddText, found: oddText, text: oddText, missing: fc.array(oddText, { maxLength: 1 }), verdicts: fc.array(verdict, { maxLength: 3 }) });

type Body = Pick<RunDocument, 'path' | 'question' | 'expected' | 'found' | 'text' | 'missing' | 'verdicts'>;

/** A run of which the rest does not matter. */
export function runOf(spec: string, variant: string, given: Body): RunDocument {
  const asExpected = given.missing.length === 0 && given.verdicts.every(({ unexpected }) => !unexpected);
  return {
    ...given, spec, variant, programHash: '0'.repeat(64), asExpected, outcome: deciding(given.verdicts.map((one) => one.outcome)), measures: [],
    statistics: { complete: true, stopped: null, states: 3, passed: 0, transitions: 4, generated: 5, depth: 2, fingerprint: '0123456789abcdef', meanOut: 1, maxOut: 2, neverTaken: [] },
    scope: { tasks: ['A'], bounds: {}, faults: {}, reductions: [], symmetry: { found: [], notes: [] }, memoryModel: 'sequentially consistent', atomicClaims: [] },
  };
}

function pairOf(spec: string, variant: string, path: string | null, asExpected: boolean): PairDocument {
  return {
    path, asExpected, text: `${spec} @ ${variant} = other`, comparison: {
      spec, question: '', variants: [variant, 'other'], programHashes: ['0', '0'], likeness: asExpected ? 'bisimilar' : 'parted', outcome: asExpected ? 'proved' : 'safety', stopped: null, sides: [{ variant, initials: 1, states: 1, transitions: 1 }],
      classes: null, notCompared: { onlyIn: {}, sizesDiffer: [] }, fault: null, parting: null,
    },
  };
}

type Found = { readonly run: RunDocument } | { readonly pair: PairDocument } | { readonly failure: FailureDocument } | { readonly skipped: string };

const kinds = fc.constantFrom('run', 'run', 'run', 'pair', 'failure', 'skipped');

/** What was found of a spec, each variant once. */
const found: fc.Arbitrary<Found[]> = fc.record({ spec: oddText, path: fc.option(oddPath), cases: fc.uniqueArray(fc.record({ kind: kinds, variant: oddText, body, good: fc.boolean(), message: oddText }), { minLength: 1, maxLength: 4, selector: ({ variant }) => variant }) })
  .map(({ spec, path, cases }) => cases.map(({ kind, variant, body: given, good, message }): Found => {
    if (kind === 'pair') return { pair: pairOf(spec, variant, path, good) };
    if (kind === 'failure') return { failure: { about: `${spec} @ ${variant}`, path, outcome: 'system', message, diagnostics: [] } };
    return kind === 'skipped' ? { skipped: `${spec} @ ${variant}` } : { run: runOf(spec, variant, { ...given, path }) };
  }));

/** A document; its checks are named differently. */
export const oddDocument: fc.Arbitrary<CheckDocument> = fc.record({
  specs: fc.uniqueArray(found, { minLength: 1, maxLength: 4, selector: (one) => specOf(one[0]!) }), strange: fc.array(fc.record({ about: oddText, message: oddText }), { maxLength: 2 }), drifting: fc.boolean(),
}).map(({ specs, strange, drifting }) => {
  const all = specs.flat();
  const runs = all.flatMap((one) => ('run' in one ? [one.run] : []));
  const pairs = all.flatMap((one) => ('pair' in one ? [one.pair] : []));
  const failures = all.flatMap((one) => ('failure' in one ? [one.failure] : []));
  const drifts = [...(drifting && runs.length > 0 ? [{ about: runName(runs[0]!), message: 'states: 3 → 4\ndepth: 1 → 2' }] : []), ...strange];
  return checkDocument({
    command: 'gate', runs, pairs, failures, drifts, skipped: all.flatMap((one) => ('skipped' in one ? [one.skipped] : [])), plan: all.map(nameOf),
    outcome: deciding([...runs.flatMap(({ verdicts }) => verdicts.filter(({ unexpected }) => unexpected).map((one) => one.outcome)), ...failures.map((one) => one.outcome), ...(drifts.length > 0 ? ['drift' as const] : [])]),
  });
});

/** The parts of a document that shards would write; `of` says which shard, from 1, has a check. */
export function shardsOf(document: CheckDocument, count: number, of: (check: string) => number): CheckDocument[] {
  return Array.from({ length: count }, (_, at) => at + 1).map((index) => {
    const mine = (check: string): boolean => of(check) === index;
    const runs = document.runs.filter((run) => mine(runName(run)));
    const pairs = document.pairs.filter((pair) => mine(comparisonName(pair)));
    const failures = document.failures.filter(({ about }) => mine(about));
    return { ...document, shard: { index, count }, runs, pairs, failures, skipped: document.skipped.filter(mine) };
  });
}

function nameOf(one: Found): string {
  if ('run' in one) return runName(one.run);
  if ('pair' in one) return comparisonName(one.pair);
  return 'failure' in one ? one.failure.about : one.skipped;
}

function specOf(one: Found): string {
  const name = nameOf(one);
  return name.slice(0, name.lastIndexOf(' @ '));
}
