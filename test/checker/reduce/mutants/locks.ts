/** Locks that are only tried, that may fail, that readers share, and that are taken in some order. */
import type { Model } from './model.js';

const trylock: Model = {
  title: 'a counter under a lock that is only tried',
  text: `const lock: spinlock_t = zeroed(); let count: Int<0, 3> = 0; let got: Int<0, 3> = 0; const took: array<boolean, 'tasks'> = zeroed();
    function attempt(): void { if (!spin_trylock(lock)) return; const n = count; count = n + 1; took[self()] = true; spin_unlock(lock); }
    function all_counted(): boolean { return count === range(0, task_count()).count((k) => took[k]); }
    function one_gave_up(): boolean { return count === 1 && idle(0) && idle(1); }`,
  options: 'tasks: { T1: attempt, T2: attempt }, final: [all_counted], reachable: [one_gave_up]',
  verdicts: ['reached one_gave_up'],
  mutants: [
    {
      title: 'one that fails goes on anyway',
      edits: [
        ['if (!spin_trylock(lock)) return;', 'const held = spin_trylock(lock);'],
        ['spin_unlock(lock); }', 'if (held) spin_unlock(lock); }'],
      ],
      verdicts: ['reached one_gave_up', 'violated all_counted'],
    },
    {
      title: 'one that fails goes on and unlocks',
      edits: [
        ['if (!spin_trylock(lock)) return;', 'const held = spin_trylock(lock); if (held) count = 0;'],
        ['final: [all_counted], reachable: [one_gave_up]', 'final: []'],
      ],
      verdicts: ['report lockdep'],
    },
    {
      title: 'it asks whether the lock is free, then takes it',
      edits: [['if (!spin_trylock(lock)) return; const n = count;', 'if (spin_is_locked(lock)) return; const n = count; spin_lock(lock);']],
      verdicts: ['reached one_gave_up', 'violated all_counted'],
    },
    {
      title: 'it forgets the unlock, which only the next blocking lock notices',
      edits: [
        ['took[self()] = true; spin_unlock(lock);', 'took[self()] = true;'],
        ['T2: attempt', 'T2: attempt, T3: blocker'],
        ['function all_counted', 'function blocker(): void { spin_lock(lock); spin_unlock(lock); } function all_counted'],
        ['(k) => took[k]', '(k) => k < 2 && took[k]'],
      ],
      verdicts: ['hung', 'reached one_gave_up'],
    },
  ],
};

const opposite: Model = {
  title: 'two locks that are taken in one order',
  text: `const a: spinlock_t = zeroed(); const b: spinlock_t = zeroed(); const gate: mutex = zeroed(); let n: Int<0, 2> = 0;
    function one(): void { spin_lock(a); spin_lock(b); n++; spin_unlock(b); spin_unlock(a); }
    function two(): void { spin_lock(a); spin_lock(b); n++; spin_unlock(b); spin_unlock(a); }
    function inverted(): void { spin_lock(b); spin_lock(a); n++; spin_unlock(a); spin_unlock(b); }
    function trying(): void { spin_lock(b); if (spin_trylock(a)) { n++; spin_unlock(a); } spin_unlock(b); }
    function both(): boolean { return n === 2; }`,
  options: 'tasks: { T1: one, T2: two }, reachable: [both]',
  verdicts: ['reached both'],
  mutants: [
    { title: 'the other order', edits: [['T2: two', 'T2: inverted']], verdicts: ['cycle a b', 'hung', 'reached both'] },
    {
      title: 'the other order behind a gate: nobody hangs, lockdep complains',
      edits: [
        ['T1: one, T2: two', 'T1: gated_one, T2: gated_inverted'],
        [
          'function both',
          'function gated_one(): void { mutex_lock(gate); one(); mutex_unlock(gate); } function gated_inverted(): void { mutex_lock(gate); inverted(); mutex_unlock(gate); } function both',
        ],
      ],
      verdicts: ['cycle a b', 'reached both'],
    },
    {
      title: 'the other order behind a gate that is left too early',
      edits: [
        ['T1: one, T2: two', 'T1: gated_one, T2: gated_inverted'],
        [
          'function both',
          'function gated_one(): void { mutex_lock(gate); one(); mutex_unlock(gate); } function gated_inverted(): void { mutex_lock(gate); mutex_unlock(gate); inverted(); } function both',
        ],
      ],
      verdicts: ['cycle a b', 'hung', 'reached both'],
    },
    {
      title: 'the other order, tried, for ever',
      edits: [
        ['T2: two', 'T2: trying'],
        ['if (spin_trylock(a)) { n++; spin_unlock(a); }', 'while (!spin_trylock(a)) {} n++; spin_unlock(a);'],
        ['reachable: [both]', 'always: [one_at_a_time]'],
        ['function both(): boolean { return n === 2; }', 'function one_at_a_time(): boolean { return n < 2; }'],
      ],
      verdicts: ['violated one_at_a_time'],
    },
    {
      title: 'an order that is turned round only while a flag is set in the other section',
      edits: [
        ['let n: Int<0, 2>', 'let turned: boolean = false; let n: Int<0, 2>'],
        [
          'function one(): void { spin_lock(a); spin_lock(b); n++; spin_unlock(b);',
          'function one(): void { spin_lock(a); turned = true; turned = false; spin_lock(b); n++; spin_unlock(b);',
        ],
        [
          'function two(): void { spin_lock(a); spin_lock(b); n++; spin_unlock(b); spin_unlock(a); }',
          'function two(): void { if (turned) { spin_lock(b); spin_lock(a); n++; spin_unlock(a); spin_unlock(b); } else { n++; } }',
        ],
      ],
      verdicts: ['cycle a b', 'hung', 'reached both'],
    },
  ],
};

const ring: Model = {
  title: 'three philosophers with a fork each between them, one of them left-handed',
  text: `const a: spinlock_t = zeroed(); const b: spinlock_t = zeroed(); const c: spinlock_t = zeroed(); let meals: Int<0, 3> = 0;
    function first(): void { spin_lock(a); spin_lock(b); spin_unlock(b); spin_unlock(a); }
    function second(): void { spin_lock(b); spin_lock(c); spin_unlock(c); spin_unlock(b); }
    function third(): void { spin_lock(a); spin_lock(c); spin_unlock(c); spin_unlock(a); }`,
  options: 'tasks: { T1: first, T2: second, T3: third }',
  mutants: [
    {
      title: 'none of them is left-handed',
      edits: [
        [
          'third(): void { spin_lock(a); spin_lock(c); spin_unlock(c); spin_unlock(a);',
          'third(): void { spin_lock(c); spin_lock(a); spin_unlock(a); spin_unlock(c);',
        ],
      ],
      verdicts: ['cycle a b c', 'hung'],
    },
    {
      title: 'one takes the same lock twice',
      edits: [['third(): void { spin_lock(a); spin_lock(c); spin_unlock(c);', 'third(): void { spin_lock(a); spin_lock(a); spin_unlock(a);']],
      verdicts: ['cycle a', 'report lockdep'],
    },
  ],
};

const killable: Model = {
  title: 'a task that waits for a mutex until it is killed, while the holder waits for it to go',
  text: `const lock: mutex = zeroed(); const gone: completion = zeroed(); let count: Int<0, 2> = 0; let interrupted: boolean = false;
    function holder(): void { mutex_lock(lock); send_sigkill(1); wait_for_completion(gone); const n = count; count = n + 1; mutex_unlock(lock); }
    function victim(): void { const error = mutex_lock_killable(lock); if (error) interrupted = true; if (!error) { const n = count; count = n + 1; mutex_unlock(lock); } complete(gone); }
    function was_interrupted(): boolean { return interrupted; }
    function came_first(): boolean { return count === 2; }`,
  options: 'tasks: { H: holder, V: victim }, reachable: [was_interrupted, came_first]',
  verdicts: ['reached came_first', 'reached was_interrupted'],
  mutants: [
    {
      title: 'it cannot be killed',
      edits: [
        ['const error = mutex_lock_killable(lock);', 'mutex_lock(lock); const error = 0;'],
        ['reachable: [was_interrupted, came_first]', 'reachable: [came_first]'],
        ['if (error) interrupted = true; ', ''],
      ],
      verdicts: ['hung', 'reached came_first'],
    },
    {
      title: 'it goes on although it was killed',
      edits: [['if (!error) { const n', '{ const n']],
      verdicts: ['reached came_first', 'reached was_interrupted', 'report lockdep'],
    },
    {
      title: 'it goes on without the lock, and unlocks only if it has it',
      edits: [
        ['if (!error) { const n = count; count = n + 1; mutex_unlock(lock); }', 'const n = count; count = n + 1; if (!error) mutex_unlock(lock);'],
        ['wait_for_completion(gone); const n = count; count = n + 1;', 'const n = count; count = n + 1;'],
        ['reachable: [was_interrupted, came_first]', 'final: [came_first], reachable: [was_interrupted]'],
      ],
      verdicts: ['reached was_interrupted', 'violated came_first'],
    },
    {
      title: 'it does not say that it is gone',
      edits: [['if (error) interrupted = true; if', 'if (error) { interrupted = true; return; } if']],
      verdicts: ['hung', 'reached came_first', 'reached was_interrupted'],
    },
    {
      title: 'the signal is no fatal one',
      edits: [
        ['send_sigkill(1)', 'send_signal(1)'],
        ['reachable: [was_interrupted, came_first]', 'reachable: [came_first]'],
      ],
      verdicts: ['hung', 'reached came_first'],
    },
  ],
};

const interruptible: Model = {
  title: 'a counter under a mutex for which a signal may end the wait',
  text: `const lock: mutex = zeroed(); let count: Int<0, 2> = 0; const took: array<boolean, 'tasks'> = zeroed();
    function attempt(): void { const error = mutex_lock_interruptible(lock); if (error) return; const n = count; count = n + 1; took[self()] = true; mutex_unlock(lock); }
    function all_counted(): boolean { return count === range(0, 2).count((k) => took[k]); }
    function one_gave_up(): boolean { return count === 1 && idle(0) && idle(1); }`,
  options: 'tasks: { T1: attempt, T2: attempt }, faults: { signal: 1 }, final: [all_counted], reachable: [one_gave_up]',
  verdicts: ['reached one_gave_up'],
  mutants: [
    {
      title: 'it goes on although it was interrupted',
      edits: [
        ['if (error) return;', ''],
        ['took[self()] = true; mutex_unlock(lock);', 'took[self()] = true; if (!error) mutex_unlock(lock);'],
      ],
      verdicts: ['reached one_gave_up', 'violated all_counted'],
    },
    {
      title: 'it counts itself although it was interrupted',
      edits: [['if (error) return;', 'if (error) { took[self()] = true; return; }']],
      verdicts: ['reached one_gave_up', 'violated all_counted'],
    },
    {
      title: 'it unlocks although it was interrupted',
      edits: [
        ['if (error) return;', 'if (error) { mutex_unlock(lock); return; }'],
        ['reachable: [one_gave_up]', 'reachable: []'],
      ],
      verdicts: ['report lockdep'],
    },
  ],
};

const semaphore: Model = {
  title: 'a pair that is written with a semaphore held to write',
  text: `const sem: rw_semaphore = zeroed(); let a: Int<0, 2> = 0; let b: Int<0, 2> = 0; let torn: boolean = false;
    function writer(): void { down_write(sem); a = 1; b = 1; downgrade_write(sem); const x = a; const y = b; up_read(sem); if (x !== y) torn = true; }
    function reader(): void { down_read(sem); const x = a; const y = b; up_read(sem); if (x !== y) torn = true; }
    function never_torn(): boolean { return !torn; }`,
  options: 'tasks: { W: writer, R1: reader, R2: reader }, always: [never_torn]',
  mutants: [
    {
      title: 'a reader writes',
      edits: [
        ['R2: reader', 'R2: writing_reader'],
        ['function never_torn', 'function writing_reader(): void { down_read(sem); a = 2; b = 2; up_read(sem); } function never_torn'],
      ],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'a reader writes the whole pair back as it was',
      edits: [
        ['R2: reader', 'R2: meddler'],
        ['function never_torn', 'function meddler(): void { down_read(sem); const k = a; a = 2; a = k; up_read(sem); } function never_torn'],
      ],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'the writer goes on writing after the downgrade',
      edits: [['b = 1; downgrade_write(sem);', 'downgrade_write(sem); b = 1;']],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'the writer reads after it left',
      edits: [
        ['downgrade_write(sem); const x = a; const y = b; up_read(sem);', 'up_write(sem); const x = a; const y = b;'],
        ['R1: reader, R2: reader', 'R1: reader, W2: clearer'],
        ['function never_torn', 'function clearer(): void { down_write(sem); a = 0; b = 0; up_write(sem); } function never_torn'],
      ],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'a reader waits for a writer that waits for it',
      edits: [
        ['const sem', 'const done: completion = zeroed(); const sem'],
        ['up_read(sem); if (x !== y) torn = true; }\n    function reader', 'up_read(sem); complete(done); }\n    function reader'],
        ['R2: reader', 'R2: waiter'],
        ['function never_torn', 'function waiter(): void { down_read(sem); wait_for_completion(done); up_read(sem); } function never_torn'],
      ],
      verdicts: ['hung'],
    },
  ],
};

export const locks: readonly Model[] = [trylock, opposite, ring, killable, interruptible, semaphore];
