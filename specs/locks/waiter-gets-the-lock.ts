// A process waits for a POSIX lock (F_SETLKW) that its owner drops by closing the file: does it get the lock, unless it is killed meanwhile?
// locks_wake_up_blocks, fs/locks.c:860, v5.10: a waiter is woken to try again.
import { as, objects, proved, spec, task } from 'fdcheck/lang';
import {
  A, close, F_SETLK, F_SETLKW, F_WRLCK, fcntl, files_released, inode, lock_owner_is_live, locks_have_descriptors, open, process, task_struct,
} from 'fdcheck/model';

let had_it: boolean = false;

function owner(): void {
  close(0);
}

function waiter(): void {
  if (fcntl(0, F_SETLKW, F_WRLCK) === 0) had_it = true;
  close(0);
}

function one_owner_at_a_time(): boolean {
  return objects<inode>().every((ino) => ino.i_flctx.flc_posix.len <= 1);
}

function killed(): boolean {
  return task<task_struct>('X').exit_state !== 0;
}

function it_has_had_the_lock_or_is_dead(): boolean {
  return had_it || killed();
}

function it_is_killed_before(): boolean {
  return killed() && !had_it;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      fcntl(0, F_SETLK, F_WRLCK);
    });
    as('X', () => { open(A); });
  },
  tasks: { T1: process(owner), X: process(waiter) },
  bounds: { fds: 2, file: 2, file_lock: 2, files_struct: 2, lock_waits: 1, signal_struct: 2 },
  faults: { kill: 2 },
  always: [one_owner_at_a_time, lock_owner_is_live],
  reachable: [it_is_killed_before],
  final: [it_has_had_the_lock_or_is_dead, locks_have_descriptors, files_released],
  expect: { 'v5.10': proved },
});
