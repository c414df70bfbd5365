import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import { Fingerprint } from '../../src/checker/fingerprint.js';
import { explore } from '../../src/checker/search/explore.js';
import type { Program } from '../../src/lang/ir.js';
import { c, choose, l, ProgramBuilder, ret, store } from '../helpers/program.js';
import { race } from '../helpers/race.js';
import { anyProgram } from '../oracle/generator.js';

async function fingerprintOf(program: Program): Promise<string> {
  return (await explore(compileEngine(program))).fingerprint;
}

/** Setup chooses a value of `x` among `count`, from `first` up. */
function values(first: number, count: number): Program {
  const b = new ProgramBuilder();
  const x = b.global('x', { lo: -4096, hi: 4095 });
  b.task('T', null);
  b.setup({ locals: [{}], blocks: [{ do: [choose(0, c(count)), store(x, [], { kind: 'binary', op: '+', left: l(0), right: c(first) })], end: ret() }] });
  return b.build();
}

describe('the fingerprint of a state space', () => {
  it('does not depend on the order of columns, on ranges, or on function ids', async () => {
    const plain = await fingerprintOf(race());
    expect(plain).toMatch(/^[0-9a-f]{16}$/);
    for (const padding of ['before', 'after'] as const) expect(await fingerprintOf(race({ padding }))).toBe(plain);
    expect(await fingerprintOf(race({ top: 100 }))).toBe(plain);
    expect(await fingerprintOf(race({ extraFn: true }))).toBe(plain);
  });

  it('depends on what the states are', async () => {
    expect(await fingerprintOf(race({ addend: 0 }))).not.toBe(await fingerprintOf(race()));
  });

  it('tells single values apart, small, negative and large', async () => {
    const found = await Promise.all([-4096, -200, -9, -1, 0, 1, 2, 1000, 4095].map((value) => fingerprintOf(values(value, 1))));
    expect(new Set(found).size).toBe(found.length);
  });

  it('is not the same for sets of states whose values have the same sum', async () => {
    expect(await fingerprintOf(values(1, 2))).not.toBe(await fingerprintOf(values(0, 4)));
  });

  it('is the same in any order of states, and whether areas have numbers or not', async () => {
    await fc.assert(fc.asyncProperty(anyProgram, async (program) => {
      const engine = compileEngine(program);
      const found = await explore(engine, { limits: { states: 300 } });
      const backwards = new Fingerprint(engine.layout);
      for (let state = found.states - 1; state >= 0; state--) backwards.add(found.cellsOf(state));
      expect(backwards.toString()).toBe(found.fingerprint);
    }), { numRuns: 60, seed: 5_110_200 });
  });

  it('of no state is zero', () => {
    expect(new Fingerprint(compileEngine(race()).layout).toString()).toBe('0000000000000000');
  });

  it('of the race is this, so that a change of the hash is noticed', async () => {
    expect(await fingerprintOf(race())).toMatchInlineSnapshot(`"69b085c63a11ae17"`);
  });
});
