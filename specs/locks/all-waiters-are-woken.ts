// Two processes wait to read what a third has locked to write: do both get their lock when that one is given up?
// __locks_wake_up_blocks, fs/locks.c:730, v5.10: all who wait for a lock are woken, and try again.
import { as, objects, proved, spec } from 'fdcheck/lang';
import {
  A, F_RDLCK, F_SETLK, F_SETLKW, F_UNLCK, F_WRLCK, fcntl, files_released, inode, lock_owner_is_live, locks_have_descriptors, open, process,
} from 'fdcheck/model';

function owner(): void {
  fcntl(0, F_SETLK, F_UNLCK);
}

function waiter(): void {
  fcntl(0, F_SETLKW, F_RDLCK);
}

function both_have_a_lock(): boolean {
  return objects<inode>().every((ino) => ino.i_flctx.flc_posix.len === 2);
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      fcntl(0, F_SETLK, F_WRLCK);
    });
    as('X', () => { open(A); });
    as('Y', () => { open(A); });
  },
  tasks: { T1: process(owner), X: process(waiter), Y: process(waiter) },
  bounds: { fds: 2, file: 3, file_lock: 3, files_struct: 3, lock_waits: 1, signal_struct: 3 },
  always: [lock_owner_is_live],
  final: [both_have_a_lock, locks_have_descriptors, files_released],
  expect: { 'v5.10': proved },
});
