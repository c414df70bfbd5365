/** Reductions preserve verdicts: each of these small models has tempted one to lose some. */
import { describe, expect, it } from 'vitest';
import { programOf } from '../../helpers/front.js';
import { subsets, verdictsUnder } from '../../helpers/subsets.js';

const world = `interface task_struct { v: Int<0, 3> } const current: task_struct = get_current(); let g: Int<0, 3> = 0; let h: Int<0, 3> = 0;
  interface cell { v: Int<0, 3>; next: cell } let p: cell = NULL;
  function never_one(): boolean { return g !== 1; } function some_one(): boolean { return g === 1; }`;
const two = 'tasks: { T1: one, T2: two }, bounds: { cell: 2 }';

/** Under every set of reductions; fails unless all agree, and gives what they agree on. */
async function agreed(text: string, options = two): Promise<string[]> {
  const program = programOf(`${world} ${text}`, options);
  const found = await Promise.all(subsets.map(async (subset) => ({ ...subset, verdicts: await verdictsUnder(program, subset) })));
  const { verdicts } = found[0]!;
  expect(found).toEqual(subsets.map((subset) => ({ ...subset, verdicts })));
  return verdicts;
}

describe('a state right before a report', () => {
  it('is seen although the report comes after a private read', async () => {
    const text = 'function one(): void { g = 1; const k = current.v; BUG_ON(k === 0); }';
    expect(await agreed(text, 'tasks: { T1: one }, always: [never_one], reachable: [some_one]')).toEqual(['reached some_one', 'report bug', 'violated never_one']);
  });

  it('is seen although the report is of an unpublished object', async () => {
    const text = 'function one(): void { const c = kmalloc<cell>(GFP_KERNEL); g = 1; const k = c.v; h = k; }';
    expect(await agreed(text, 'tasks: { T1: one }, always: [never_one]')).toEqual(['report uninit-value', 'violated never_one']);
    const sum = 'function one(): void { const k = choose(2) - 1; if (k) { g = 1; const j = current.v; BUG_ON(k + 1 === j); } }';
    expect(await agreed(sum, 'tasks: { T1: one }, always: [never_one]')).toEqual(['report bug', 'violated never_one']);
    const failed = 'function one(): void { const c = kzalloc<cell>(GFP_KERNEL); g = 1; c.v = 1; p = c; }';
    expect(await agreed(failed, 'tasks: { T1: one }, faults: { enomem: 1 }, always: [never_one]')).toContain('violated never_one');
  });
});

it('a choice among none after a private read blocks there, not before', async () => {
  const text = 'function one(): void { g = 1; const k = current.v; const c = choose(k); h = c; }';
  expect(await agreed(text, 'tasks: { T1: one }, always: [never_one]')).toEqual(['hung', 'violated never_one']);
});

it('ghost code after a private read that counts objects sees those of others', async () => {
  const text = `let seen: ghost_field<Int<0, 3>> = 0;
    function one(): void { g = 1; const k = current.v; ghost(() => { let n = 0; for (const o of objects<cell>()) n++; assert(n === 0); }); h = k; }
    function two(): void { if (g === 1) { const c = kzalloc<cell>(GFP_KERNEL); p = c; } }`;
  expect(await agreed(text)).toContain('report assert');
});

it("the reading task's own struct is freed by another", async () => {
  const text = `function one(): void { g = 1; helper(current); } function helper(t: task_struct): void { const k = t.v; h = k; }
    let q: task_struct = NULL; function two(): void { if (g === 1) kfree(q); }`;
  expect(await agreed(text, "setup() { as('T1', () => { q = current; }); }, tasks: { T1: one, T2: two }")).toContain('report use-after-free');
});

it('an object of a type-safe cache is seen by those who still point to its last user', async () => {
  const text = `const cachep: kmem_cache<cell> = zeroed(); let stale: cell = NULL;
    function one(): void { const c = kmem_cache_alloc_typesafe(cachep, GFP_KERNEL); c.v = 1; c.v = 2; p = c; }
    function two(): void { rcu_read_lock(); const s = stale; if (s) { const k = s.v; g = k; } rcu_read_unlock(); }`;
  const setup = 'setup() { const c = kmem_cache_alloc_typesafe(cachep, GFP_KERNEL); stale = c; kmem_cache_free(cachep, c); }';
  expect(await agreed(text, `${setup}, ${two}, reachable: [some_one]`)).toContain('reached some_one');
});

it('an atomic block that looks at all objects sees unpublished ones', async () => {
  const text = `function one(): void { const c = kzalloc<cell>(GFP_KERNEL); c.v = 1; c.v = 2; p = c; }
    function two(): void { const n = atomic(() => { let k = 0; for (const o of objects<cell>()) k = o.v; return k; }); g = n; }`;
  expect(await agreed(text, `${two}, reachable: [some_one]`)).toContain('reached some_one');
});

it('a property sees what a function that it calls reads', async () => {
  const text = `function one(): void { const c = kzalloc<cell>(GFP_KERNEL); c.v = 1; c.v = 2; p = c; } function two(): void {}
    function value(c: cell): int { return c.v; }
    function cells(): boolean { return objects<cell>().every((c) => value(c) !== 1); }`;
  expect(await agreed(text, `${two}, always: [cells]`)).toContain('violated cells');
});

describe('inside()', () => {
  it('sees the task outside between two calls', async () => {
    const text = `function f(x: Int<0, 3>): void { h = x; } function one(): void { f(1); const k = current.v; f(2); g = k; }
      function in_f(): boolean { return inside(0, f) || h !== 1; }`;
    expect(await agreed(text, 'tasks: { T1: one }, always: [in_f]')).toEqual(['violated in_f']);
  });
});

it('idle() sees the task still there after its last shared access', async () => {
  const text = 'function one(): void { g = 1; const k = current.v; } function still(): boolean { return g === 1 && !idle(0); }';
  expect(await agreed(text, 'tasks: { T1: one }, reachable: [still]')).toEqual(['reached still']);
});

it('is_referenced() sees what a local points to', async () => {
  const text = `function one(): void { const c = kzalloc<cell>(GFP_KERNEL); g = 1; c.v = 2; h = 1; }
    function pointed(): boolean { return g === 1 && objects<cell>().some((c) => is_referenced(c)); }`;
  expect(await agreed(text, 'tasks: { T1: one }, reachable: [pointed]')).toEqual(['leak', 'reached pointed']);
});

describe('a loop whose accesses are all private', () => {
  it('keeps a control point though they are in a function that it calls', async () => {
    const text = 'function f(): int { const k = current.v; return k; } function one(): void { while (f() === 0) {} g = 1; } function two(): void { h = 1; }';
    expect(await agreed(text)).toEqual([]);
  });

  it('keeps a control point though it closes by become()', async () => {
    const text = 'function one(): void { const k = current.v; if (k === 0) become(one); g = 1; } function two(): void { h = 1; }';
    expect(await agreed(text)).toEqual([]);
  });
});
