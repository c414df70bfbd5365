/**
 * Random programs and random models under every set of reductions. FDCHECK_FUZZ_MINUTES=10 runs each of the two kinds for so long, from a seed
 * that nobody has seen before; FDCHECK_FUZZ_SEED gives one.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/lang/ir.js';
import { programOf } from '../../helpers/front.js';
import { disagreements, TooManyStates, toldOf } from '../../oracle/reduction-agreement.js';
import { contractShape, lowerContract } from '../../oracle/reduction-programs.js';
import { modelOf, modelShape } from '../../oracle/reduction-shapes.js';

const FIXED_SEED = 20_261_125;
const STATES_MAX = 3_000;

const minutes = Number(process.env['FDCHECK_FUZZ_MINUTES'] ?? 0);
const seed = process.env['FDCHECK_FUZZ_SEED'];
const TIMEOUT = 120_000 + 2 * minutes * 60_000;

/** Fails unless the program comes to the same under every set; says of which one it is. */
async function agrees(program: Program, told: string): Promise<void> {
  try {
    const found = await disagreements(program, STATES_MAX);
    if (found.length > 0) throw new Error(`${toldOf(found)}\n${told}`);
  } catch (error) {
    if (error instanceof TooManyStates) return fc.pre(false);
    throw error instanceof Error && !error.message.includes(told) ? new Error(`${error.message}\n${told}`, { cause: error }) : error;
  }
}

/** What went wrong, or nothing: of a sample for every day, or for as long as the environment asks for. */
async function failureOf<T>(shape: fc.Arbitrary<T>, runs: number, body: (shape: T) => Promise<void>): Promise<string> {
  const run = await fc.check(fc.asyncProperty(shape, body), minutes === 0
    ? { seed: FIXED_SEED, numRuns: runs, interruptAfterTimeLimit: 100_000 }
    : { ...(seed === undefined ? {} : { seed: Number(seed) }), numRuns: 1_000_000_000, interruptAfterTimeLimit: minutes * 60_000 });
  if (run.numRuns === 0) return 'nothing was tried';
  if (minutes > 0) process.stderr.write(`${run.numRuns} tried, ${run.numSkips} skipped\n`);
  return run.errorInstance === null ? '' : `${String(run.errorInstance)}\nseed ${run.seed}, path ${run.counterexamplePath}`;
}

describe('every set of reductions comes to the same', () => {
  it('on random programs', async () => {
    expect(await failureOf(contractShape, 30, (shape) => agrees(lowerContract(shape), JSON.stringify(shape)))).toBe('');
  }, TIMEOUT);

  it('on random models', async () => {
    const failure = await failureOf(modelShape, 50, async (shape) => {
      const { text, options } = modelOf(shape);
      await agrees(programOf(text, options), `${text}\n${options}`);
    });
    expect(failure).toBe('');
  }, TIMEOUT);
});
