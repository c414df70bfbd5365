/** Tasks that wait in the middle of something: for an event, for a flag, for memory. */
import type { Model } from './model.js';

const stopsMidway: Model = {
  title: 'a section that waits for an event that comes from outside it',
  text: `const lock: mutex = zeroed(); const event: completion = zeroed(); let a: Int<0, 1> = 0; let b: Int<0, 1> = 0; let torn: boolean = false;
    function waiter(): void { mutex_lock(lock); a = 1; wait_for_completion(event); b = 1; mutex_unlock(lock); }
    function waker(): void { complete(event); mutex_lock(lock); const x = a; const y = b; mutex_unlock(lock); if (x !== y) torn = true; }
    function never_torn(): boolean { return !torn; }
    function halfway(): boolean { return a === 1 && b === 0; }`,
  options: 'tasks: { T1: waiter, T2: waker }, always: [never_torn], reachable: [halfway]',
  verdicts: ['reached halfway'],
  mutants: [
    {
      title: 'the event comes from inside it',
      edits: [['complete(event); mutex_lock(lock);', 'mutex_lock(lock); complete(event);']],
      verdicts: ['hung', 'reached halfway'],
    },
    {
      title: 'the event comes after it',
      edits: [
        ['complete(event); mutex_lock(lock);', 'mutex_lock(lock);'],
        ['mutex_unlock(lock); if (x', 'mutex_unlock(lock); complete(event); if (x'],
      ],
      verdicts: ['hung', 'reached halfway'],
    },
    {
      title: 'the event is looked for once, and the section left',
      edits: [['wait_for_completion(event); b = 1;', 'if (try_wait_for_completion(event)) b = 1;']],
      verdicts: ['reached halfway', 'violated never_torn'],
    },
    {
      title: 'the wait is outside, between two sections',
      edits: [['wait_for_completion(event); b', 'mutex_unlock(lock); wait_for_completion(event); mutex_lock(lock); b']],
      verdicts: ['reached halfway', 'violated never_torn'],
    },
  ],
};

const spins: Model = {
  title: 'a section that loops until a flag is set',
  text: `const lock: spinlock_t = zeroed(); let stop: boolean = false; let n: Int<0, 1> = 0; let bad: boolean = false;
    function looper(): void { spin_lock(lock); while (!READ_ONCE(stop)) { const k = n; n = 1 - k; } spin_unlock(lock); }
    function stopper(): void { stop = true; spin_lock(lock); n = 0; spin_unlock(lock); }
    function never_bad(): boolean { return !bad; }
    function over(): boolean { return idle(0) && idle(1); }`,
  options: 'tasks: { T1: looper, T2: stopper }, always: [never_bad], reachable: [over]',
  verdicts: ['reached over'],
  mutants: [
    {
      title: 'something goes wrong elsewhere while it loops',
      edits: [['stop = true; spin_lock', 'bad = true; bad = false; stop = true; spin_lock']],
      verdicts: ['reached over', 'violated never_bad'],
    },
    {
      title: 'something goes wrong elsewhere, and it loops for ever',
      edits: [
        ['stop = true; spin_lock', 'bad = true; bad = false; spin_lock'],
        ['reachable: [over]', 'reachable: []'],
      ],
      verdicts: ['violated never_bad'],
    },
    {
      title: 'the flag is set under the lock that it holds, so that it never ends',
      edits: [
        ['let stop', 'let started: boolean = false; let stop'],
        ['spin_lock(lock); while', 'spin_lock(lock); started = true; while'],
        ['stop = true; spin_lock(lock); n = 0;', 'while (!READ_ONCE(started)) {} spin_lock(lock); stop = true; n = 0;'],
      ],
      verdicts: [],
    },
    {
      title: 'what it loops over is looked at from outside',
      edits: [['stop = true; spin_lock', 'if (n === 1) bad = true; stop = true; spin_lock']],
      verdicts: ['reached over', 'violated never_bad'],
    },
  ],
};

const errorPath: Model = {
  title: 'a section that is left early when memory is short',
  text: `interface cell { v: Int<0, 1> } const lock: mutex = zeroed(); let shared: cell = NULL; let failed: boolean = false;
    function fill(): void { mutex_lock(lock); if (!shared) { const o = kzalloc<cell>(GFP_KERNEL); if (!o) { failed = true; mutex_unlock(lock); return; } o.v = 1; shared = o; } mutex_unlock(lock); }
    function filled(): boolean { return objects<cell>().every((o) => o === shared); }
    function one_failed(): boolean { return failed; }`,
  options: 'tasks: { T1: fill, T2: fill }, bounds: { cell: 2 }, faults: { enomem: 1 }, final: [filled], reachable: [one_failed]',
  verdicts: ['reached one_failed'],
  mutants: [
    {
      title: 'the unlock is forgotten on the error path',
      edits: [['failed = true; mutex_unlock(lock); return;', 'failed = true; return;']],
      verdicts: ['hung', 'reached one_failed'],
    },
    {
      title: 'the error is not looked at',
      edits: [['if (!o) { failed = true; mutex_unlock(lock); return; }', 'if (!o) failed = true;']],
      verdicts: ['reached one_failed', 'report null-ptr-deref'],
    },
    {
      title: 'the look is before the section',
      edits: [
        ['mutex_lock(lock); if (!shared) {', 'if (!shared) { mutex_lock(lock);'],
        ['shared = o; } mutex_unlock(lock);', 'shared = o; mutex_unlock(lock); }'],
      ],
      verdicts: ['leak', 'reached one_failed', 'violated filled'],
    },
    {
      title: 'it unlocks twice',
      edits: [['failed = true; mutex_unlock(lock); return; }', 'failed = true; mutex_unlock(lock); mutex_unlock(lock); return; }']],
      verdicts: ['reached one_failed', 'report lockdep'],
    },
  ],
};

const wakeUps: Model = {
  title: 'a task that sleeps until a flag is set under a lock, and is woken after it',
  text: `const lock: spinlock_t = zeroed(); const queue: wait_queue_head_t = zeroed(); let ready: boolean = false; let n: Int<0, 2> = 0;
    function sleeper(): void { wait_event(queue, () => READ_ONCE(ready)); spin_lock(lock); const k = n; n = k + 1; spin_unlock(lock); }
    function waker(): void { spin_lock(lock); const k = n; n = k + 1; ready = true; spin_unlock(lock); wake_up_all(queue); }
    function both(): boolean { return n === 2; }`,
  options: 'tasks: { S: sleeper, W: waker }, final: [both]',
  mutants: [
    {
      title: 'it is woken before the flag is set',
      edits: [['ready = true; spin_unlock(lock); wake_up_all(queue);', 'wake_up_all(queue); ready = true; spin_unlock(lock);']],
      verdicts: ['hung'],
    },
    { title: 'it is not woken', edits: [['ready = true; spin_unlock(lock); wake_up_all(queue);', 'ready = true; spin_unlock(lock);']], verdicts: ['hung'] },
    {
      title: 'the flag is set before the counter is written, and it takes no lock',
      edits: [
        ['const k = n; n = k + 1; ready = true;', 'ready = true; const k = n; n = k + 1;'],
        ['READ_ONCE(ready)); spin_lock(lock); const k = n; n = k + 1; spin_unlock(lock);', 'READ_ONCE(ready)); const k = n; n = k + 1;'],
      ],
      verdicts: ['violated both'],
    },
    {
      title: 'it looks at the flag and then sleeps, under no lock',
      edits: [
        ['wait_event(queue, () => READ_ONCE(ready));', 'if (!READ_ONCE(ready)) { set_current_state(TASK_UNINTERRUPTIBLE); schedule(); }'],
        ['wake_up_all(queue)', 'wake_up_process(0)'],
      ],
      verdicts: ['hung'],
    },
  ],
};

export const waiting: readonly Model[] = [stopsMidway, spins, errorPath, wakeUps];
