import { describe, expect, it } from 'vitest';
import { run } from '../../helpers/vocabulary.js';

const queue = 'const wq: wait_queue_head_t = zeroed(); let ready: boolean = false; let error: Int<-512, 0> = 0;';

describe('wait_event', () => {
  it('goes on when it is woken after the condition became true, whenever that is', async () => {
    const found = await run(`${queue}
      function waker(): void { ready = true; wake_up(wq); }
      function waiter(): void { wait_event(wq, () => ready); assert(ready); }`, 'tasks: { T1: waker, T2: waiter, T3: waiter }');
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('hangs when the waker forgets to wake', async () => {
    expect(await run(`${queue} function waker(): void { ready = true; } function waiter(): void { wait_event(wq, () => ready); }`, 'tasks: { T1: waker, T2: waiter }')).toMatchObject({ hung: true });
  });

  it('hangs when the waker wakes before the condition is true', async () => {
    const found = await run(`${queue} function waker(): void { wake_up_all(wq); ready = true; } function waiter(): void { wait_event(wq, () => ready); }`, 'tasks: { T1: waker, T2: waiter }');
    expect(found).toMatchObject({ hung: true });
  });

  it('sleeps again when it is woken for nothing', async () => {
    const found = await run(`${queue} function waker(): void { wake_up(wq); ready = true; wake_up(wq); } function waiter(): void { wait_event(wq, () => ready); assert(ready); }`, 'tasks: { T1: waker, T2: waiter }');
    expect(found).toMatchObject({ reports: [], hung: false });
  });

  it('leaves the queue empty', async () => {
    const found = await run(`${queue}
      function waker(): void { ready = true; wake_up(wq); }
      function waiter(): void { wait_event(wq, () => ready); }
      function nobody_waits(): boolean { return wq.waiting === 0; }
      function somebody_waited(): boolean { return wq.waiting === 6; }`, 'tasks: { T1: waker, T2: waiter, T3: waiter }, final: [nobody_waits], reachable: [somebody_waited]');
    expect(found).toMatchObject({ violated: [], unreached: [] });
  });

  it('is reported in atomic context even where the condition holds', async () => {
    const found = await run(`const l: spinlock_t = zeroed(); ${queue} function waiter(): void { spin_lock(l); wait_event(wq, () => true); spin_unlock(l); }`, 'tasks: { T1: waiter }');
    expect(found.classes).toEqual(['atomic-sleep']);
  });

  it.each([['wait_event_killable', 'send_sigkill', false], ['wait_event_interruptible', 'send_signal', false], ['wait_event_interruptible', 'send_sigkill', false], ['wait_event_killable', 'send_signal', true]] as const)(
    '%s with %s: hangs is %s', async (wait, send, hung) => {
      const found = await run(`${queue}
        function waiter(): void { error = ${wait}(wq, () => ready); }
        function sender(): void { ${send}(0); }
        function nobody_waits(): boolean { return wq.waiting === 0 && error === -ERESTARTSYS; }`, 'tasks: { T1: waiter, T2: sender }, final: [nobody_waits]');
      expect(found).toMatchObject({ violated: [], hung });
    });

  it('a condition that holds wins over a signal', async () => {
    const found = await run(`${queue} function waiter(): void { error = wait_event_killable(wq, () => true); } function fine(): boolean { return error === 0; }`, 'setup() { send_sigkill(0); }, tasks: { T1: waiter }, final: [fine]');
    expect(found.violated).toEqual([]);
  });

  it('a signal from outside ends the wait while the budget lasts', async () => {
    const found = await run(`${queue} function waiter(): void { error = wait_event_interruptible(wq, () => ready); } function gave_up(): boolean { return error === -ERESTARTSYS; }`, 'tasks: { T1: waiter }, faults: { signal: 1 }, reachable: [gave_up]');
    expect(found).toMatchObject({ unreached: [], hung: false });
  });

  it('waitqueue_active without a barrier in the waker is still right under sequential consistency', async () => {
    const found = await run(`${queue} function waker(): void { WRITE_ONCE(ready, true); smp_mb(); if (waitqueue_active(wq)) wake_up(wq); } function waiter(): void { wait_event(wq, () => READ_ONCE(ready)); }`, 'tasks: { T1: waker, T2: waiter }');
    expect(found).toMatchObject({ hung: false });
  });
});

describe('completions', () => {
  const done = 'const x: completion = zeroed(); let passed: Int<0, 2> = 0; const lock: spinlock_t = zeroed(); function pass(): void { spin_lock(lock); passed++; spin_unlock(lock); }';

  it('complete lets one waiter go on', async () => {
    const found = await run(`${done} function waiter(): void { wait_for_completion(x); pass(); } function completer(): void { complete(x); } function two(): boolean { return passed === 2; }`, 'tasks: { T1: waiter, T2: waiter, T3: completer }, reachable: [two]');
    expect(found).toMatchObject({ unreached: ['two'], hung: true });
  });

  it('complete_all lets all waiters go on, and those that come later', async () => {
    const found = await run(`${done} function waiter(): void { wait_for_completion(x); pass(); } function completer(): void { complete_all(x); assert(completion_done(x)); } function two(): boolean { return passed === 2; }`, 'tasks: { T1: waiter, T2: waiter, T3: completer }, final: [two]');
    expect(found).toMatchObject({ violated: [], reports: [], hung: false });
  });

  it('reinit_completion makes it wait again', async () => {
    const found = await run(`${done} function once(): void { complete_all(x); reinit_completion(x); assert(!try_wait_for_completion(x)); wait_for_completion(x); }`, 'tasks: { T1: once }');
    expect(found).toMatchObject({ reports: [], hung: true });
  });

  it('a killed waiter gives up', async () => {
    const found = await run(`${done} function waiter(): void { assert(wait_for_completion_killable(x) === -ERESTARTSYS); } function killer(): void { send_sigkill(0); }`, 'tasks: { T1: waiter, T2: killer }');
    expect(found).toMatchObject({ reports: [], hung: false });
  });
});

describe('set_current_state and schedule', () => {
  const waiter = (state: string): string => `function waiter(): void { for (;;) { set_current_state(${state}); if (ready || fatal_signal_pending()) break; schedule(); } __set_current_state(TASK_RUNNING); }`;

  it('a wake-up between the look and the sleep is not lost', async () => {
    const found = await run(`let ready: boolean = false; ${waiter('TASK_UNINTERRUPTIBLE')} function waker(): void { ready = true; wake_up_process(0); }`, 'tasks: { T1: waiter, T2: waker }');
    expect(found).toMatchObject({ hung: false, reports: [] });
  });

  it('setting the state after the look loses it', async () => {
    const found = await run('let ready: boolean = false; function waiter(): void { if (!ready) { set_current_state(TASK_UNINTERRUPTIBLE); schedule(); } } function waker(): void { ready = true; wake_up_process(0); }', 'tasks: { T1: waiter, T2: waker }');
    expect(found).toMatchObject({ hung: true });
  });

  it.each([['TASK_KILLABLE', false], ['TASK_INTERRUPTIBLE', false], ['TASK_UNINTERRUPTIBLE', true]] as const)('a kill wakes %s: hangs is %s', async (state, hung) => {
    const found = await run(`let ready: boolean = false; ${waiter(state)} function killer(): void { send_sigkill(0); }`, 'tasks: { T1: waiter, T2: killer }');
    expect(found).toMatchObject({ hung });
  });
});

describe('idle_until', () => {
  it('is a valid end', async () => {
    expect(await run('let work: boolean = false; function worker(): void { idle_until(() => work); }', 'tasks: { T1: worker }')).toMatchObject({ hung: false });
  });

  it('goes on when there is work', async () => {
    const found = await run('let work: boolean = false; let done: boolean = false; function worker(): void { idle_until(() => work); done = true; } function feed(): void { work = true; } function worked(): boolean { return done; }', 'tasks: { T1: worker, T2: feed }, final: [worked]');
    expect(found).toMatchObject({ violated: [], hung: false });
  });
});
