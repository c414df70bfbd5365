import { describe, expect, it } from 'vitest';
import { check } from '../../src/checker/check.js';
import { programHash } from '../../src/checker/trail.js';
import type { Program } from '../../src/lang/ir.js';
import { programOf } from '../helpers/front.js';

const RACE = `let counter: Int<0, 3> = 0;
function increment(): void {
  const seen = counter;
  const next = seen + 1;
  counter = next;
}
function none_lost(): boolean { return !(idle(0) && idle(1)) || counter === 2; }`;

function program(text: string): Program {
  return { ...programOf(text, 'tasks: { A: increment, B: increment }, always: [none_lost]'), spec: 'race' };
}

describe('a program whose locals are called otherwise', () => {
  const [before, after] = [program(RACE), program(RACE.replaceAll('seen', 'old').replaceAll('next', 'new_value'))];

  it('has the same hash', () => {
    expect(programHash(after)).toBe(programHash(before));
    expect(after.fns.flatMap(({ locals }) => locals.map(({ name }) => name))).not.toEqual(before.fns.flatMap(({ locals }) => locals.map(({ name }) => name)));
  });

  it('has the same counts, fingerprint, verdicts with their trails, and firing', async () => {
    const [one, other] = [await check(before), await check(after)];
    expect(other.counts).toEqual(one.counts);
    expect(other.verdicts).toEqual(one.verdicts);
    expect(other.firing).toEqual(one.firing);
  });

  it('has another hash where it does something else', () => {
    expect(programHash(program(RACE.replace('seen + 1', 'seen + 2')))).not.toBe(programHash(before));
  });
});

describe('the firing of steps', () => {
  it('counts the transitions that start at each control point of a function, by its ordinal', async () => {
    const { firing, counts, unfired } = await check(program(RACE));
    expect(Object.keys(firing)).toEqual(['increment']);
    expect(firing['increment']!.reduce((sum, count) => sum + count, 0)).toBe(counts.transitions);
    expect(unfired).toEqual([]);
  });
});
