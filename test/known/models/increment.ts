// Do two threads that each add one, by a load and a store, add two?
// stateright's examples/increment.rs with two threads; published: 13 states, the race found. A thread's copy is memory here
// and not a local, because there the copy still counts after the store.
import { array, atomic, idle, Int, range, self, spec, violated, zeroed } from 'fdcheck/lang';

let shared: Int<0, 2> = 0;
const copy: array<Int<0, 1>, 2> = zeroed();

function increment(): void {
  atomic(() => { copy[self()] = shared; });
  atomic(() => { shared = copy[self()] + 1; });
}

function counts_the_finished(): boolean {
  return shared === range(0, 2).count((task) => idle(task));
}

export default spec({
  tasks: { T1: increment, T2: increment },
  always: [counts_the_finished],
  expect: { base: violated(counts_the_finished) },
});
