import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

describe('marked accesses', () => {
  it('a plain increment is two steps, and can be lost', async () => {
    const found = await run('let n: Int<0, 2> = 0; function add(): void { n++; } function both(): boolean { return n === 2; }', 'tasks: { T1: add, T2: add }, final: [both]');
    expect(found.violated).toEqual(['both']);
  });

  it('xchg takes a value once', async () => {
    const found = await run(`let token: Int<0, 1> = 1; const count: atomic_t = zeroed();
      function take(): void { if (xchg(token, 0)) atomic_inc(count); }
      function once(): boolean { return count.counter === 1; }`, 'tasks: { T1: take, T2: take, T3: take }, final: [once]');
    expect(found.violated).toEqual([]);
  });

  it.each(['cmpxchg', 'cmpxchg_release'])('%s stores only over the expected value, and returns what was there', async (word) => {
    const found = await run(`let n: Int<0, 3> = 1;
      function both(): void { assert(${word}(n, 0, 2) === 1); assert(n === 1); assert(${word}(n, 1, 3) === 1); assert(n === 3); }`, 'tasks: { T1: both }');
    expect(found.reports).toEqual([]);
  });

  it.each([
    ['WRITE_ONCE(x, 1)', 'READ_ONCE(x)'], ['smp_store_release(x, 1)', 'smp_load_acquire(x)'], ['smp_store_mb(x, 1)', 'data_race(x)'],
  ])('%s and %s are one step each: a store buffer shows neither value lost', async (store, load) => {
    const other = (text: string): string => text.replace('x', 'y');
    const found = await run(`let x: Int<0, 1> = 0; let y: Int<0, 1> = 0; let r1: Int<0, 1> = 0; let r2: Int<0, 1> = 0;
      function one(): void { ${store}; smp_mb(); r1 = ${other(load)}; }
      function two(): void { ${other(store)}; smp_mb(); r2 = ${load}; }
      function not_both_old(): boolean { return r1 === 1 || r2 === 1; }
      function both_new(): boolean { return r1 === 1 && r2 === 1; }`, 'tasks: { T1: one, T2: two }, final: [not_both_old], reachable: [both_new]');
    expect(found).toMatchObject({ violated: [], unreached: [], reports: [] });
  });

  it('barriers change nothing', async () => {
    const found = await run('function fence(): void { smp_mb(); smp_rmb(); smp_wmb(); smp_mb__before_atomic(); smp_mb__after_atomic(); smp_mb__after_spinlock(); }', 'tasks: { T1: fence }');
    expect(found).toMatchObject({ reports: [], hung: false });
  });
});
