/** Small specs with each kind of verdict. */
export const questions = {
  'specs/lost.ts': `// Can two increments lose one?
import { idle, spec, violated } from 'fdcheck/lang';

let counter: number = 0;

function increment(): void {
  counter += 1;
}

function none_lost(): boolean {
  return !(idle(0) && idle(1)) || counter === 2;
}

function is_two(): boolean {
  return counter === 2;
}

export default spec({
  tasks: { A: increment, B: increment },
  always: [none_lost],
  reachable: [is_two],
  expect: { base: violated(none_lost) },
});
`,
  'specs/locks/opposite.ts': `// Do two tasks that take two locks in opposite order hang?
import { hung, spec, spinlock_t, spin_lock, spin_unlock, zeroed } from 'fdcheck/lang';

const first: spinlock_t = zeroed();
const second: spinlock_t = zeroed();

function one(): void {
  spin_lock(first);
  spin_lock(second);
  spin_unlock(second);
  spin_unlock(first);
}

function other(): void {
  spin_lock(second);
  spin_lock(first);
  spin_unlock(first);
  spin_unlock(second);
}

export default spec({ tasks: { A: one, B: other }, expect: { base: hung } });
`,
  'specs/freed.ts': `// Is an object used after it is freed?
import { GFP_KERNEL, kfree, kmalloc, NULL, reports, spec } from 'fdcheck/lang';

interface thing {
  value: number;
}

let shared: thing = NULL;

function user(): void {
  const mine = shared;
  if (mine) mine.value = 1;
}

function freer(): void {
  const mine = shared;
  shared = NULL;
  kfree(mine);
}

export default spec({
  setup() {
    shared = kmalloc<thing>(GFP_KERNEL);
    shared.value = 0;
  },
  tasks: { A: user, B: freer },
  expect: { base: reports('use-after-free') },
});
`,
  'specs/fine.ts': `// Does a counter of one task count?
import { idle, proved, spec } from 'fdcheck/lang';

let counter: number = 0;

function work(): void {
  counter += 1;
}

function counts(): boolean {
  return !idle(0) || counter === 1;
}

export default spec({ tasks: { A: work }, always: [counts], expect: { base: proved } });
`,
} as const;
