import fc from 'fast-check';
import { describe, it } from 'vitest';
import { agree } from './agreement.js';
import { lowerShape } from './generator.js';
import { programShape } from './shapes.js';

const FIXED_SEED = 20_201_214;
const RUNS = 500;

describe('a generated program', () => {
  const agreement = fc.asyncProperty(programShape, async shape => {
    await agree(lowerShape(shape));
  });

  it('has one state space: naive checker, interpreter and compiled engine agree', async () => {
    await fc.assert(agreement, { seed: FIXED_SEED, numRuns: RUNS });
  }, 120_000);

  it('has one state space from a seed that nobody has seen before (a failure prints it)', async () => {
    await fc.assert(agreement, { numRuns: RUNS });
  }, 120_000);
});
