import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agree } from './agreement.js';
import { lowerShape } from './generator.js';
import { programShape } from './shapes.js';

const FIXED_SEED = 20_201_214;
/** Of each seed; the search for rare faults runs longer by itself. */
const RUNS = 250;

describe('a generated program', () => {
  const agreement = fc.asyncProperty(programShape, async shape => { await agree(lowerShape(shape)); });

  it('has one state space: naive checker, interpreter and compiled engine agree', async () => {
    expect(fc.defaultReportMessage(await fc.check(agreement, { seed: FIXED_SEED, numRuns: RUNS, includeErrorInReport: true }))).toBeUndefined();
  }, 300_000);

  it('has one state space from a seed that nobody has seen before (a failure prints it)', async () => {
    expect(fc.defaultReportMessage(await fc.check(agreement, { numRuns: RUNS, includeErrorInReport: true }))).toBeUndefined();
  }, 300_000);
});
