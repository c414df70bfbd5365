/**
 * Reductions rely on the discipline of locks, of publication and of references. These small programs keep it, and their mutants break it:
 * whatever set of reductions is on, the programs are proved and the mutants are not.
 */
import { describe, expect, it } from 'vitest';
import { programOf } from '../../helpers/front.js';
import { subsets, verdictsUnder } from '../../helpers/subsets.js';
import { alike } from './mutants/alike.js';
import { locks } from './mutants/locks.js';
import { mutated, type Model, type Source } from './mutants/model.js';
import { objects } from './mutants/objects.js';
import { sections } from './mutants/sections.js';
import { waiting } from './mutants/waiting.js';

const models: readonly Model[] = [...sections, ...locks, ...objects, ...waiting, ...alike];

/** Fails unless every set of reductions comes to the same as the empty one; gives what that is. */
async function agreed({ text, options }: Source): Promise<string[]> {
  const program = programOf(text, options);
  const verdicts = await Promise.all(subsets.map((subset) => verdictsUnder(program, subset)));
  const [unreduced] = verdicts;
  if (!unreduced) throw new Error('there is no set of reductions');
  expect(verdicts.map((found, k) => ({ ...subsets[k], found }))).toEqual(subsets.map((subset) => ({ ...subset, found: unreduced })));
  return unreduced;
}

describe.each(models.map((model) => [model.title, model] as const))('%s', (_, model) => {
  it('is right under every set of reductions', async () => {
    const verdicts = await agreed(model);
    expect(verdicts).toEqual(model.verdicts ?? []);
    expect(verdicts.filter((word) => !word.startsWith('reached '))).toEqual([]);
  });

  it.each(model.mutants.map((mutant) => [mutant.title, mutant] as const))('is told from the mutant: %s', async (_, mutant) => {
    const verdicts = await agreed(mutated(model, mutant));
    expect(verdicts).toEqual(mutant.verdicts);
    expect(verdicts).not.toEqual(model.verdicts ?? []);
  });
});
