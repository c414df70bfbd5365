import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

const kinds = [
  ['spinlock_t', 'spin_lock', 'spin_unlock', 'spin_trylock'],
  ['rwlock_t', 'write_lock', 'write_unlock', 'write_trylock'],
  ['mutex', 'mutex_lock', 'mutex_unlock', 'mutex_trylock'],
  ['rw_semaphore', 'down_write', 'up_write', 'down_write_trylock'],
  ['percpu_rw_semaphore', 'percpu_down_write', 'percpu_up_write', null],
] as const;

describe.each(kinds)('%s', (type, lock, unlock, trylock) => {
  const declarations = `const l: ${type} = zeroed(); const m: ${type} = zeroed(); let inside_section: Int<0, 2> = 0;`;

  it('lets one task in at a time', async () => {
    const found = await run(`${declarations}
      function enter(): void { ${lock}(l); inside_section++; inside_section--; ${unlock}(l); }
      function alone(): boolean { return inside_section < 2; }`, 'tasks: { T1: enter, T2: enter, T3: enter }, always: [alone]');
    expect(found).toMatchObject({ violated: [], reports: [], hung: false });
  });

  it('reports a task that takes it twice', async () => {
    const found = await run(`${declarations} function twice(): void { ${lock}(l); ${lock}(l); }`, 'tasks: { T1: twice }');
    expect(found.reports).toContain('lockdep: WARNING: possible recursive locking detected in twice');
  });

  it('reports a task that releases what it does not hold', async () => {
    const found = await run(`${declarations} function release(): void { ${unlock}(l); }`, 'tasks: { T1: release }');
    expect(found.reports).toEqual(['lockdep: WARNING: bad unlock balance detected in release']);
  });

  it('has an order, in which a cycle is reported and can hang', async () => {
    const found = await run(`${declarations}
      function one(): void { ${lock}(l); ${lock}(m); ${unlock}(m); ${unlock}(l); }
      function other(): void { ${lock}(m); ${lock}(l); ${unlock}(l); ${unlock}(m); }`, 'tasks: { T1: one, T2: other }');
    expect(found).toMatchObject({ reports: ['lockdep: WARNING: possible circular locking dependency detected'], hung: true });
  });

  it.each(trylock ? [trylock] : [])('is left alone by a trylock that fails, which adds no order: %s', async () => {
    const found = await run(`${declarations} let failed: boolean = false;
      function one(): void { ${lock}(l); ${lock}(m); ${unlock}(m); ${unlock}(l); }
      function other(): void { ${lock}(m); if (${trylock}(l)) ${unlock}(l); else failed = true; ${unlock}(m); }
      function trylock_fails(): boolean { return failed; }`, 'tasks: { T1: one, T2: other }, reachable: [trylock_fails]');
    expect(found).toMatchObject({ unreached: [], reports: [], hung: false });
  });

  it('satisfies lockdep_assert_held only while it is held', async () => {
    const found = await run(`${declarations}
      function held(): void { ${lock}(l); lockdep_assert_held(l); ${unlock}(l); lockdep_assert_held(l); }`, 'tasks: { T1: held }');
    expect(found.reports).toEqual(['lockdep: WARNING: lock not held in held']);
  });
});

describe.each([
  ['rwlock_t', 'read_lock', 'read_unlock', 'write_lock', 'write_unlock'],
  ['rw_semaphore', 'down_read', 'up_read', 'down_write', 'up_write'],
  ['percpu_rw_semaphore', 'percpu_down_read', 'percpu_up_read', 'percpu_down_write', 'percpu_up_write'],
] as const)('%s shared', (type, read, unread, write, unwrite) => {
  it('lets readers in together, and a writer alone', async () => {
    const found = await run(`const l: ${type} = zeroed(); 
      function reading(): void { lockdep_assert_held_read(l); }
      function writing(): void { lockdep_assert_held(l); lockdep_assert_held_shared(l); }
      function reader(): void { ${read}(l); reading(); ${unread}(l); }
      function writer(): void { ${write}(l); writing(); ${unwrite}(l); }
      function apart(): boolean { return !inside(2, writing) || !(inside(0, reading) || inside(1, reading)); }
      function together(): boolean { return inside(0, reading) && inside(1, reading); }`,
    'tasks: { T1: reader, T2: reader, T3: writer }, always: [apart], reachable: [together]');
    expect(found).toMatchObject({ violated: [], unreached: [], reports: [], hung: false });
  });

  it('reports a reader that takes it again', async () => {
    const found = await run(`const l: ${type} = zeroed(); function again(): void { ${read}(l); ${read}(l); }`, 'tasks: { T1: again }');
    expect(found.classes).toEqual(['lockdep']);
  });
});

describe('sleeping locks', () => {
  it.each(['mutex_lock(m)', 'mutex_lock_killable(m)', 'down_read(s)', 'down_write_killable(s)', 'percpu_down_read(p)'])('%s is reported under a spin lock', async (acquire) => {
    const found = await run(`const l: spinlock_t = zeroed(); const m: mutex = zeroed(); const s: rw_semaphore = zeroed(); const p: percpu_rw_semaphore = zeroed();
      function careless(): void { spin_lock(l); ${acquire}; }`, 'tasks: { T1: careless }');
    expect(found.reports).toEqual(['atomic-sleep: BUG: sleeping function called from invalid context in careless']);
  });

  it.each([
    ['mutex', 'mutex_lock', 'mutex_lock_killable', 'mutex_unlock'],
    ['rw_semaphore', 'down_write', 'down_write_killable', 'up_write'],
    ['rw_semaphore', 'down_write', 'down_read_killable', 'up_read'],
  ])('%s: a killed task gives up waiting for %s with %s', async (type, lock, killable, unlock) => {
    const found = await run(`const l: ${type} = zeroed(); let error: Int<-4, 0> = 0;
      function keep(): void { ${lock}(l); }
      function wait(): void { error = ${killable}(l); if (!error) ${unlock}(l); }
      function kill(): void { send_sigkill(1); }
      function interrupted(): boolean { return error === -EINTR; }`, 'tasks: { T1: keep, T2: wait, T3: kill }, reachable: [interrupted]');
    expect(found).toMatchObject({ unreached: [], reports: [], hung: false });
  });

  it('a handled signal ends an interruptible wait and not a killable one', async () => {
    const text = (lock: string): string => `const l: mutex = zeroed();
      function keep(): void { mutex_lock(l); }
      function wait(): void { if (!${lock}(l)) mutex_unlock(l); }
      function signal(): void { send_signal(1); }`;
    const tasks = 'tasks: { T1: keep, T2: wait, T3: signal }';
    expect(await run(text('mutex_lock_interruptible'), tasks)).toMatchObject({ hung: false });
    expect(await run(text('mutex_lock_killable'), tasks)).toMatchObject({ hung: true });
  });

  it('downgrade_write lets readers in and keeps writers out', async () => {
    const found = await run(`const s: rw_semaphore = zeroed();
      function owner(): void { down_write(s); downgrade_write(s); }
      function reader(): void { down_read(s); }
      function writer(): void { down_write(s); }
      function reader_beside_owner(): boolean { return lock_is_free(s) && s.readers === 3; }`,
    'tasks: { T1: owner, T2: reader, T3: writer }, reachable: [reader_beside_owner]');
    expect(found).toMatchObject({ unreached: [], hung: true });
  });

  it('held at the end of a task is reported', async () => {
    const found = await run('const m: mutex = zeroed(); function forget(): void { mutex_lock(m); do_task_dead(); }', 'tasks: { T1: forget }');
    expect(found.reports).toEqual(['held-at-exit: WARNING: task still has locks held in forget']);
  });
});
