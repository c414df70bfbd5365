/**
 * Every spec and every known-answer model comes to the same under every set of reductions. `FDCHECK_HEAVY=1` (npm run test:heavy) has the large
 * specs, too; those of specs/heavy/ are compared there with what is accepted (results/), for without reductions they have up to 25 million states.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { explore } from '../../../src/checker/search/explore.js';
import { compile, loadSpec } from '../../../src/lang/compile.js';
import { subsets, verdictsUnder } from '../../helpers/subsets.js';
import { isHeavy, questions as sampled } from '../../model/small.js';

const known = fileURLToPath(new URL('../../known/models/', import.meta.url));
/** States without reductions, above which a question is left to the heavy run. */
const STATES_SMALL = 1_000;
const STATES_MAX = 1_000_000;

const questions = [
  ...sampled(),
  ...readdirSync(known).map((name) => ({ name, variant: 'base', file: `${known}${name}` })),
];

const compared: string[] = [];

describe('every set of reductions comes to the same', () => {
  it.each(questions)('on $name in $variant', async ({ name, variant, file }) => {
    const program = compile(loadSpec(file), variant);
    const { complete } = await explore(compileEngine(program), { limits: { states: isHeavy ? STATES_MAX : STATES_SMALL } });
    expect(complete || !isHeavy).toBe(true);
    if (!complete) return;
    compared.push(name);
    const [none, ...others] = subsets;
    const unreduced = await verdictsUnder(program, none!, STATES_MAX);
    for (const subset of others) expect({ subset, found: await verdictsUnder(program, subset, STATES_MAX) }).toEqual({ subset, found: unreduced });
  }, 600_000);

  it('and enough of them were small enough to be compared', () => {
    expect(compared.length).toBeGreaterThan(isHeavy ? questions.length / 2 : questions.length / 4);
  });
});
