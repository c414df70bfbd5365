/** Objects: who may free one, when others may find one, and what keeps one alive. */
import type { Model } from './model.js';

const freedInTheSection: Model = {
  title: 'an object that the last of two users frees',
  text: `interface cell { lock: spinlock_t; users: Int<0, 2> } let shared: cell = NULL;
    function put(): void { const o = shared; spin_lock(o.lock); const left = o.users - 1; o.users = left; spin_unlock(o.lock); if (left === 0) kfree(o); }`,
  options: 'setup() { const o = kzalloc<cell>(GFP_KERNEL); o.users = 2; shared = o; }, tasks: { T1: put, T2: put }',
  mutants: [
    {
      title: 'it is freed before the unlock',
      edits: [['spin_unlock(o.lock); if (left === 0) kfree(o);', 'if (left === 0) kfree(o); spin_unlock(o.lock);']],
      verdicts: ['report use-after-free'],
    },
    {
      title: 'the count is read again after the unlock',
      edits: [['spin_unlock(o.lock); if (left === 0)', 'spin_unlock(o.lock); if (o.users === 0)']],
      verdicts: ['report double-free', 'report use-after-free'],
    },
    { title: 'the first frees', edits: [['if (left === 0)', 'if (left === 1)']], verdicts: ['report use-after-free'] },
    { title: 'nobody frees', edits: [['if (left === 0) kfree(o);', 'if (left === 0) shared = NULL;']], verdicts: ['leak'] },
    {
      title: 'the lock is in another object',
      edits: [
        ['users: Int<0, 2> }', 'users: Int<0, 2>; next: cell }'],
        ['o.users = 2;', 'o.users = 2; o.next = kzalloc<cell>(GFP_KERNEL);'],
        ['T2: put }', 'T2: put }, bounds: { cell: 2 }'],
        ['spin_lock(o.lock)', 'const p = o.next; spin_lock(p.lock)'],
        ['spin_unlock(o.lock); if (left === 0) kfree(o);', 'if (left === 0) kfree(o); spin_unlock(o.next.lock);'],
      ],
      verdicts: ['report use-after-free'],
    },
  ],
};

const publication: Model = {
  title: 'an object that is published when it is complete',
  text: `interface pair { a: Int<0, 1>; b: Int<0, 1>; inner: pair } let shared: pair = NULL; let torn: boolean = false;
    function publisher(): void { const p = kmalloc<pair>(GFP_KERNEL); p.inner = NULL; p.a = 1; p.b = 1; rcu_assign_pointer(shared, p); }
    function reader(): void { rcu_read_lock(); const p = rcu_dereference(shared); if (p) { const x = p.a; const y = p.b; if (x !== y) torn = true; } rcu_read_unlock(); }
    function never_torn(): boolean { return !torn; }`,
  options: 'tasks: { T1: publisher, T2: reader, T3: reader }, always: [never_torn]',
  mutants: [
    {
      title: 'it is published first',
      edits: [['p.inner = NULL; p.a = 1; p.b = 1; rcu_assign_pointer(shared, p);', 'rcu_assign_pointer(shared, p); p.inner = NULL; p.a = 1; p.b = 1;']],
      verdicts: ['report uninit-value'],
    },
    {
      title: 'it is published half-initialised',
      edits: [['p.b = 1; rcu_assign_pointer(shared, p);', 'rcu_assign_pointer(shared, p); p.b = 1;']],
      verdicts: ['report uninit-value'],
    },
    {
      title: 'it is zeroed, and published half-written',
      edits: [
        ['kmalloc', 'kzalloc'],
        ['p.b = 1; rcu_assign_pointer(shared, p);', 'rcu_assign_pointer(shared, p); p.b = 1;'],
      ],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'it is changed after it was published',
      edits: [['rcu_assign_pointer(shared, p); }', 'rcu_assign_pointer(shared, p); p.a = 0; p.b = 0; }']],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'it is found through an object that is published already',
      edits: [
        [
          'const p = kmalloc<pair>(GFP_KERNEL); p.inner = NULL; p.a = 1; p.b = 1; rcu_assign_pointer(shared, p);',
          'const o = kzalloc<pair>(GFP_KERNEL); shared = o; const p = kzalloc<pair>(GFP_KERNEL); o.inner = p; p.a = 1; p.b = 1;',
        ],
        ['if (p) { const x = p.a; const y = p.b;', 'const q = p ? p.inner : p; if (q) { const x = q.a; const y = q.b;'],
        ['tasks:', 'bounds: { pair: 2 }, tasks:'],
      ],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'a property looks at every object of the pool',
      edits: [
        ['return !torn;', 'return objects<pair>().every((p) => p.a === p.b);'],
        ['kmalloc', 'kzalloc'],
      ],
      verdicts: ['violated never_torn'],
    },
  ],
};

const publicationUnderLock: Model = {
  title: 'an object that is published and completed in one section',
  text: `interface pair { a: Int<0, 1>; b: Int<0, 1> } const lock: spinlock_t = zeroed(); let shared: pair = NULL; let torn: boolean = false;
    function publisher(): void { const p = kzalloc<pair>(GFP_KERNEL); spin_lock(lock); shared = p; p.a = 1; p.b = 1; spin_unlock(lock); }
    function reader(): void { spin_lock(lock); const p = shared; if (p) { const x = p.a; const y = p.b; if (x !== y) torn = true; } spin_unlock(lock); }
    function never_torn(): boolean { return !torn; }`,
  options: 'tasks: { T1: publisher, T2: reader, T3: reader }, always: [never_torn]',
  mutants: [
    {
      title: 'it is completed in a section of its own',
      edits: [['p.a = 1; p.b', 'p.a = 1; spin_unlock(lock); spin_lock(lock); p.b']],
      verdicts: ['violated never_torn'],
    },
    { title: 'it is completed after the section', edits: [['p.b = 1; spin_unlock(lock);', 'spin_unlock(lock); p.b = 1;']], verdicts: ['violated never_torn'] },
    {
      title: 'the reader takes no lock',
      edits: [
        ['spin_lock(lock); const p = shared;', 'const p = shared;'],
        ['torn = true; } spin_unlock(lock);', 'torn = true; }'],
      ],
      verdicts: ['violated never_torn'],
    },
    {
      title: 'the reader finds it in the section, and reads it after',
      edits: [
        ['const p = shared; if (p)', 'const p = shared; spin_unlock(lock); if (p)'],
        ['torn = true; } spin_unlock(lock);', 'torn = true; }'],
        ['p.a = 1; p.b = 1; spin_unlock(lock);', 'p.a = 1; p.b = 1; spin_unlock(lock); spin_lock(lock); p.a = 0; p.b = 0; spin_unlock(lock);'],
      ],
      verdicts: ['violated never_torn'],
    },
  ],
};

const references: Model = {
  title: 'an object that is freed with its last reference',
  text: `interface cell { refs: refcount_t; v: Int<0, 1> } const lock: spinlock_t = zeroed(); let shared: cell = NULL;
    function put(o: cell): void { if (refcount_dec_and_test(o.refs)) kfree(o); }
    function user(): void { spin_lock(lock); const o = shared; if (o) refcount_inc(o.refs); spin_unlock(lock); if (!o) return; o.v = 1; put(o); }
    function owner(): void { spin_lock(lock); const o = shared; shared = NULL; spin_unlock(lock); put(o); }
    function last_owner(): void { const o = shared; if (refcount_read(o.refs) === 1) { shared = NULL; o.v = 0; kfree(o); } }`,
  options: 'setup() { const o = kzalloc<cell>(GFP_KERNEL); refcount_set(o.refs, 1); shared = o; }, tasks: { T1: user, T2: user, T3: owner }',
  mutants: [
    {
      title: 'the owner takes its reference for the last',
      edits: [['shared = NULL; spin_unlock(lock); put(o);', 'shared = NULL; spin_unlock(lock); kfree(o);']],
      verdicts: ['report use-after-free'],
    },
    {
      title: 'the owner looks whether its reference is the last, without the lock',
      edits: [['T3: owner', 'T3: last_owner']],
      verdicts: ['report use-after-free'],
    },
    {
      title: 'the user takes no reference',
      edits: [['if (o) refcount_inc(o.refs); spin_unlock(lock); if (!o) return; o.v = 1; put(o);', 'spin_unlock(lock); if (!o) return; o.v = 1;']],
      verdicts: ['report use-after-free'],
    },
    {
      title: 'the user takes its reference after the section',
      edits: [['if (o) refcount_inc(o.refs); spin_unlock(lock); if (!o) return;', 'spin_unlock(lock); if (!o) return; refcount_inc(o.refs);']],
      verdicts: ['report refcount', 'report use-after-free'],
    },
    { title: 'the user goes on after it has put its reference', edits: [['o.v = 1; put(o);', 'put(o); o.v = 1;']], verdicts: ['report use-after-free'] },
    {
      title: 'the owner frees without unpublishing',
      edits: [['const o = shared; shared = NULL; spin_unlock', 'const o = shared; spin_unlock']],
      verdicts: ['report refcount', 'report use-after-free'],
    },
    {
      title: 'the last owner drops the lock between look and free',
      edits: [
        [
          'const o = shared; if (refcount_read(o.refs) === 1) { shared = NULL; o.v = 0; kfree(o); }',
          'spin_lock(lock); const o = shared; const last = refcount_read(o.refs) === 1; spin_unlock(lock); if (last) { shared = NULL; o.v = 0; kfree(o); }',
        ],
        ['T2: user, T3: owner', 'T2: last_owner'],
      ],
      verdicts: ['report use-after-free'],
    },
  ],
};

const readSections: Model = {
  title: 'an object that is freed after a grace period',
  text: `interface conf { v: Int<0, 1> } let shared: conf = NULL; let got: Int<0, 1> = 0;
    function reader(): void { rcu_read_lock(); const c = rcu_dereference(shared); if (c) { const v = c.v; got = v; } rcu_read_unlock(); }
    function updater(): void { const old = shared; rcu_assign_pointer(shared, NULL); synchronize_rcu(); kfree(old); }
    function got_it(): boolean { return got === 1; }`,
  options: 'setup() { const c = kzalloc<conf>(GFP_KERNEL); c.v = 1; shared = c; }, tasks: { R1: reader, R2: reader, U: updater }, reachable: [got_it]',
  verdicts: ['reached got_it'],
  mutants: [
    {
      title: 'a reader keeps the pointer beyond its section',
      edits: [['if (c) { const v = c.v; got = v; } rcu_read_unlock();', 'rcu_read_unlock(); if (c) { const v = c.v; got = v; }']],
      verdicts: ['reached got_it', 'report use-after-free'],
    },
    { title: 'the updater does not wait', edits: [[' synchronize_rcu();', '']], verdicts: ['reached got_it', 'report use-after-free'] },
    {
      title: 'the updater waits before it unpublishes',
      edits: [['rcu_assign_pointer(shared, NULL); synchronize_rcu();', 'synchronize_rcu(); rcu_assign_pointer(shared, NULL);']],
      verdicts: ['reached got_it', 'report use-after-free'],
    },
    {
      title: 'a reader keeps the pointer from one section to the next',
      edits: [['if (c) { const v', 'rcu_read_unlock(); rcu_read_lock(); if (c) { const v']],
      verdicts: ['reached got_it', 'report use-after-free'],
    },
    {
      title: 'a reader waits for a grace period inside its section',
      edits: [['if (c) { const v = c.v; got = v; }', 'if (c) { synchronize_rcu(); const v = c.v; got = v; }']],
      verdicts: ['report rcu-usage'],
    },
    {
      title: 'the callback frees, and a reader keeps the pointer',
      edits: [
        ['synchronize_rcu(); kfree(old);', 'kfree_rcu(old);'],
        ['const v = c.v; got = v; } rcu_read_unlock();', 'rcu_read_unlock(); const v = c.v; got = v; } else { rcu_read_unlock(); }'],
      ],
      verdicts: ['reached got_it', 'report use-after-free'],
    },
  ],
};

const dropAfterUnlock: Model = {
  title: 'a flag and an object that are written in one section, whose writer drops its reference after it',
  text: `interface cell { refs: refcount_t; f: Int<0, 2> } const lock: spinlock_t = zeroed(); let flag: boolean = false; let shared: cell = NULL; let saw: Int<0, 2> = 0;
    function drop(o: cell): void { if (refcount_dec_and_test(o.refs)) kfree(o); }
    function writer(): void { const o = shared; spin_lock(lock); flag = true; o.f = 1; o.f = 2; spin_unlock(lock); drop(o); }
    function reader(): void { const o = shared; spin_lock(lock); if (flag) { const v = o.f; saw = v; } spin_unlock(lock); drop(o); }
    function borrower(): void { if (flag) { const o = shared; const v = o.f; saw = v; } }
    function never_half(): boolean { return saw !== 1; }
    function seen(): boolean { return saw === 2; }`,
  options: 'setup() { const o = kzalloc<cell>(GFP_KERNEL); refcount_set(o.refs, 2); shared = o; }, tasks: { W: writer, R: reader }, always: [never_half], reachable: [seen]',
  verdicts: ['reached seen'],
  mutants: [
    {
      title: 'the reader asks the flag without the lock',
      edits: [
        [
          'const o = shared; spin_lock(lock); if (flag) { const v = o.f; saw = v; } spin_unlock(lock);',
          'const o = shared; if (flag) { const v = o.f; saw = v; }',
        ],
      ],
      verdicts: ['reached seen', 'violated never_half'],
    },
    {
      title: 'the reader asks the flag without the lock, and has no reference',
      edits: [
        ['R: reader', 'R: borrower'],
        ['refcount_set(o.refs, 2)', 'refcount_set(o.refs, 1)'],
      ],
      verdicts: ['reached seen', 'report use-after-free', 'violated never_half'],
    },
    {
      title: 'the reader is told by the lock itself',
      edits: [
        [
          'const o = shared; spin_lock(lock); if (flag) { const v = o.f; saw = v; } spin_unlock(lock);',
          'const o = shared; if (spin_is_locked(lock)) { const v = o.f; saw = v; }',
        ],
      ],
      verdicts: ['reached seen', 'violated never_half'],
    },
    {
      title: 'the writer drops its reference before the unlock, and there is no other',
      edits: [
        ['spin_unlock(lock); drop(o); }\n    function reader', 'drop(o); o.f = 0; spin_unlock(lock); }\n    function reader'],
        ['refcount_set(o.refs, 2)', 'refcount_set(o.refs, 1)'],
        ['W: writer, R: reader', 'W: writer'],
        ['reachable: [seen]', 'reachable: []'],
      ],
      verdicts: ['report use-after-free'],
    },
    {
      title: 'the writer writes after it dropped its reference',
      edits: [['o.f = 2; spin_unlock(lock); drop(o);', 'o.f = 2; spin_unlock(lock); drop(o); o.f = 2;']],
      verdicts: ['reached seen', 'report use-after-free'],
    },
    {
      title: 'the object is handed over inside the section and freed by the unlocked reader',
      edits: [
        ['const o = shared; spin_lock(lock); flag', 'const o = kzalloc<cell>(GFP_KERNEL); spin_lock(lock); shared = o; flag'],
        ['o.f = 2; spin_unlock(lock); drop(o);', 'o.f = 2; spin_unlock(lock);'],
        ['R: reader', 'R: taker'],
        [
          'function never_half',
          'function taker(): void { if (flag) { const o = xchg(shared, NULL); const v = o.f; saw = v; kfree(o); } } function never_half',
        ],
        ['setup() { const o = kzalloc<cell>(GFP_KERNEL); refcount_set(o.refs, 2); shared = o; }, ', ''],
      ],
      verdicts: ['reached seen', 'report use-after-free', 'violated never_half'],
    },
  ],
};

const exclusiveHandOver: Model = {
  title: 'an object that goes from one owner to the next by xchg',
  text: `interface cell { f: Int<0, 2> } let mailbox: cell = NULL; let saw: Int<0, 2> = 0;
    function sender(): void { const o = kzalloc<cell>(GFP_KERNEL); o.f = 1; o.f = 2; const old = xchg(mailbox, o); kfree(old); }
    function receiver(): void { const o = xchg(mailbox, NULL); if (!o) return; const v = o.f; saw = v; o.f = 1; kfree(o); }
    function never_half(): boolean { return saw !== 1; }
    function received(): boolean { return saw === 2; }`,
  options: 'bounds: { cell: 2 }, tasks: { S: sender, R1: receiver, R2: receiver }, always: [never_half], reachable: [received]',
  verdicts: ['reached received'],
  mutants: [
    {
      title: 'it is sent before it is complete',
      edits: [['o.f = 2; const old = xchg(mailbox, o);', 'const old = xchg(mailbox, o); o.f = 2;']],
      verdicts: ['reached received', 'report use-after-free', 'violated never_half'],
    },
    {
      title: 'it is read and cleared in two steps',
      edits: [['const o = xchg(mailbox, NULL);', 'const o = READ_ONCE(mailbox); WRITE_ONCE(mailbox, NULL);']],
      verdicts: ['leak', 'reached received', 'report double-free', 'report use-after-free', 'violated never_half'],
    },
    {
      title: 'it is not taken out',
      edits: [['xchg(mailbox, NULL)', 'READ_ONCE(mailbox)']],
      verdicts: ['reached received', 'report double-free', 'report use-after-free', 'violated never_half'],
    },
    { title: 'the sender keeps using it', edits: [['kfree(old); }', 'kfree(old); o.f = 0; }']], verdicts: ['reached received', 'report use-after-free'] },
  ],
};

const remembered: Model = {
  title: 'an object whose address is remembered, and forgotten before it is freed',
  text: `interface cell { v: Int<0, 1> } const lock: spinlock_t = zeroed(); let shared: cell = NULL; let known: Address = 0; let mistaken: boolean = false;
    function owner(): void { const o = shared; spin_lock(lock); known = address_of(o); spin_unlock(lock); spin_lock(lock); known = 0; shared = NULL; spin_unlock(lock); kfree(o); }
    function other(): void { const o = kzalloc<cell>(GFP_KERNEL); spin_lock(lock); if (known === address_of(o)) mistaken = true; spin_unlock(lock); kfree(o); }
    function never_mistaken(): boolean { return !mistaken; }`,
  options: 'setup() { shared = kzalloc<cell>(GFP_KERNEL); }, tasks: { T1: owner, T2: other }, bounds: { cell: 2 }, always: [never_mistaken]',
  mutants: [
    {
      title: 'it is forgotten after it is freed',
      edits: [
        [
          'known = 0; shared = NULL; spin_unlock(lock); kfree(o);',
          'shared = NULL; spin_unlock(lock); kfree(o); spin_lock(lock); known = 0; spin_unlock(lock);',
        ],
      ],
      verdicts: ['violated never_mistaken'],
    },
    {
      title: 'it is freed before it is forgotten, inside the section',
      edits: [
        ['known = 0; shared = NULL; spin_unlock(lock); kfree(o);', 'shared = NULL; kfree(o); known = 0; spin_unlock(lock);'],
        ['spin_lock(lock); if (known === address_of(o)) mistaken = true; spin_unlock(lock);', 'if (known === address_of(o)) mistaken = true;'],
      ],
      verdicts: ['violated never_mistaken'],
    },
    { title: 'it is never forgotten', edits: [['known = 0; shared', 'shared']], verdicts: ['violated never_mistaken'] },
  ],
};

export const objects: readonly Model[] = [
  freedInTheSection, publication, publicationUnderLock, references, readSections, dropAfterUnlock, exclusiveHandOver, remembered,
];
