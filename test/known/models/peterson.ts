// Does Peterson's algorithm exclude two processes from their critical sections?
// Peterson, "Myths about the mutual exclusion problem" (1981), one atomic block a label of the PlusCal version in TLC's test suite
// (pcal/Peterson); published: 42 distinct, 85 generated, depth 11.
import { array, atomic, inside, Int, proved, self, spec, zeroed } from 'fdcheck/lang';

const flag: array<boolean, 2> = zeroed();
let turn: Int<0, 1> = 0;

function noncritical_section(): void {
  atomic(() => {});
}

function critical_section(): void {
  atomic(() => {});
}

function process(): void {
  const me = self();
  const other = 1 - me;
  for (;;) {
    noncritical_section();
    atomic(() => { flag[me] = true; });
    atomic(() => { turn = other; });
    while (atomic(() => flag[other] && turn === other)) {}
    critical_section();
    atomic(() => { flag[me] = false; });
  }
}

function mutual_exclusion(): boolean {
  return !(inside(0, critical_section) && inside(1, critical_section));
}

function second_enters(): boolean {
  return inside(1, critical_section);
}

export default spec({
  tasks: { P0: process, P1: process },
  always: [mutual_exclusion],
  reachable: [second_enters],
  expect: { base: proved },
});
