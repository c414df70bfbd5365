// Does Lamport's fast mutual exclusion keep two processes apart?
// Lamport, "A fast mutual exclusion algorithm" (1987), one atomic block a label of the PlusCal version in TLC's test suite
// (pcal/FastMutex, N = 2); published: 1415 distinct, 2679 generated, depth 60. What TLC keeps of a process between its labels
// (cursor, failed) is memory here, so that it counts.
import { array, assume, atomic, inside, Int, proved, self, spec, zeroed } from 'fdcheck/lang';

const N = 2;

/** 0 is nobody, k is process k - 1. */
let x: Int<0, 2> = 0;
let y: Int<0, 2> = 0;
const busy: array<boolean, 2> = zeroed();
/** The process that this one waits for next, from 1; N + 1 after the last. */
const cursor: array<Int<0, 3>, 2> = zeroed();
const failed: array<boolean, 2> = zeroed();

/** The critical section, unless the race was lost: then its one step says so and clears failed[me]. */
function critical_section(me: Int<0, 1>): boolean {
  return atomic(() => {
    const lost = failed[me];
    failed[me] = false;
    return lost;
  });
}

/** After a lost race: waits until nobody is busy; says in failed[me] that it must start again. */
function wait_for_the_others(me: Int<0, 1>): void {
  atomic(() => {
    busy[me] = false;
    cursor[me] = 1;
  });
  while (atomic(() => {
    if (cursor[me] > N) return false;
    assume(!busy[cursor[me] - 1]);
    cursor[me] = cursor[me] + 1;
    return true;
  })) {}
  atomic(() => {
    if (y !== me + 1) {
      assume(y === 0);
      failed[me] = true;
    }
  });
}

/** Leaves busy[me] and y as its own, or failed[me]. False: the other one was ahead. */
function enter(me: Int<0, 1>): boolean {
  atomic(() => { busy[me] = true; });
  atomic(() => { x = me + 1; });
  if (atomic(() => y !== 0)) {
    atomic(() => { busy[me] = false; });
    atomic(() => assume(y === 0));
    return false;
  }
  atomic(() => { y = me + 1; });
  if (atomic(() => x !== me + 1)) wait_for_the_others(me);
  return true;
}

function process(): void {
  const me = self();
  for (;;) {
    atomic(() => {});
    if (!enter(me)) continue;
    if (critical_section(me)) continue;
    atomic(() => { y = 0; });
    atomic(() => { busy[me] = false; });
  }
}

function in_critical_section(task: Int<0, 1>): boolean {
  return inside(task, critical_section) && !failed[task];
}

function mutual_exclusion(): boolean {
  return !(in_critical_section(0) && in_critical_section(1));
}

function second_enters(): boolean {
  return in_critical_section(1);
}

export default spec({
  tasks: { P1: process, P2: process },
  always: [mutual_exclusion],
  reachable: [second_enters],
  expect: { base: proved },
});
