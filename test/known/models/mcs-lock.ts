// Does the MCS queue lock, with compare-and-swap, exclude two processes from their critical sections?
// Mellor-Crummey and Scott, "Algorithms for scalable synchronization on shared-memory multiprocessors" (1991), one atomic block
// a rule of CMurphi's ex/mux/mcslock1.m with N = 2; published: 159 states, 318 rules fired.
import { alloc_object, array, atomic, inside, Int, NULL, proved, range, self, spec, zeroed } from 'fdcheck/lang';

interface mcs_node {
  next: mcs_node;
  locked: boolean;
}

let lock: mcs_node = NULL;
const node_of: array<mcs_node, 2> = zeroed();
/** Who was last in the queue when a process joined it; memory, because it counts after its last use, too. */
const predecessor_of: array<mcs_node, 2> = zeroed();

/** This process's node, with no successor yet. */
function prepare_node(me: Int<0, 1>): mcs_node {
  return atomic(() => {
    const node = node_of[me];
    node.next = NULL;
    return node;
  });
}

function mcs_spin_lock(me: Int<0, 1>, node: mcs_node): void {
  atomic(() => {
    predecessor_of[me] = lock;
    lock = node;
  });
  if (atomic(() => predecessor_of[me] === NULL)) return;
  atomic(() => { node.locked = true; });
  atomic(() => { predecessor_of[me].next = node; });
  while (atomic(() => node.locked)) {}
}

/** Its one step is the critical section and the release's first look at the successor. */
function critical_section(node: mcs_node): boolean {
  return atomic(() => node.next !== NULL);
}

function leave_empty(node: mcs_node): boolean {
  return atomic(() => {
    if (lock !== node) return false;
    lock = NULL;
    return true;
  });
}

function process(): void {
  const me = self();
  for (;;) {
    const node = prepare_node(me);
    mcs_spin_lock(me, node);
    if (!critical_section(node)) {
      if (leave_empty(node)) continue;
      while (atomic(() => node.next === NULL)) {}
    }
    atomic(() => { node.next.locked = false; });
  }
}

function mutual_exclusion(): boolean {
  return !(inside(0, critical_section) && inside(1, critical_section));
}

function second_enters(): boolean {
  return inside(1, critical_section);
}

export default spec({
  setup() {
    for (const task of range(0, 2)) node_of[task] = alloc_object<mcs_node>('zero');
  },
  tasks: { P1: process, P2: process },
  bounds: { mcs_node: 2 },
  always: [mutual_exclusion],
  reachable: [second_enters],
  expect: { base: proved },
});
