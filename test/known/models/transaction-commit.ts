// Can two of three resource managers end a transaction differently?
// Transaction commit (Gray and Lamport, "Consensus on transaction commit", 2006), from its description;
// published for TLC, tlaplus/Examples, transaction_commit/TCommit with 3 RM: 34 distinct, 94 generated, depth 7.
import { array, assume, atomic, choose, Int, proved, range, self, spec, zeroed } from 'fdcheck/lang';

const WORKING = 0;
const PREPARED = 1;
const COMMITTED = 2;
const ABORTED = 3;

type rm_number = Int<0, 2>;

const rm_state: array<Int<0, 3>, 3> = zeroed();

function can_commit(): boolean {
  for (const rm of range(0, 3)) {
    if (rm_state[rm] !== PREPARED && rm_state[rm] !== COMMITTED) return false;
  }
  return true;
}

function not_committed(): boolean {
  for (const rm of range(0, 3)) {
    if (rm_state[rm] === COMMITTED) return false;
  }
  return true;
}

function prepare(rm: rm_number): void {
  assume(rm_state[rm] === WORKING);
  rm_state[rm] = PREPARED;
}

function commit(rm: rm_number): void {
  assume(rm_state[rm] === PREPARED && can_commit());
  rm_state[rm] = COMMITTED;
}

function abort(rm: rm_number): void {
  assume(rm_state[rm] === WORKING || rm_state[rm] === PREPARED);
  assume(not_committed());
  rm_state[rm] = ABORTED;
}

/** Ends once it has decided, so that the last state is no hang. */
function resource_manager(): void {
  for (;;) {
    const decided = atomic(() => {
      const rm = self();
      switch (choose(3)) {
        case 0: prepare(rm); break;
        case 1: commit(rm); break;
        default: abort(rm);
      }
      return rm_state[rm] === COMMITTED || rm_state[rm] === ABORTED;
    });
    if (decided) return;
  }
}

function consistent(): boolean {
  return !(range(0, 3).some((rm) => rm_state[rm] === ABORTED) && range(0, 3).some((rm) => rm_state[rm] === COMMITTED));
}

function all_committed(): boolean {
  return range(0, 3).every((rm) => rm_state[rm] === COMMITTED);
}

function all_decided(): boolean {
  return range(0, 3).every((rm) => rm_state[rm] === COMMITTED || rm_state[rm] === ABORTED);
}

export default spec({
  tasks: { RM1: resource_manager, RM2: resource_manager, RM3: resource_manager },
  always: [consistent],
  reachable: [all_committed],
  final: [all_decided],
  expect: { base: proved },
});
