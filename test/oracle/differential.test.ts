import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agree } from './agreement.js';
import { lowerShape } from './generator.js';
import { TooLarge } from './naive.js';
import { programShape } from './shapes.js';

const FIXED_SEED = 20_201_214;
/** Of each seed; the search for rare faults runs longer by itself. */
const RUNS = 250;

/** Few programs have a state space that would take the naive checker long: they are left out, and others taken. */
const STATES_MAX = 5_000;

async function agreesOrIsLarge(shape: Parameters<typeof lowerShape>[0]): Promise<void> {
  try {
    await agree(lowerShape(shape), STATES_MAX);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    fc.pre(false);
  }
}

/** A failure that is long to shrink is told as far as it was shrunk. */
const patience = { interruptAfterTimeLimit: 200_000, includeErrorInReport: true };

describe('a generated program', () => {
  const agreement = fc.asyncProperty(programShape, agreesOrIsLarge);

  it('has one state space: naive checker, interpreter and compiled engine agree', async () => {
    expect(fc.defaultReportMessage(await fc.check(agreement, { seed: FIXED_SEED, numRuns: RUNS, ...patience }))).toBeUndefined();
  }, 300_000);

  it('has one state space from a seed that nobody has seen before (a failure prints it)', async () => {
    expect(fc.defaultReportMessage(await fc.check(agreement, { numRuns: RUNS, ...patience }))).toBeUndefined();
  }, 300_000);
});
