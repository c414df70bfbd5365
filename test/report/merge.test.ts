import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckDocument } from '../../src/report/check-document.js';
import { mergeDocuments, type NamedDocument } from '../../src/report/merge.js';
import { reporters } from '../../src/report/reporters/index.js';
import { oddDocument, shardsOf } from './reporters/documents.js';

const named = (documents: readonly CheckDocument[]): NamedDocument[] => documents.map((document, at) => ({ name: `shard-${at}.json`, document }));

/** A document and the shards that it would have come in, in any order. */
const parts = fc.tuple(oddDocument, fc.integer({ min: 1, max: 4 })).chain(([whole, count]) => fc.record({
  whole: fc.constant(whole), count: fc.constant(count), homes: fc.array(fc.integer({ min: 1, max: count }), { minLength: whole.plan.length, maxLength: whole.plan.length }),
  order: fc.shuffledSubarray(Array.from({ length: count }, (_, at) => at), { minLength: count, maxLength: count }),
})).map(({ whole, count, homes, order }) => {
  const shards = shardsOf(whole, count, (check) => homes[whole.plan.indexOf(check)]!);
  return { whole, count, shards: order.map((at) => shards[at]!) };
});

describe('documents of shards', () => {
  test('in any order make the document of the whole command, to the byte, in every format', async () => {
    await fc.assert(fc.asyncProperty(parts, async ({ whole, shards }) => {
      const merged = mergeDocuments(named(shards));
      expect(JSON.stringify(merged)).toBe(JSON.stringify(whole));
      for (const { load } of Object.values(reporters)) {
        const report = await load();
        expect(report(merged)).toBe(report(whole));
      }
    }), { numRuns: 40 });
  });

  test('of which one is missing are inconclusive at least, and say so of each of its checks', () => {
    fc.assert(fc.property(parts.filter(({ count }) => count > 1), ({ whole, count, shards }) => {
      const [lost, ...kept] = shards;
      const merged = mergeDocuments(named(kept));
      const answered = new Set(kept.flatMap(({ runs, failures }) => [...runs.map(({ spec, variant }) => `${spec} @ ${variant}`), ...failures.map(({ about }) => about)]));
      const told = merged.failures.map(({ about }) => about);
      expect(told).toContain(`shard ${lost!.shard!.index} of ${count}`);
      for (const { spec, variant } of lost!.runs) expect(told).toContain(`${spec} @ ${variant}`);
      for (const check of answered) expect(merged.plan).toContain(check);
      expect(merged.exit).not.toBe(0);
      expect(merged.plan).toEqual(whole.plan);
    }), { numRuns: 40 });
  });
});

describe('documents that do not belong together', () => {
  const [whole] = fc.sample(oddDocument, { seed: 7, numRuns: 1 });
  const [first, second] = shardsOf(whole!, 2, (check) => (whole!.plan.indexOf(check) % 2) + 1);

  test.each<[string, CheckDocument[], string]>([
    ['of two commands', [first!, { ...second!, command: 'check' }], 'shard-0.json and shard-1.json are of different commands (gate and check): merge those of one'],
    ['a shard and a whole', [first!, whole!], 'shard-1.json and shard-0.json do not belong together: one is a shard, the other a whole'],
    ['shards of different counts', [first!, { ...second!, shard: { index: 2, count: 3 } }], 'are shards of different commands: one of 2, one of 3'],
    ['shards of different plans', [first!, { ...second!, plan: ['another'] }], 'they do not plan the same checks'],
    ['a shard twice', [first!, second!, { ...second! }], 'shard-1.json and shard-2.json are both shard 2 of 2: give one of them'],
    ['nothing', [], 'there is nothing to merge'],
  ])('are refused: %s', (_, documents, message) => {
    expect(() => mergeDocuments(named(documents))).toThrow(message);
  });

  test('are refused where a check is in two of them', () => {
    const [run] = fc.sample(oddDocument.filter(({ runs }) => runs.length > 0), { seed: 7, numRuns: 1 });
    expect(() => mergeDocuments(named([run!, run!]))).toThrow(/ is in shard-0\.json and in shard-1\.json: a check counts once$/);
  });
});
