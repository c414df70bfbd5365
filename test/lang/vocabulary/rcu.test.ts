import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

const config = `interface config { value: Int<0, 1>; }
  let shared: config = NULL;
  const lock: spinlock_t = zeroed();
  function reader(): void { rcu_read_lock(); const seen = rcu_dereference(shared); if (seen) assert(seen.value === 1); rcu_read_unlock(); }`;
const publish = 'setup() { const c = kzalloc<config>(GFP_KERNEL); c.value = 1; shared = c; }';

describe('grace periods', () => {
  it.each([['kfree(old)', ['use-after-free']], ['kfree_rcu(old)', []], ['synchronize_rcu(); kfree(old)', []]] as const)('unpublishing, then %s reports %j', async (free, classes) => {
    const found = await run(`${config} function updater(): void { const old = shared; rcu_assign_pointer(shared, NULL); ${free}; }`, `${publish}, tasks: { T1: reader, T2: updater, T3: reader }`);
    expect(found).toMatchObject({ classes, hung: false });
  });

  it('kfree_rcu frees in the end: the pool is not exhausted by the next object', async () => {
    const found = await run(`${config} function updater(): void { const old = shared; rcu_assign_pointer(shared, NULL); kfree_rcu(old); synchronize_rcu(); const next = kzalloc<config>(GFP_KERNEL); next.value = 1; rcu_assign_pointer(shared, next); }
      function none_is_left_over(): boolean { return objects<config>().count((c) => true) === 1; }`, `${publish}, tasks: { T1: reader, T2: updater }, bounds: { config: 2 }, final: [none_is_left_over]`);
    expect(found).toMatchObject({ reports: [], violated: [], hung: false });
  });

  it('freeing twice is reported, with a grace period between or without', async () => {
    const twice = async (free: string): Promise<readonly string[]> => (await run(`${config} function updater(): void { const old = shared; shared = NULL; ${free}; ${free}; }`, `${publish}, tasks: { T1: updater }`)).classes;
    expect(await twice('kfree_rcu(old)')).toEqual(['double-free']);
    expect(await twice('kfree(old)')).toEqual(['double-free']);
  });

  it('a nested section ends only at its outermost unlock', async () => {
    const found = await run(`${config} function nested(): void { rcu_read_lock(); rcu_read_lock(); const seen = rcu_dereference(shared); rcu_read_unlock(); if (seen) assert(seen.value === 1); rcu_read_unlock(); }
      function updater(): void { const old = shared; rcu_assign_pointer(shared, NULL); synchronize_rcu(); kfree(old); }`, `${publish}, tasks: { T1: nested, T2: updater }`);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it.each(['rcu_read_lock_sched', 'preempt_disable'])('synchronize_rcu waits for %s as well', async (enter) => {
    const leave = enter === 'preempt_disable' ? 'preempt_enable' : 'rcu_read_unlock_sched';
    const found = await run(`${config} function sched_reader(): void { ${enter}(); const seen = rcu_dereference_sched(shared); if (seen) assert(seen.value === 1); ${leave}(); }
      function updater(): void { const old = shared; rcu_assign_pointer(shared, NULL); synchronize_rcu(); kfree(old); }`, `${publish}, tasks: { T1: sched_reader, T2: updater }`);
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('a section of a spin lock is no reader', async () => {
    const found = await run(`${config} function locked(): void { spin_lock(lock); const seen = rcu_dereference_raw(shared); if (seen) assert(seen.value === 1); spin_unlock(lock); }
      function updater(): void { const old = shared; rcu_assign_pointer(shared, NULL); synchronize_rcu(); kfree(old); }`, `${publish}, tasks: { T1: locked, T2: updater }`);
    expect(found.classes).toEqual(['use-after-free']);
  });

  it('call_rcu runs its callback once, after every reader of its time has left', async () => {
    const found = await run(`${config} let freed: Int<0, 2> = 0; const callbacks: rcu_callbacks<config> = zeroed();
      function free_config(c: config): void { freed++; kfree(c); }
      function softirq(): void { rcu_core(callbacks, free_config); }
      function updater(): void { const old = shared; rcu_assign_pointer(shared, NULL); call_rcu(callbacks, old); }
      function freed_once(): boolean { return freed === 1; }`, `${publish}, tasks: { T1: reader, T2: updater, RCU: softirq }, final: [freed_once]`);
    expect(found).toMatchObject({ reports: [], violated: [], hung: false });
  });
});

describe('what RCU does not allow', () => {
  it.each([
    ['rcu_dereference(shared)', true], ['rcu_dereference_sched(shared)', true], ['rcu_dereference_raw(shared)', false], ['rcu_access_pointer(shared)', false],
    ['rcu_dereference_check(shared, () => lockdep_is_held(lock))', true], ['rcu_dereference_protected(shared, () => lockdep_is_held(lock))', true],
  ] as const)('%s outside a section: reported is %s', async (read, reported) => {
    const found = await run(`${config} function outside(): void { const seen = ${read}; if (seen) seen.value = 1; }`, `${publish}, tasks: { T1: outside }`);
    expect(found.reports).toEqual(reported ? ['rcu-usage: WARNING: suspicious RCU usage in outside'] : []);
  });

  it.each(['rcu_dereference_check', 'rcu_dereference_protected'])('%s is satisfied by its condition', async (word) => {
    const found = await run(`${config} function holder(): void { spin_lock(lock); const seen = ${word}(shared, () => lockdep_is_held(lock)); if (seen) seen.value = 1; spin_unlock(lock); }`, `${publish}, tasks: { T1: holder }`);
    expect(found.reports).toEqual([]);
  });

  it('rcu_dereference_protected is not satisfied by a read section', async () => {
    const found = await run(`${config} function wrong(): void { rcu_read_lock(); const seen = rcu_dereference_protected(shared, () => lockdep_is_held(lock)); if (seen) seen.value = 1; rcu_read_unlock(); }`, `${publish}, tasks: { T1: wrong }`);
    expect(found.classes).toEqual(['rcu-usage']);
  });

  it('rcu_dereference is not satisfied by preempt_disable, nor rcu_dereference_sched by rcu_read_lock', async () => {
    const inside = async (enter: string, read: string): Promise<readonly string[]> => (await run(`${config} function wrong(): void { ${enter}(); const seen = ${read}(shared); if (seen) seen.value = 1; }`, `${publish}, tasks: { T1: wrong }`)).classes;
    expect(await inside('preempt_disable', 'rcu_dereference')).toEqual(['rcu-usage']);
    expect(await inside('rcu_read_lock', 'rcu_dereference_sched')).toEqual(['rcu-usage']);
  });

  it.each([['synchronize_rcu()', 'rcu-usage'], ['mutex_lock(guard)', 'atomic-sleep'], ['might_sleep()', 'atomic-sleep']])('%s inside a section is %s', async (call, reportClass) => {
    const found = await run(`const guard: mutex = zeroed(); function wrong(): void { rcu_read_lock(); ${call}; }`, 'tasks: { T1: wrong }');
    expect(found.classes).toEqual([reportClass]);
  });

  it('synchronize_rcu under a spin lock is atomic-sleep', async () => {
    expect(await run('const l: spinlock_t = zeroed(); function wrong(): void { spin_lock(l); synchronize_rcu(); }', 'tasks: { T1: wrong }')).toMatchObject({ classes: ['atomic-sleep'] });
  });

  it.each(['rcu_read_unlock', 'rcu_read_unlock_sched', 'preempt_enable'])('%s without its lock is a bad balance', async (unlock) => {
    expect(await run(`function wrong(): void { ${unlock}(); }`, 'tasks: { T1: wrong }')).toMatchObject({ classes: ['lockdep'] });
  });

  it('RCU_LOCKDEP_WARN reports where its condition holds', async () => {
    const found = await run('function check_it(): void { rcu_read_lock(); RCU_LOCKDEP_WARN(() => !rcu_read_lock_held()); rcu_read_unlock(); RCU_LOCKDEP_WARN(() => !rcu_read_lock_held()); }', 'tasks: { T1: check_it }');
    expect(found).toMatchObject({ classes: ['rcu-usage'], states: 4 });
  });

  it('a task that ends inside a section is reported', async () => {
    expect(await run('function wrong(): void { rcu_read_lock(); do_task_dead(); }', 'tasks: { T1: wrong }')).toMatchObject({ classes: ['held-at-exit'] });
  });
});

describe('rcu_replace_pointer', () => {
  it('returns the old pointer', async () => {
    const found = await run(`${config} function replace(): void { spin_lock(lock); const old = rcu_replace_pointer(shared, NULL, () => lockdep_is_held(lock)); spin_unlock(lock); assert(old !== NULL); assert(rcu_access_pointer(shared) === NULL); kfree_rcu(old); }`, `${publish}, tasks: { T1: reader, T2: replace }`);
    expect(found).toMatchObject({ reports: [], hung: false });
  });
});
