import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import { interpretEngine } from '../../src/checker/interpret/engine.js';
import type { Program } from '../../src/lang/ir.js';
import { walk } from './engine-walk.js';
import { lowerShape } from './generator.js';
import { explore } from './naive.js';
import { programShape } from './shapes.js';

const STATES_MAX = 20_000;
const FIXED_SEED = 20_201_214;
const RUNS = 1_000;

function agree(program: Program): void {
  const naive = explore(program, STATES_MAX);
  const interpreted = walk(interpretEngine(program), STATES_MAX);
  expect(interpreted.result).toEqual(naive);
  expect(walk(compileEngine(program), STATES_MAX)).toEqual(interpreted);
}

describe('generated programs', () => {
  it('have the same state space in the naive checker and the interpreter', () => {
    fc.assert(fc.property(programShape, shape => agree(lowerShape(shape))), { seed: FIXED_SEED, numRuns: RUNS });
  }, 120_000);
});
