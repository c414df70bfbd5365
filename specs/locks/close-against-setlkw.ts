// A thread waits for a POSIX lock (F_SETLKW) while its sibling closes the descriptor: can the lock that it gets in the end outlive it?
// fcntl_setlk looks at the slot again when the wait is over, under file_lock: fs/locks.c:2536, v5.10.
import { as, EBADF, Int, proved, spec } from 'fdcheck/lang';
import {
  A, close, F_SETLK, F_SETLKW, F_UNLCK, F_WRLCK, fcntl, files_released, lock_owner_is_live, locks_have_descriptors, open, process,
  taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

let result: Int<-513, 1> = 1;

function waiter(): void {
  result = fcntl(0, F_SETLKW, F_WRLCK);
}

function closer(): void {
  close(0);
}

function owner(): void {
  fcntl(0, F_SETLK, F_UNLCK);
}

function waiter_has_the_lock(): boolean {
  return result === 0;
}

function waiter_finds_it_closed(): boolean {
  return result === -EBADF;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
    as('X', () => {
      open(A);
      fcntl(0, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(waiter), T2: thread_of('T1', closer), X: process(owner) },
  bounds: { fds: 2, file: 2, file_lock: 2, files_struct: 2, lock_waits: 1, signal_struct: 2 },
  always: [lock_owner_is_live],
  reachable: [waiter_has_the_lock, waiter_finds_it_closed],
  final: [locks_have_descriptors, files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved, 'v5.10+series/7+series/8': proved },
});
