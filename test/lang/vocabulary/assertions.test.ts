import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

describe('assertions', () => {
  it.each([
    ['BUG_ON(n === 1)', 'bug: kernel BUG in one'], ['BUG()', 'bug: kernel BUG in one'], ['WARN_ON(n === 1)', 'warn: WARNING in one'],
    ['WARN_ON_ONCE(n === 1)', 'warn: WARNING in one'], ['assert(n === 2)', 'assert: assertion failed in one'],
  ])('%s is reported: %s', async (text, title) => {
    const found = await run(`let n: Int<0, 2> = 1; function one(): void { ${text}; n = 2; }`, 'tasks: { T1: one }');
    expect(found.reports).toEqual([title]);
  });

  it.each(['BUG_ON(n === 2)', 'if (WARN_ON(n === 2)) n = 0', 'assert(n === 1)'])('%s is not, where all is well', async (text) => {
    expect(await run(`let n: Int<0, 2> = 1; function one(): void { ${text}; }`, 'tasks: { T1: one }')).toMatchObject({ reports: [] });
  });
});

describe('words for properties', () => {
  const text = `const l: spinlock_t = zeroed(); let a: Int<0, 1> = 0; let b: Int<0, 1> = 0;
    function one(): void { spin_lock(l); a = 1; b = 1; spin_unlock(l); }
    function always_equal(): boolean { return a === b; }
    function equal_under_lock(): boolean { return under(l, () => a === b); }
    function b_implies_a(): boolean { return implies(b === 1, () => a === 1); }
    function a_implies_b(): boolean { return implies(a === 1, () => b === 1); }`;

  it('under asks only where nobody is inside the section', async () => {
    expect(await run(text, 'tasks: { T1: one }, always: [always_equal, equal_under_lock, b_implies_a, a_implies_b]')).toMatchObject({ violated: ['a_implies_b', 'always_equal'] });
  });
});

describe('arithmetic and sets', () => {
  it('min, max and the sets do what they say', async () => {
    const found = await run(`let set: task_set = 0; function one(): void {
      assert(min(1, 2) === 1); assert(max(1, 2) === 2); set = set_with(set_of(0), 1); assert(set_has(set, 1)); assert(set_has_self(set));
      set = set_without(set, 0); assert(!set_has_self(set)); assert(set === 2); idle_until(() => false);
    } function two(): void { idle_until(() => false); }`, 'tasks: { T1: one, T2: two }');
    expect(found).toMatchObject({ reports: [], hung: false });
  });
});
