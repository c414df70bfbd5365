// Does two-phase commit keep three resource managers consistent?
// Two-phase commit (Gray and Lamport, "Consensus on transaction commit", 2006), from its description: a transaction manager and
// a set of messages that only grows; published for TLC, tlaplus/Examples, transaction_commit/TwoPhase with 3 RM:
// 288 distinct, 1146 generated, depth 11; stateright's examples/2pc.rs has the same 288.
import { array, assume, atomic, choose, Int, proved, range, self, spec, zeroed } from 'fdcheck/lang';

const WORKING = 0;
const PREPARED = 1;
const COMMITTED = 2;
const ABORTED = 3;

const TM_INIT = 0;
const TM_COMMITTED = 1;
const TM_ABORTED = 2;

type rm_number = Int<0, 2>;

const rm_state: array<Int<0, 3>, 3> = zeroed();
let tm_state: Int<0, 2> = 0;
/** From whom the transaction manager has received "prepared". */
const tm_prepared: array<boolean, 3> = zeroed();
/** The messages sent so far: a "prepared" of each resource manager, "commit" and "abort". */
const prepared_sent: array<boolean, 3> = zeroed();
let commit_sent: boolean = false;
let abort_sent: boolean = false;

function tm_commit(): void {
  for (const rm of range(0, 3)) assume(tm_prepared[rm]);
  tm_state = TM_COMMITTED;
  commit_sent = true;
}

function tm_abort(): void {
  tm_state = TM_ABORTED;
  abort_sent = true;
}

/** Receiving the same message again changes nothing, and is a transition. */
function tm_receive_prepared(): void {
  const rm = choose(3);
  assume(prepared_sent[rm]);
  tm_prepared[rm] = true;
}

/** Ends once it has decided. */
function transaction_manager(): void {
  for (;;) {
    const decided = atomic(() => {
      switch (choose(3)) {
        case 0: tm_commit(); break;
        case 1: tm_abort(); break;
        default: tm_receive_prepared();
      }
      return tm_state !== TM_INIT;
    });
    if (decided) return;
  }
}

function rm_prepare(rm: rm_number): void {
  assume(rm_state[rm] === WORKING);
  rm_state[rm] = PREPARED;
  prepared_sent[rm] = true;
}

function rm_choose_to_abort(rm: rm_number): void {
  assume(rm_state[rm] === WORKING);
  rm_state[rm] = ABORTED;
}

function rm_receive_commit(rm: rm_number): void {
  assume(commit_sent);
  rm_state[rm] = COMMITTED;
}

function rm_receive_abort(rm: rm_number): void {
  assume(abort_sent);
  rm_state[rm] = ABORTED;
}

/** Tasks 0..2 are the resource managers. */
function resource_manager(): void {
  for (;;) {
    atomic(() => {
      const rm = self();
      switch (choose(4)) {
        case 0: rm_prepare(rm); break;
        case 1: rm_choose_to_abort(rm); break;
        case 2: rm_receive_commit(rm); break;
        default: rm_receive_abort(rm);
      }
    });
  }
}

function consistent(): boolean {
  return !(range(0, 3).some((rm) => rm_state[rm] === ABORTED) && range(0, 3).some((rm) => rm_state[rm] === COMMITTED));
}

function commit_only_if_prepared(): boolean {
  return !commit_sent || range(0, 3).every((rm) => prepared_sent[rm]);
}

function all_committed(): boolean {
  return range(0, 3).every((rm) => rm_state[rm] === COMMITTED);
}

function all_aborted(): boolean {
  return range(0, 3).every((rm) => rm_state[rm] === ABORTED);
}

export default spec({
  tasks: { RM1: resource_manager, RM2: resource_manager, RM3: resource_manager, TM: transaction_manager },
  always: [consistent, commit_only_if_prepared],
  reachable: [all_committed, all_aborted],
  expect: { base: proved },
});
