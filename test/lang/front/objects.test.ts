/** Pools: life, reuse, embedded structs, arrays, addresses, and what touching them wrongly reports. */
import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

const cell = 'interface cell { v: Int<0, 3>; next: cell } let p: cell = NULL; let x: Int<0, 3> = 0;';

async function classes(body: string, options = '', declarations = cell): Promise<readonly string[]> {
  return (await run(`${declarations} function one(): void { ${body} }`, ['tasks: { T1: one }', options].filter(Boolean).join(', '))).classes;
}

describe('touching memory wrongly', () => {
  it.each([
    ['NULL', 'x = p.v;', ['null-ptr-deref']],
    ['a freed object', 'const c = kzalloc<cell>(GFP_KERNEL); kfree(c); x = c.v;', ['use-after-free']],
    ['a freed object, in writing', 'const c = kzalloc<cell>(GFP_KERNEL); kfree(c); c.v = 1;', ['use-after-free']],
    ['an object that is freed twice', 'const c = kzalloc<cell>(GFP_KERNEL); kfree(c); kfree(c);', ['double-free']],
    ['a field that was never written', 'const c = kmalloc<cell>(GFP_KERNEL); x = c.v;', ['uninit-value']],
    ['a field that was written', 'const c = kmalloc<cell>(GFP_KERNEL); c.v = 1; x = c.v;', []],
    ['more objects than there are', 'p = kzalloc<cell>(GFP_KERNEL); p.next = kzalloc<cell>(GFP_KERNEL);', ['pool']],
    ['a value out of range', 'x = 3; x++;', ['range']],
    ['a division by zero', 'x = 3 / x;', ['model']],
  ])('%s', async (_, body, reported) => {
    expect(await classes(body)).toEqual(reported);
  });

  it('an exhausted pool and a range say which bound or type to change', async () => {
    const found = await run(`${cell} function one(): void { p = kzalloc<cell>(GFP_KERNEL); p.next = kzalloc<cell>(GFP_KERNEL); }`, 'tasks: { T1: one }');
    expect(found.reports).toEqual(['pool: the pool of cell is exhausted']);
    const ranged = await run('let x: Int<0, 3> = 3; function one(): void { x++; }', 'tasks: { T1: one }');
    expect(ranged.reports).toEqual(['range: x leaves its range 0 .. 3']);
  });
});

describe('reuse', () => {
  it('a slot is not reused while a pointer to it is left, so a use after free is always caught', async () => {
    const body = 'const c = kzalloc<cell>(GFP_KERNEL); kfree(c); p = kzalloc<cell>(GFP_KERNEL); x = c.v;';
    expect(await classes(body, 'bounds: { cell: 2 }')).toEqual(['use-after-free']);
    expect(await classes(body)).toEqual(['pool']);
  });

  it('a slot is reused when the last pointer is gone, and an Address does not hinder it: ABA', async () => {
    const text = `${cell} let seen: Address = 0; let same: boolean = false;
      function one(): void { const c = kzalloc<cell>(GFP_KERNEL); seen = address_of(c); kfree(c); const d = kzalloc<cell>(GFP_KERNEL); same = seen === address_of(d); p = d; }
      function aba(): boolean { return same; }`;
    expect(await run(text, 'tasks: { T1: one }, reachable: [aba]')).toMatchObject({ unreached: [], reports: [] });
  });

  it('an allocation fails on one path more while the budget lasts', async () => {
    const text = `${cell} let failed: Int<0, 3> = 0;
      function one(): void { for (let i = 0; i < 2; i++) { const c = kzalloc<cell>(GFP_KERNEL); if (!c) failed = failed + 1; else kfree(c); } }
      function never(): boolean { return failed === 0; } function once(): boolean { return failed <= 1; } function twice(): boolean { return failed === 1; }`;
    expect(await run(text, 'tasks: { T1: one }, faults: { enomem: 1 }, always: [once, never], reachable: [twice]')).toMatchObject({ violated: ['never'], unreached: [] });
  });
});

describe('an embedded struct', () => {
  const table = 'interface tab { n: Int<0, 3> } interface box { own: embedded<tab>; cur: tab } let b: box = NULL; let t: tab = NULL; let x: Int<0, 3> = 0;';

  it('is a member by value: its address is no access, and it is told from a heap object', async () => {
    const text = `${table} function one(): void { b = kzalloc<box>(GFP_KERNEL); const mine = b.own; mine.n = 2; b.cur = mine; if (b.cur === b.own) x = b.cur.n; t = kzalloc<tab>(GFP_KERNEL); if (t === b.own) x = 3; }
      function holds(): boolean { return x === 2; }`;
    expect(await run(text, 'tasks: { T1: one }, final: [holds]')).toMatchObject({ violated: [], reports: [] });
  });

  it('dies with its container', async () => {
    expect(await classes('const c = kzalloc<box>(GFP_KERNEL); const mine = c.own; kfree(c); x = mine.n;', '', table)).toEqual(['use-after-free']);
  });

  it('keeps its container from being reused while it is pointed to', async () => {
    expect(await classes('const c = kzalloc<box>(GFP_KERNEL); t = c.own; kfree(c); b = kzalloc<box>(GFP_KERNEL);', '', table)).toEqual(['pool']);
  });
});

describe('an array', () => {
  it('is touched within its bounds', async () => {
    const a = 'const a: array<Int<0, 3>, 2> = zeroed(); let i: Int<-1, 3> = 0; let x: Int<0, 3> = 0;';
    expect(await classes('i = 1; a[i] = 2; x = a[i];', '', a)).toEqual([]);
    expect(await classes('i = 2; x = a[i];', '', a)).toEqual(['slab-out-of-bounds']);
    expect(await classes('i = -1; a[i] = 1;', '', a)).toEqual(['slab-out-of-bounds']);
  });

  it('with a capacity of its own is touched within that', async () => {
    const a = "interface tab { slots: array<Int<0, 3>, 4, 'dynamic'> } let x: Int<0, 3> = 0;";
    const grow = "const t = kzalloc<tab>(GFP_KERNEL); access('store', 'plain', NULL, () => { set_capacity(t.slots, 2); });";
    expect(await classes(`${grow} t.slots[1] = 3; x = t.slots[1];`, '', a)).toEqual([]);
    expect(await classes(`${grow} x = t.slots[2];`, '', a)).toEqual(['slab-out-of-bounds']);
  });

  it("is as long as a bound says, or as there are tasks", async () => {
    const a = "const a: array<Int<0, 3>, 'fds'> = zeroed(); const b: array<Int<0, 3>, 'tasks'> = zeroed(); let x: Int<0, 3> = 0;";
    expect(await classes('a[2] = 1; b[0] = 1;', 'bounds: { fds: 3 }', a)).toEqual([]);
    expect(await classes('x = 2; a[x] = 1;', 'bounds: { fds: 2 }', a)).toEqual(['slab-out-of-bounds']);
    expect(await classes('x = 1; b[x] = 1;', 'bounds: { fds: 2 }', a)).toEqual(['slab-out-of-bounds']);
  });
});

describe('a property', () => {
  it('that dereferences NULL, or looks into a freed object, is an error of the model', async () => {
    const text = (look: string) => `${cell} function one(): void { p = kzalloc<cell>(GFP_KERNEL); kfree(p); } function bad(): boolean { return ${look}; }`;
    expect((await run(text('p.v === 0'), 'tasks: { T1: one }, always: [bad]')).reports).toEqual(['model: property bad dereferences a NULL cell']);
    expect((await run(text('!p || p.v === 0'), 'tasks: { T1: one }, always: [bad]')).reports).toEqual(['model: property bad looks into a freed cell']);
    expect((await run(text('!is_live(p) || p.v === 0'), 'tasks: { T1: one }, always: [bad]')).reports).toEqual([]);
  });

  it('quantifies over live objects and numbers: every, some, count', async () => {
    const text = `${cell} function one(): void { p = kzalloc<cell>(GFP_KERNEL); p.v = 2; p.next = kzalloc<cell>(GFP_KERNEL); }
      function two(): boolean { return objects<cell>().count((c) => true) === 2 && objects<cell>().some((c) => c.v === 2) && !objects<cell>().every((c) => c.v === 2) && range(0, 3).count((i) => i > 0) === 2; }`;
    expect(await run(text, 'tasks: { T1: one }, bounds: { cell: 3 }, final: [two]')).toMatchObject({ violated: [] });
  });
});
