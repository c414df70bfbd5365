import { describe, expect, it } from 'vitest';
import { check, type CheckResult } from '../../../src/checker/check.js';
import type { Program } from '../../../src/lang/ir.js';
import { programOf } from '../../helpers/front.js';

/** Each task adds under the lock, time and again; one of them reads without it at first, which no search knows in the beginning. */
const program = programOf(`
  const lock: spinlock_t = zeroed();
  let n: Int<0, 6> = 0;
  let seen: Int<0, 6> = 0;
  function add(): void { spin_lock(lock); const old = n; n = old + 1; spin_unlock(lock); }
  function writer(): void { add(); add(); add(); }
  function reader(): void { seen = n; add(); add(); add(); }
  function value(): int { return seen; }
  function all_seen(): boolean { return seen === 3; }
  function none_lost(): boolean { return n === 6; }
`, 'tasks: { W: writer, R: reader }, reachable: [all_seen], final: [none_lost], measure: [value]');

/** A signal that is aborted when it is looked at for the n-th time. */
function abortedAt(looks: number): AbortSignal {
  let looked = 0;
  return new Proxy(new AbortController().signal, { get: (signal, key) => (key === 'aborted' ? ++looked > looks : Reflect.get(signal, key) as unknown) });
}

async function cuts(of: Program): Promise<CheckResult[]> {
  const found: CheckResult[] = [];
  for (let looks = 0; ; looks++) {
    const result = await check(of, { signal: abortedAt(looks) });
    if (result.complete) return found;
    found.push(result);
  }
}

describe('a search that is interrupted', () => {
  it('shows only what can be replayed, wherever that happens: also where it has just dropped what it believed of the locks', async () => {
    const whole = await check(program);
    const found = await cuts(program);
    expect(found.length).toBeGreaterThan(5);
    expect(new Set(found.map(({ limit }) => limit))).toEqual(new Set(['interrupt']));
    const known = new Set(whole.verdicts.map(({ kind }) => kind));
    for (const { verdicts } of found) for (const { kind } of verdicts) expect([...known, 'inconclusive']).toContain(kind);
    // Of these searches some came to an end of the program, and some were cut where a belief was dropped: back at the start.
    expect(found.some(({ measures }) => measures[0]!.least !== null)).toBe(true);
    expect(found.slice(1).filter(({ counts }) => counts.states === 1).length).toBeGreaterThan(0);
  });
});
