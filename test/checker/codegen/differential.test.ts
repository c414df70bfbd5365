import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { interpretEngine } from '../../../src/checker/interpret/engine.js';
import { walk } from '../../oracle/engine-walk.js';
import { lowerShape } from '../../oracle/generator.js';
import { programShape } from '../../oracle/shapes.js';

const STATES_MAX = 20_000;
const FIXED_SEED = 5_110_000;
const RUNS = 1_000;

describe('the compiled engine', () => {
  it('emits what the reference interpreter emits, call by call, on generated programs', () => {
    fc.assert(
      fc.property(programShape, (shape) => {
        const program = lowerShape(shape);
        const compiled = walk(compileEngine(program), STATES_MAX);
        expect(compiled.emitted).toEqual(walk(interpretEngine(program), STATES_MAX).emitted);
      }),
      { seed: FIXED_SEED, numRuns: RUNS },
    );
  }, 240_000);
});
