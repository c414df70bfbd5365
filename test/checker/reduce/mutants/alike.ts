/** Tasks, and objects, that are alike: until something tells one from the other. */
import type { Model } from './model.js';

const tasksAlike: Model = {
  title: 'three tasks that do the same, one at a time',
  text: `const lock: mutex = zeroed(); let n: Int<0, 3> = 0; let last: Int<0, 3> = 0; let first: Int<0, 3> = 0; const turns: array<Int<0, 1>, 'tasks'> = zeroed();
    function section(): void { n++; }
    function work(): void { mutex_lock(lock); section(); turns[self()] = 1; last = self() + 1; if (first === 0) first = self() + 1; mutex_unlock(lock); }
    function never_two(): boolean { return range(0, 3).count((k) => inside(k, section)) < 2; }
    function all_had_a_turn(): boolean { return n === 3 && range(0, 3).every((k) => turns[k] === 1); }`,
  options: 'tasks: { T1: work, T2: work, T3: work }, always: [never_two], final: [all_had_a_turn]',
  mutants: [
    {
      title: 'the property is about the second of them',
      edits: [['return range(0, 3).count((k) => inside(k, section)) < 2;', 'return !inside(1, section);']],
      verdicts: ['violated never_two'],
    },
    {
      title: 'the property is about what the second wrote',
      edits: [['range(0, 3).count((k) => inside(k, section)) < 2', 'turns[1] === 0 || turns[0] === 1']],
      verdicts: ['violated never_two'],
    },
    {
      title: 'the property is about the order of two of them',
      edits: [['range(0, 3).count((k) => inside(k, section)) < 2', 'last === 0 || n < 3 || last !== 1 || first !== 3']],
      verdicts: ['violated never_two'],
    },
    {
      title: 'a witness is one of them',
      edits: [
        ['final: [all_had_a_turn]', 'reachable: [the_third_is_first]'],
        ['function all_had_a_turn', 'function the_third_is_first(): boolean { return first === 3; } function all_had_a_turn'],
      ],
      verdicts: ['reached the_third_is_first'],
    },
    {
      title: 'the third skips its turn',
      edits: [['{ mutex_lock(lock); section', '{ if (self() === 2) return; mutex_lock(lock); section']],
      verdicts: ['violated all_had_a_turn'],
    },
    {
      title: 'the third takes no lock',
      edits: [
        ['mutex_lock(lock); section();', 'if (self() !== 2) mutex_lock(lock); section();'],
        ['mutex_unlock(lock); }', 'if (self() !== 2) mutex_unlock(lock); }'],
      ],
      verdicts: ['violated all_had_a_turn', 'violated never_two'],
    },
    {
      title: 'the second sleeps, and nobody wakes it',
      edits: [['mutex_lock(lock); section();', 'if (self() === 1) { set_current_state(TASK_UNINTERRUPTIBLE); schedule(); } mutex_lock(lock); section();']],
      verdicts: ['hung'],
    },
  ],
};

const woken: Model = {
  title: 'a task that kills two others, each of which waits until it is killed',
  text: `const lock: spinlock_t = zeroed(); let dead: Int<0, 2> = 0; let mourned: boolean = false; let early: boolean = false;
    function killer(): void { send_sigkill(1); send_sigkill(2); }
    function mortal(): void { idle_until(() => fatal_signal_pending_here()); spin_lock(lock); const n = dead; dead = n + 1; spin_unlock(lock); }
    function all_die(): boolean { return dead === 2; }
    function in_order(): boolean { return !idle(2) || idle(1) || dead < 1; }
    function the_second_is_first(): boolean { return idle(2) && !idle(1); }`,
  options: 'tasks: { K: killer, M1: mortal, M2: mortal }, final: [all_die], reachable: [the_second_is_first]',
  verdicts: ['reached the_second_is_first'],
  mutants: [
    {
      title: 'one is killed twice',
      edits: [
        ['send_sigkill(1); send_sigkill(2);', 'send_sigkill(1); send_sigkill(1);'],
        ['reachable: [the_second_is_first]', 'reachable: []'],
      ],
      verdicts: ['violated all_die'],
    },
    {
      title: 'the property is about the order of two of them',
      edits: [['final: [all_die]', 'final: [all_die], always: [in_order]']],
      verdicts: ['reached the_second_is_first', 'violated in_order'],
    },
    {
      title: 'they are counted without the lock',
      edits: [['spin_lock(lock); const n = dead; dead = n + 1; spin_unlock(lock);', 'const n = dead; dead = n + 1;']],
      verdicts: ['reached the_second_is_first', 'violated all_die'],
    },
  ],
};

const objectsAlike: Model = {
  title: 'objects of one pool that two tasks allocate and hang up under a lock',
  text: `interface cell { lock: spinlock_t; owner: Int<0, 2>; next: cell } const lock: spinlock_t = zeroed(); let head: cell = NULL; let pushed: Int<0, 2> = 0;
    function length(): int { if (head === NULL) return 0; return head.next === NULL ? 1 : 2; }
    function push(): void { const o = kzalloc<cell>(GFP_KERNEL); o.owner = self() + 1; spin_lock(lock); const h = head; o.next = h; head = o; pushed++; spin_unlock(lock); }
    function all_hang(): boolean { return under(lock, () => length() === pushed); }
    function both_hang(): boolean { return head !== NULL && head.next !== NULL && head.next.next === NULL && head.owner !== head.next.owner; }
    function sorted(): boolean { return head === NULL || head.next === NULL || head.owner > head.next.owner; }`,
  options: 'tasks: { T1: push, T2: push }, bounds: { cell: 2 }, always: [all_hang], final: [both_hang]',
  mutants: [
    {
      title: 'the head is read before the section',
      edits: [['spin_lock(lock); const h = head;', 'const h = head; spin_lock(lock);']],
      verdicts: ['leak', 'violated all_hang', 'violated both_hang'],
    },
    { title: 'the property is about who came first', edits: [['final: [both_hang]', 'final: [both_hang, sorted]']], verdicts: ['violated sorted'] },
    {
      title: "each takes its own object's lock",
      edits: [
        ['spin_lock(lock);', 'spin_lock(o.lock);'],
        ['spin_unlock(lock);', 'spin_unlock(o.lock);'],
      ],
      verdicts: ['leak', 'violated all_hang', 'violated both_hang'],
    },
    {
      title: 'it is hung up in one section and linked in the next',
      edits: [['o.next = h; head = o; pushed++;', 'head = o; pushed++; spin_unlock(lock); spin_lock(lock); o.next = h;']],
      verdicts: ['violated all_hang'],
    },
  ],
};

export const alike: readonly Model[] = [tasksAlike, woken, objectsAlike];
