/** Sections of locks, and accesses that are not in them. */
import type { Model } from './model.js';

const lockFreeReader: Model = {
  title: 'a pair that is written and read under a lock',
  text: `const lock: spinlock_t = zeroed(); let a: Int<0, 1> = 0; let b: Int<0, 1> = 0; let torn: boolean = false;
    function writer(): void { spin_lock(lock); a = 1; b = 1; spin_unlock(lock); }
    function reader(): void { spin_lock(lock); const x = a; const y = b; spin_unlock(lock); if (x !== y) torn = true; }
    function peek(): void { const x = a; const y = b; if (x !== y) torn = true; }
    function peek_once(): void { if (READ_ONCE(a) !== READ_ONCE(b)) torn = true; }
    function guess(): void { if (spin_is_locked(lock)) torn = true; }
    function never_torn(): boolean { return !torn; }`,
  options: 'tasks: { W: writer, R1: reader, R2: reader }, always: [never_torn]',
  mutants: [
    { title: 'a reader without the lock is added', edits: [['R2: reader', 'R2: reader, R3: peek']], verdicts: ['violated never_torn'] },
    { title: 'a reader reads without the lock, marked', edits: [['R2: reader', 'R2: peek_once']], verdicts: ['violated never_torn'] },
    {
      title: 'a reader leaves the section between two reads',
      edits: [['const x = a; const y = b; spin_unlock', 'const x = a; spin_unlock(lock); spin_lock(lock); const y = b; spin_unlock']],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'the writer leaves the section between two writes',
      edits: [['a = 1; b = 1;', 'a = 1; spin_unlock(lock); spin_lock(lock); b = 1;']],
      verdicts: ['violated never_torn'],
    },
    { title: 'the writer takes no lock', edits: [['spin_lock(lock); a = 1; b = 1; spin_unlock(lock);', 'a = 1; b = 1;']], verdicts: ['violated never_torn'] },
    { title: 'a task looks whether the lock is held', edits: [['R2: reader', 'R2: guess']], verdicts: ['violated never_torn'] },
  ],
};

const shortLived: Model = {
  title: 'a field that is away from 0 inside a section only',
  text: `const lock: spinlock_t = zeroed(); const other: spinlock_t = zeroed(); let a: Int<0, 1> = 0; let seen: boolean = false; let polite: boolean = false;
    function see(x: int): void { if (x !== 0) seen = true; }
    function writer(): void { spin_lock(lock); a = 1; a = 0; spin_unlock(lock); }
    function reader(): void { spin_lock(lock); see(a); spin_unlock(lock); }
    function never_seen(): boolean { return !seen; }`,
  options: 'tasks: { W: writer, R1: reader, R2: reader }, always: [never_seen]',
  mutants: [
    { title: 'a reader takes no lock', edits: [['spin_lock(lock); see(a); spin_unlock(lock);', 'see(a);']], verdicts: ['violated never_seen'] },
    {
      title: 'a reader that takes no lock is added',
      edits: [
        ['R2: reader', 'R2: peek'],
        ['function never', 'function peek(): void { see(READ_ONCE(a)); } function never'],
      ],
      verdicts: ['violated never_seen'],
    },
    {
      title: 'a reader is in another section',
      edits: [['spin_lock(lock); see(a); spin_unlock(lock);', 'spin_lock(other); see(a); spin_unlock(other);']],
      verdicts: ['violated never_seen'],
    },
    {
      title: 'a reader is in a read section of RCU',
      edits: [['spin_lock(lock); see(a); spin_unlock(lock);', 'rcu_read_lock(); see(a); rcu_read_unlock();']],
      verdicts: ['violated never_seen'],
    },
    {
      title: 'a reader tries the lock and goes on without it',
      edits: [['spin_lock(lock); see(a); spin_unlock(lock);', 'const held = spin_trylock(lock); see(a); if (held) spin_unlock(lock);']],
      verdicts: ['violated never_seen'],
    },
    {
      title: 'a reader takes the lock only when it was told to',
      edits: [
        ['spin_lock(lock); see(a); spin_unlock(lock);', 'const take = polite; if (take) spin_lock(lock); see(a); if (take) spin_unlock(lock);'],
        ['R2: reader', 'R2: teacher'],
        ['function never', 'function teacher(): void { polite = true; } function never'],
      ],
      verdicts: ['violated never_seen'],
    },
    {
      title: 'a reader holds the lock before and after',
      edits: [['spin_lock(lock); see(a); spin_unlock(lock);', 'spin_lock(lock); spin_unlock(lock); see(a); spin_lock(lock); spin_unlock(lock);']],
      verdicts: ['violated never_seen'],
    },
    {
      title: 'the writer is in another section',
      edits: [['spin_lock(lock); a = 1; a = 0; spin_unlock(lock);', 'spin_lock(other); a = 1; a = 0; spin_unlock(other);']],
      verdicts: ['violated never_seen'],
    },
    { title: 'a property looks', edits: [['return !seen;', 'return a === 0;']], verdicts: ['violated never_seen'] },
  ],
};

const outOfTheSection: Model = {
  title: 'a counter under a lock',
  text: `const lock: spinlock_t = zeroed(); let count: Int<0, 3> = 0;
    function increment(): void { spin_lock(lock); const n = count; count = n + 1; spin_unlock(lock); }
    function all_counted(): boolean { return count === 3; }`,
  options: 'tasks: { T1: increment, T2: increment, T3: increment }, final: [all_counted]',
  mutants: [
    {
      title: 'the load comes before the section',
      edits: [['spin_lock(lock); const n = count;', 'const n = count; spin_lock(lock);']],
      verdicts: ['violated all_counted'],
    },
    {
      title: 'the store comes after the section',
      edits: [['count = n + 1; spin_unlock(lock);', 'spin_unlock(lock); count = n + 1;']],
      verdicts: ['violated all_counted'],
    },
    {
      title: 'load and store are in two sections',
      edits: [['const n = count; count', 'const n = count; spin_unlock(lock); spin_lock(lock); count']],
      verdicts: ['violated all_counted'],
    },
    {
      title: 'one of the tasks takes no lock',
      edits: [
        ['function all_counted', 'function careless(): void { count++; } function all_counted'],
        ['T3: increment', 'T3: careless'],
      ],
      verdicts: ['violated all_counted'],
    },
  ],
};

const twoLocks: Model = {
  title: 'a pair that is written under two locks and read under either',
  text: `const left: spinlock_t = zeroed(); const right: spinlock_t = zeroed(); let a: Int<0, 1> = 0; let b: Int<0, 1> = 0; let torn: boolean = false;
    function writer(): void { spin_lock(left); spin_lock(right); a = 1; b = 1; spin_unlock(right); spin_unlock(left); }
    function read_left(): void { spin_lock(left); const x = a; const y = b; spin_unlock(left); if (x !== y) torn = true; }
    function read_right(): void { spin_lock(right); const x = a; const y = b; spin_unlock(right); if (x !== y) torn = true; }
    function never_torn(): boolean { return !torn; }`,
  options: 'tasks: { W: writer, L: read_left, R: read_right }, always: [never_torn]',
  mutants: [
    {
      title: 'the writer holds one of them',
      edits: [['spin_lock(left); spin_lock(right); a = 1; b = 1; spin_unlock(right); spin_unlock(left);', 'spin_lock(left); a = 1; b = 1; spin_unlock(left);']],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'the writer gives one of them up halfway',
      edits: [['b = 1; spin_unlock(right); spin_unlock(left);', 'spin_unlock(right); b = 1; spin_unlock(left);']],
      verdicts: ['violated never_torn'],
    },
    { title: 'the writer takes one of them halfway', edits: [['spin_lock(right); a = 1; b', 'a = 1; spin_lock(right); b']], verdicts: ['violated never_torn'] },
    {
      title: 'there is a second writer, with one of them each',
      edits: [
        ['spin_lock(left); spin_lock(right); a = 1; b = 1; spin_unlock(right); spin_unlock(left);', 'spin_lock(left); a = 1; a = 0; spin_unlock(left);'],
        ['R: read_right', 'R: other'],
        ['function read_left', 'function other(): void { spin_lock(right); const k = a; a = 1 - k; a = k; spin_unlock(right); } function read_left'],
        ['always: [never_torn]', 'final: [is_zero]'],
        ['function never_torn', 'function is_zero(): boolean { return a === 0; } function never_torn'],
      ],
      verdicts: ['violated is_zero'],
    },
  ],
};

const otherInstance: Model = {
  title: 'objects with a lock each, which protects the counter in it',
  text: `interface cell { lock: spinlock_t; n: Int<0, 3> } let head: cell = NULL; let spare: cell = NULL;
    function add(o: cell): void { spin_lock(o.lock); const k = o.n; o.n = k + 1; spin_unlock(o.lock); }
    function one(): void { const o = head; add(o); }
    function two(): void { const o = head; add(o); }
    function swap(): void { const o = head; const p = spare; head = p; spare = o; }
    function none_lost(): boolean { return head.n + spare.n === 2; }`,
  options: "setup() { head = kzalloc<cell>(GFP_KERNEL); spare = kzalloc<cell>(GFP_KERNEL); }, tasks: { T1: one, T2: two, T3: swap }, bounds: { cell: 2 }, final: [none_lost]",
  mutants: [
    {
      title: "one takes the other object's lock",
      edits: [
        [
          'function two(): void { const o = head; add(o); }',
          'function two(): void { const o = head; const p = spare; spin_lock(p.lock); const k = o.n; o.n = k + 1; spin_unlock(p.lock); }',
        ],
        ['T2: two, T3: swap', 'T2: two'],
      ],
      verdicts: ['violated none_lost'],
    },
    {
      title: 'the pointer is read again inside the section',
      edits: [
        [
          'const o = head; add(o); }\n    function two',
          'const o = head; spin_lock(o.lock); const q = head; const k = q.n; q.n = k + 1; spin_unlock(o.lock); }\n    function two',
        ],
      ],
      verdicts: ['violated none_lost'],
    },
    {
      title: 'the pointer is read again for the unlock',
      edits: [
        ['const o = head; add(o); }\n    function two', 'spin_lock(head.lock); spin_unlock(head.lock); }\n    function two'],
        ['final: [none_lost]', 'final: []'],
      ],
      verdicts: ['report lockdep'],
    },
    {
      title: "a third writes the counter of one back under the other's lock",
      edits: [['const p = spare; head = p; spare = o;', 'const p = spare; spin_lock(p.lock); const k = o.n; o.n = k; spin_unlock(p.lock);']],
      verdicts: ['violated none_lost'],
    },
  ],
};

const ofTheProperty: Model = {
  title: 'a property of a pair that is whole whenever the lock is free',
  text: `const lock: spinlock_t = zeroed(); const other: spinlock_t = zeroed(); let a: Int<0, 1> = 0; let b: Int<0, 1> = 0; let odd: ghost_field<boolean> = false; let c: Int<0, 1> = 0;
    function writer(): void { spin_lock(lock); a = 1; b = 1; spin_unlock(lock); }
    function bystander(): void { spin_lock(other); c = 1; ghost(() => { if (c === 2) odd = true; }); spin_unlock(other); }
    function whole(): boolean { return under(lock, () => a === b); }
    function never_odd(): boolean { return !odd; }
    function halfway(): boolean { return a !== b; }
    function written(): boolean { return a === 1 && b === 1; }`,
  options: 'tasks: { T1: writer, T2: writer, T3: bystander }, always: [whole, never_odd], reachable: [written]',
  verdicts: ['reached written'],
  mutants: [
    { title: 'it is asked for without under()', edits: [['under(lock, () => a === b)', 'a === b']], verdicts: ['reached written', 'violated whole'] },
    { title: 'it is asked for under another lock', edits: [['under(lock, ', 'under(other, ']], verdicts: ['reached written', 'violated whole'] },
    { title: 'a witness is to be found halfway', edits: [['reachable: [written]', 'reachable: [halfway]']], verdicts: ['reached halfway'] },
    {
      title: 'ghost code of another section looks at the pair',
      edits: [['if (c === 2)', 'if (a !== b)']],
      verdicts: ['reached written', 'violated never_odd'],
    },
    { title: 'it is about the lock itself', edits: [['under(lock, () => a === b)', 'lock_is_free(lock)']], verdicts: ['reached written', 'violated whole'] },
    {
      title: 'it is about two locks at once',
      edits: [['under(lock, () => a === b)', 'lock_is_free(lock) || lock_is_free(other)']],
      verdicts: ['reached written', 'violated whole'],
    },
    {
      title: 'it relates what two locks protect',
      edits: [
        ['under(lock, () => a === b)', 'under(other, () => a >= b || c === 0)'],
        ['a = 1; b = 1;', 'b = 1; a = 1;'],
      ],
      verdicts: ['reached written', 'violated whole'],
    },
  ],
};

const twoPhases: Model = {
  title: 'a sum that is moved from one account to another, with both locks held at once',
  text: `const left: spinlock_t = zeroed(); const right: spinlock_t = zeroed(); let a: Int<0, 1> = 1; let b: Int<0, 1> = 0; let lost: boolean = false;
    function move(): void { spin_lock(left); a = 0; spin_lock(right); spin_unlock(left); b = 1; spin_unlock(right); }
    function audit(): void { spin_lock(left); spin_lock(right); const x = a; const y = b; spin_unlock(right); spin_unlock(left); if (x + y !== 1) lost = true; }
    function look_left(): void { spin_lock(left); const x = a; spin_unlock(left); if (x === 0) { spin_lock(right); const y = b; spin_unlock(right); if (y === 0) lost = true; } }
    function look_right(): void { spin_lock(right); const y = b; spin_unlock(right); if (y === 0) { spin_lock(left); const x = a; spin_unlock(left); if (x === 0) lost = true; } }
    function none_lost(): boolean { return !lost; }`,
  options: 'tasks: { M: move, A1: audit, A2: look_left }, always: [none_lost]',
  mutants: [
    {
      title: 'it gives up one lock before it takes the other',
      edits: [['spin_lock(right); spin_unlock(left); b = 1;', 'spin_unlock(left); spin_lock(right); b = 1;']],
      verdicts: ['violated none_lost'],
    },
    {
      title: 'the second account is written after the last unlock',
      edits: [['b = 1; spin_unlock(right);', 'spin_unlock(right); b = 1;']],
      verdicts: ['violated none_lost'],
    },
    { title: 'a look at one account, then at the other, the other way round', edits: [['look_left }', 'look_right }']], verdicts: ['violated none_lost'] },
    {
      title: 'the audit holds one lock at a time',
      edits: [
        [
          'audit(): void { spin_lock(left); spin_lock(right); const x = a; const y = b; spin_unlock(right); spin_unlock(left);',
          'audit(): void { spin_lock(right); const y = b; spin_unlock(right); spin_lock(left); const x = a; spin_unlock(left);',
        ],
      ],
      verdicts: ['violated none_lost'],
    },
  ],
};

const atomics: Model = {
  title: 'an atomic counter that is away from 0 inside a section only, and read inside one',
  text: `const lock: spinlock_t = zeroed(); const busy: atomic_t = zeroed(); let seen: boolean = false;
    function worker(): void { spin_lock(lock); atomic_inc(busy); atomic_dec(busy); spin_unlock(lock); }
    function observer(): void { spin_lock(lock); const n = atomic_read(busy); spin_unlock(lock); if (n !== 0) seen = true; }
    function never_seen(): boolean { return !seen; }
    function at_most_one(): boolean { return busy.counter < 2; }`,
  options: 'tasks: { T1: worker, T2: worker, T3: observer }, always: [never_seen, at_most_one]',
  mutants: [
    {
      title: 'it is read outside',
      edits: [['spin_lock(lock); const n = atomic_read(busy); spin_unlock(lock);', 'const n = atomic_read(busy);']],
      verdicts: ['violated never_seen'],
    },
    {
      title: 'it is tested by an operation that changes nothing',
      edits: [['spin_lock(lock); const n = atomic_read(busy); spin_unlock(lock);', 'const n = atomic_cmpxchg(busy, 2, 2);']],
      verdicts: ['violated never_seen'],
    },
    {
      title: 'it is changed outside',
      edits: [
        ['spin_lock(lock); atomic_inc(busy); atomic_dec(busy); spin_unlock(lock);', 'atomic_inc(busy); spin_lock(lock); spin_unlock(lock); atomic_dec(busy);'],
      ],
      verdicts: ['violated at_most_one', 'violated never_seen'],
    },
  ],
};

export const sections: readonly Model[] = [lockFreeReader, shortLived, outOfTheSection, twoLocks, otherInstance, ofTheProperty, twoPhases, atomics];
