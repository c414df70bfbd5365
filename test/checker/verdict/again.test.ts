import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { EngineBug } from '../../../src/checker/interpret/bug.js';
import type { Exploration } from '../../../src/checker/search/exploration.js';
import { explore } from '../../../src/checker/search/explore.js';
import { searchAgain } from '../../../src/checker/verdict/again.js';
import type { Program } from '../../../src/lang/ir.js';
import { counterRace, gatedLockInversion, leak, useAfterFree } from '../../helpers/models.js';

/** Searches again for what `change` makes of what a first search found. */
async function again(program: Program, change: (found: Exploration) => Partial<Exploration> = () => ({})): Promise<Exploration> {
  const engine = compileEngine(program);
  const found = await explore(engine);
  return searchAgain(engine, { ...found, ...change(found) }, {});
}

describe('a second search', () => {
  it('ends before it begins where nothing was found', async () => {
    const { complete, limit, states } = await again(leak(true));
    expect({ complete, limit, states }).toEqual({ complete: false, limit: null, states: 1 });
  });

  it('finds reports, leaks and cycles of locks again', async () => {
    expect((await again(useAfterFree())).reports.map(({ report }) => report).toSorted()).toEqual([0, 1]);
    expect((await again(leak(false))).leak).not.toBeNull();
    expect((await again(gatedLockInversion())).lockEdges.length).toBeGreaterThanOrEqual(2);
  });

  it('that finds less than a reduced one is a fault of fdcheck', async () => {
    await expect(again(counterRace(), () => ({ hung: 0 }))).rejects.toThrow(EngineBug);
    await expect(again(counterRace(), () => ({ hung: 0 }))).rejects.toThrow('found what none without them finds');
  });

  it('that finds a property broken of which a reduced one said that it holds is a fault of fdcheck', async () => {
    const forgets = ({ violations }: Exploration) => ({ violations: violations.map((state, at) => (at === 1 ? null : state)) });
    await expect(again(counterRace(), forgets)).rejects.toThrow('a search with reductions lost what is to be said of counter_is_never_one');
  });
});
