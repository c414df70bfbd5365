import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

const thing = 'interface thing { value: Int<0, 3>; count: refcount_t; } const cachep: kmem_cache<thing> = zeroed(); const l: spinlock_t = zeroed(); let keep: thing = NULL;';

describe('allocation', () => {
  it.each([['kmalloc<thing>(GFP_KERNEL)', true], ['kmem_cache_alloc(cachep, GFP_KERNEL)', true], ['kzalloc<thing>(GFP_KERNEL)', false], ['kmem_cache_zalloc(cachep, GFP_KERNEL)', false]] as const)(
    '%s: reading it before it was written is reported: %s', async (allocate, reported) => {
      const found = await run(`${thing} function one(): void { const t = ${allocate}; assert(t.value === 0); kfree(t); }`, 'tasks: { T1: one }');
      expect(found.classes).toEqual(reported ? ['uninit-value'] : []);
    });

  it('an opaque member of uninitialised memory is uninitialised too', async () => {
    const text = (init: string): string => `${thing} function one(): void { const t = kmalloc<thing>(GFP_KERNEL); ${init} refcount_inc(t.count); kfree(t); }`;
    expect(await run(text(''), 'tasks: { T1: one }')).toMatchObject({ classes: ['uninit-value'] });
    expect(await run(text('refcount_set(t.count, 1);'), 'tasks: { T1: one }')).toMatchObject({ classes: [] });
  });

  it.each([['GFP_KERNEL', ['atomic-sleep']], ['GFP_ATOMIC', []], ['GFP_NOWAIT', []], ['GFP_KERNEL_ACCOUNT', ['atomic-sleep']]] as const)('with %s under a spin lock reports %j', async (flags, classes) => {
    const found = await run(`${thing} function one(): void { spin_lock(l); const t = kzalloc<thing>(${flags}); spin_unlock(l); kfree(t); }`, 'tasks: { T1: one }');
    expect(found.classes).toEqual(classes);
  });

  it('fails as often as the spec has a budget, and not without one', async () => {
    const text = `${thing} function one(): void { const a = kzalloc<thing>(GFP_KERNEL); if (!a) return; a.value = 1; kfree(a); }`;
    expect(await run(text.replace('if (!a) return; ', ''), 'tasks: { T1: one }')).toMatchObject({ reports: [] });
    expect(await run(text.replace('if (!a) return; ', ''), 'tasks: { T1: one }, faults: { enomem: 1 }')).toMatchObject({ classes: ['null-ptr-deref'] });
    expect(await run(text, 'tasks: { T1: one }, faults: { enomem: 1 }')).toMatchObject({ reports: [] });
  });

  it('of more than the pool has is a model error that names the bound', async () => {
    const found = await run(`${thing} function two(): void { keep = kzalloc<thing>(GFP_KERNEL); const b = kzalloc<thing>(GFP_KERNEL); kfree(b); }`, 'tasks: { T1: two }');
    expect(found.reports).toEqual(['pool: the pool of thing is exhausted']);
  });
});

describe('freeing', () => {
  it.each(['kfree(t)', 'kmem_cache_free(cachep, t)', 'kvfree(t)'])('%s twice is a double free', async (free) => {
    const found = await run(`${thing} function one(): void { const t = kzalloc<thing>(GFP_KERNEL); ${free}; ${free}; }`, 'tasks: { T1: one }');
    expect(found.reports).toEqual(['double-free: BUG: KASAN: double-free or invalid-free in one']);
  });

  it('NULL is nothing to kfree and kvfree, and a report to kmem_cache_free', async () => {
    const free = async (call: string): Promise<readonly string[]> => (await run(`${thing} function one(): void { ${call}; }`, 'tasks: { T1: one }')).classes;
    expect(await free('kfree(keep)')).toEqual([]);
    expect(await free('kvfree(keep)')).toEqual([]);
    expect(await free('kmem_cache_free(cachep, keep)')).toEqual(['double-free']);
  });

  it('a freed object is used again only when nobody points to it any more', async () => {
    const found = await run(`${thing} function one(): void { const t = kzalloc<thing>(GFP_KERNEL); keep = t; kfree(t); const u = kzalloc<thing>(GFP_KERNEL); u.value = 1; if (keep) assert(keep.value === 0); }`, 'tasks: { T1: one }, bounds: { thing: 2 }');
    expect(found.classes).toEqual(['use-after-free']);
  });

  it('its address is used again even if somebody remembers it', async () => {
    const found = await run(`${thing} let same: boolean = false;
      function one(): void { let t = kzalloc<thing>(GFP_KERNEL); const before = address_of(t); kfree(t); t = NULL; t = kzalloc<thing>(GFP_KERNEL); same = address_of(t) === before; kfree(t); }
      function aba(): boolean { return same; }`, 'tasks: { T1: one }, reachable: [aba]');
    expect(found).toMatchObject({ unreached: [], reports: [] });
  });

  it('a type-safe object may be looked at in a read section after it was freed, and used again at once', async () => {
    const text = (lock: string, unlock: string): string => `${thing} let reused: boolean = false;
      function reader(): void { ${lock} const t = keep; if (t && t.value === 2) reused = true; ${unlock} }
      function owner(): void { const t = keep; kmem_cache_free(cachep, t); const u = kmem_cache_alloc_typesafe(cachep, GFP_KERNEL); u.value = 2; }
      function seen_again(): boolean { return reused; }`;
    const setup = 'setup() { const t = kmem_cache_alloc_typesafe(cachep, GFP_KERNEL); t.value = 1; keep = t; }, tasks: { T1: reader, T2: owner }, reachable: [seen_again]';
    expect(await run(text('rcu_read_lock();', 'rcu_read_unlock();'), setup)).toMatchObject({ unreached: [], reports: [] });
    expect(await run(text('', ''), setup)).toMatchObject({ classes: ['use-after-free'] });
  });
});
