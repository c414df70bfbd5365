import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { interpretEngine } from '../../../src/checker/interpret/engine.js';
import { explore } from '../../../src/checker/search/explore.js';
import type { Exploration } from '../../../src/checker/search/exploration.js';
import { lowerShape } from '../../oracle/generator.js';
import { programShape } from '../../oracle/shapes.js';

/** Counts of a search that was cut agree too. */
const STATES_MAX = 1_000;
const FIXED_SEED = 5_110_001;
const RUNS = 150;

/** All that an exploration says, the trail to its last state included. */
function account(found: Exploration): unknown {
  const { trailTo, cellsOf, ...facts } = found;
  const last = found.states - 1;
  return { ...facts, last: last < 0 ? null : { trail: trailTo(last), cells: [...cellsOf(last)] } };
}

describe('a search', () => {
  it('finds the same through the compiled engine as through the interpreter', async () => {
    await fc.assert(
      fc.asyncProperty(programShape, async (shape) => {
        const program = lowerShape(shape);
        const compiled = await explore(compileEngine(program), { limits: { states: STATES_MAX } });
        expect(account(compiled)).toEqual(account(await explore(interpretEngine(program), { limits: { states: STATES_MAX } })));
      }),
      { seed: FIXED_SEED, numRuns: RUNS },
    );
  }, 240_000);
});
