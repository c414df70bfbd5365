import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

/** Each row: the value before, the call, its result (null: none), the value after. */
const words: readonly (readonly [number, string, number | boolean | null, number])[] = [
  [2, 'read(v)', 2, 2], [2, 'read_acquire(v)', 2, 2], [2, 'set(v, 5)', null, 5], [2, 'set_release(v, 5)', null, 5],
  [2, 'inc(v)', null, 3], [2, 'dec(v)', null, 1], [2, 'add(3, v)', null, 5], [2, 'sub(3, v)', null, -1],
  [2, 'inc_return(v)', 3, 3], [2, 'dec_return(v)', 1, 1], [2, 'add_return(3, v)', 5, 5], [2, 'sub_return(3, v)', -1, -1],
  [2, 'fetch_inc(v)', 2, 3], [2, 'fetch_dec(v)', 2, 1], [2, 'fetch_add(3, v)', 2, 5], [2, 'fetch_sub(3, v)', 2, -1], [2, 'xchg(v, 7)', 2, 7],
  [1, 'dec_and_test(v)', true, 0], [2, 'dec_and_test(v)', false, 1], [-1, 'inc_and_test(v)', true, 0], [3, 'sub_and_test(3, v)', true, 0],
  [0, 'inc_not_zero(v)', false, 0], [1, 'inc_not_zero(v)', true, 2], [4, 'add_unless(v, 2, 4)', false, 4], [3, 'add_unless(v, 2, 4)', true, 5],
  [0, 'dec_if_positive(v)', -1, 0], [1, 'dec_if_positive(v)', 0, 0], [3, 'cmpxchg(v, 3, 9)', 3, 9], [2, 'cmpxchg(v, 3, 9)', 2, 2],
];

describe.each(['atomic', 'atomic_long'])('%s_t', (prefix) => {
  it.each(words)('from %i, %s gives %s and leaves %i', async (before, call, result, after) => {
    const compare = result === null ? `${prefix}_${call}; ` : `assert(${prefix}_${call} === ${String(result)}); `;
    const found = await run(`const v: ${prefix}_t = zeroed(); function one(): void { ${compare}assert(v.counter === ${after}); }`, `setup() { ${prefix}_set(v, ${before}); }, tasks: { T1: one }`);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('is one step: no increment is lost', async () => {
    const found = await run(`const v: ${prefix}_t = zeroed(); function add(): void { ${prefix}_inc(v); } function all(): boolean { return v.counter === 3; }`, 'tasks: { T1: add, T2: add, T3: add }, final: [all]');
    expect(found).toMatchObject({ violated: [], states: 8 });
  });

  it('leaving its range is a model error', async () => {
    const found = await run(`const v: ${prefix}_t = zeroed(); function down(): void { ${prefix}_sub(9, v); }`, 'tasks: { T1: down }');
    expect(found.classes).toEqual(['range']);
  });
});

describe('refcount_t', () => {
  it.each<readonly [number, string, number | boolean | null, number]>([
    [2, 'read(r)', 2, 2], [2, 'inc(r)', null, 3], [2, 'add(2, r)', null, 4], [0, 'inc_not_zero(r)', false, 0], [1, 'inc_not_zero(r)', true, 2],
    [0, 'add_not_zero(2, r)', false, 0], [1, 'add_not_zero(2, r)', true, 3], [2, 'dec(r)', null, 1], [2, 'dec_and_test(r)', false, 1],
    [1, 'dec_and_test(r)', true, 0], [2, 'sub_and_test(2, r)', true, 0], [1, 'dec_if_one(r)', true, 0], [2, 'dec_if_one(r)', false, 2],
    [1, 'dec_not_one(r)', false, 1], [2, 'dec_not_one(r)', true, 1],
  ])('from %i, %s gives %s and leaves %i', async (before, call, result, after) => {
    const compare = result === null ? `refcount_${call}; ` : `assert(refcount_${call} === ${String(result)}); `;
    const found = await run(`const r: refcount_t = zeroed(); function one(): void { ${compare}assert(r.refs === ${after}); }`, `setup() { refcount_set(r, ${before}); }, tasks: { T1: one }`);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it.each([
    [0, 'inc(r)', 'refcount_t: addition on 0; use-after-free.'], [0, 'add(2, r)', 'refcount_t: addition on 0; use-after-free.'],
    [0, 'dec_and_test(r)', 'refcount_t: underflow; use-after-free.'], [1, 'sub_and_test(2, r)', 'refcount_t: underflow; use-after-free.'],
    [0, 'dec_not_one(r)', 'refcount_t: underflow; use-after-free.'], [1, 'dec(r)', 'refcount_t: decrement hit 0; leaking memory.'],
  ])('from %i, %s is reported: %s', async (before, call, title) => {
    const found = await run(`const r: refcount_t = zeroed(); function one(): void { refcount_${call}; }`, `setup() { refcount_set(r, ${before}); }, tasks: { T1: one }`);
    expect(found.reports).toEqual([`refcount: ${title}`]);
  });
});
