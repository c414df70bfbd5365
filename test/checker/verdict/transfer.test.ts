import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { check, EngineBug } from '../../../src/checker/check.js';
import type { Verdict } from '../../../src/checker/outcome.js';
import { behaviourHash, programHash, type Trail } from '../../../src/checker/trail.js';
import { transfer } from '../../../src/checker/verdict/transfer.js';
import type { Program } from '../../../src/lang/ir.js';
import { compile, loadSpec } from '../../../src/lang/compile.js';
import { programOf } from '../../helpers/front.js';
import { counterRace } from '../../helpers/models.js';

const program = counterRace();
const renamed = laterOf(program);

function laterOf(before: Program): Program {
  return { ...before, variant: 'later', fns: before.fns.map((fn) => ({ ...fn, name: `${fn.name}_fd` })) };
}

function trailsOf(verdict: Verdict): readonly Trail[] {
  return 'trails' in verdict ? verdict.trails : [];
}

function trailOf(verdict: Verdict): Trail | null {
  return 'trail' in verdict ? verdict.trail : null;
}

describe('a verdict said of a program that is the same up to names', () => {
  test('has the same moves, under the address of that program', async () => {
    const { verdicts } = await check(program);
    const moved = verdicts.map((verdict) => transfer(verdict, renamed));
    expect(moved.map(({ kind, subject }) => ({ kind, subject }))).toEqual(verdicts.map(({ kind, subject }) => ({ kind, subject })));
    const trails = moved.flatMap((verdict) => trailOf(verdict) ?? []);
    expect(trails.length).toBeGreaterThan(1);
    expect(trails.map(({ steps }) => steps)).toEqual(verdicts.flatMap((verdict) => trailOf(verdict)?.steps ? [trailOf(verdict)!.steps] : []));
    for (const trail of trails) expect(trail).toMatchObject({ variant: 'later', programHash: programHash(renamed) });
  });

  test('is what a search of that program finds by itself: a patch of the kernel that renames', async () => {
    const spec = loadSpec(fileURLToPath(new URL('../../../specs/fdtable/close-against-fget.ts', import.meta.url)));
    const [before, after] = [compile(spec, 'v5.10'), compile(spec, 'v5.10+series/7')];
    expect(programHash(after)).not.toBe(programHash(before));
    expect(behaviourHash(after)).toBe(behaviourHash(before));
    const [found, own] = [await check(before), await check(after)];
    expect(found.verdicts.map((verdict) => transfer(verdict, after))).toEqual(own.verdicts);
    expect(own.outcome).toBe('safety');
  });

  test('is one about a measure that cannot be taken', async () => {
    const measuring = programOf(`
      let parts: Int<0, 1> = 1;
      function task(): void { parts = 0; }
      function share(): int { return 4 / parts; }
    `, 'tasks: { A: task }, measure: [share]');
    const { verdicts } = await check(measuring);
    const errors = verdicts.filter(({ subject }) => subject.kind === 'measure');
    expect(errors.map(({ kind }) => kind)).toEqual(['model']);
    expect(errors.map((verdict) => transfer(verdict, laterOf(measuring)))).toMatchObject(errors.map(({ kind, subject }) => ({ kind, subject })));
    const taken: Program = { ...laterOf(measuring), measures: [] };
    expect(() => transfer(errors[0]!, taken)).toThrow(EngineBug);
  });

  test('is a cycle of the lock order of which an edge ends in another report', async () => {
    const locking = programOf(`
      const first: spinlock_t = zeroed();
      const second: spinlock_t = zeroed();
      function one(): void { spin_lock(first); spin_lock(second); BUG_ON(true); }
      function other(): void { spin_lock(second); spin_lock(first); spin_unlock(first); spin_unlock(second); }
    `, 'tasks: { A: one, B: other }');
    const { verdicts } = await check(locking);
    const reported = verdicts.filter((verdict) => verdict.kind === 'report');
    expect(reported.map(({ reportClass }) => reportClass).toSorted()).toEqual(['bug', 'lockdep']);
    const moved = reported.map((verdict) => transfer(verdict, laterOf(locking)));
    expect(moved.map(trailsOf)).toEqual(reported.map(trailsOf).map((trails) => trails.map((trail) => ({ ...trail, variant: 'later', programHash: programHash(laterOf(locking)) }))));
  });

  test('is refused where the trail ends otherwise', async () => {
    const violated = (await check(program)).verdicts.find((verdict) => verdict.kind === 'violated' && 'name' in verdict.subject && verdict.subject.name === 'nothing_lost')!;
    const bounded = program.properties.find(({ name }) => name === 'counter_is_bounded')!;
    const mended: Program = { ...renamed, properties: renamed.properties.map((one) => (one.name === 'nothing_lost' ? { ...one, fn: bounded.fn } : one)) };
    expect(() => transfer(violated, mended)).toThrow(EngineBug);
  });

  test('is refused where the trail cannot be taken', async () => {
    const violated = (await check(program)).verdicts.find((verdict) => trailOf(verdict)?.steps.some(({ task }) => task === 1) === true)!;
    expect(() => transfer(violated, { ...renamed, tasks: renamed.tasks.slice(0, 1) })).toThrow('is none of this one');
  });
});
