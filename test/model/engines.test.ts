/** The reference interpreter and the compiled engine find the same state space for every spec of the kernel model. */
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Engine } from '../../src/checker/engine.js';
import { interpretEngine } from '../../src/checker/interpret/engine.js';
import { ALL_REDUCTIONS } from '../../src/checker/reductions.js';
import type { ExploreOptions } from '../../src/checker/search/exploration.js';
import { explore } from '../../src/checker/search/explore.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import { isHeavy, questions } from './small.js';

/** A larger space is compared as far as this: both search in the same order, so that the parts are the same as well. */
const STATES_MAX = isHeavy ? 8_000 : 1_000;

/** The same with reductions, where the interpreter tries each task's step at each state that is passed. */
const REDUCED_MAX = isHeavy ? 30 : 12;

async function account(engine: Engine, options: ExploreOptions): Promise<object> {
  const { states, passed, transitions, depth, fingerprint, violations, reports, hung, leak, complete } = await explore(engine, options);
  return { states, passed, transitions, depth, fingerprint, violations, reports, hung, leak, complete };
}

describe('the two engines', () => {
  it.each(questions())('agree on $name in $variant', async ({ file, variant }) => {
    const program = compile(loadSpec(file), variant);
    const options: ExploreOptions = { limits: { states: STATES_MAX } };
    expect(await account(compileEngine(program), options)).toEqual(await account(interpretEngine(program), options));
  });

  it.each(questions())('agree on $name in $variant with all reductions', async ({ file, variant }) => {
    const program = compile(loadSpec(file), variant);
    const options: ExploreOptions = { reductions: ALL_REDUCTIONS, limits: { states: REDUCED_MAX } };
    expect(await account(compileEngine(program), options)).toEqual(await account(interpretEngine(program), options));
  });
});
