import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreesWithJavaScript } from './text-agreement.js';
import { textShape, type TextShape } from './text-shapes.js';

const FIXED_SEED = 20_210_214;
const RUNS = 150;

/** A place is evaluated once: its index is loaded once, though the element is loaded and stored. */
const countsAtAnIndexThatChanges: TextShape = {
  setup: [], helper: [], pair: [],
  tasks: [
    [{ kind: 'store', how: 'plain', place: { kind: 'global', name: 'g2' }, value: { kind: 'const', value: 1 }, ghost: null }],
    [{ kind: 'count', how: '+=', element: true, by: { kind: 'const', value: 1 } }, { kind: 'count', how: '++', element: true, by: { kind: 'const', value: 1 } }],
  ],
};

describe('a generated model text', () => {
  let folder = '';
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'fdcheck-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  const agreement = fc.asyncProperty(textShape, shape => agreesWithJavaScript(shape, folder));

  it('means what JavaScript computes, along every schedule, in all engines', async () => {
    const run = await fc.check(agreement, { seed: FIXED_SEED, numRuns: RUNS, examples: [[countsAtAnIndexThatChanges]], includeErrorInReport: true });
    expect(fc.defaultReportMessage(run)).toBeUndefined();
  }, 120_000);

  it('means what JavaScript computes from a seed that nobody has seen before (a failure prints it)', async () => {
    expect(fc.defaultReportMessage(await fc.check(agreement, { numRuns: RUNS, includeErrorInReport: true }))).toBeUndefined();
  }, 120_000);
});
