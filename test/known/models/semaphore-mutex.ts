// Does a semaphore of one exclude three processes from their critical sections?
// One atomic block a label of the PlusCal algorithm in TLC's test suite (pcal/SemaphoreMutex) with N = 3;
// published: 32 distinct, 73 generated, depth 6.
import { assume, atomic, inside, Int, proved, range, spec } from 'fdcheck/lang';

let semaphore: Int<0, 1> = 1;

function critical_section(): void {
  atomic(() => {});
}

function process(): void {
  for (;;) {
    atomic(() => {});
    atomic(() => {
      assume(semaphore > 0);
      semaphore = semaphore - 1;
    });
    critical_section();
    atomic(() => { semaphore = semaphore + 1; });
  }
}

function mutual_exclusion(): boolean {
  return range(0, 3).count((task) => inside(task, critical_section)) <= 1;
}

function third_enters(): boolean {
  return inside(2, critical_section);
}

export default spec({
  tasks: { P1: process, P2: process, P3: process },
  always: [mutual_exclusion],
  reachable: [third_enters],
  expect: { base: proved },
});
