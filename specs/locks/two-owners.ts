// Two processes ask for a write lock of one file at once, and the first gives it up again: does one exclude the other?
// posix_lock_inode, fs/locks.c:1131, v5.10.
import { EAGAIN, Int, objects, proved, spec } from 'fdcheck/lang';
import {
  A, close, F_SETLK, F_UNLCK, F_WRLCK, fcntl, files_released, inode, lock_owner_is_live, locks_have_descriptors, open, process,
} from 'fdcheck/model';

let result: Int<-25, 3> = 1;

function first(): void {
  open(A);
  fcntl(0, F_SETLK, F_WRLCK);
  fcntl(0, F_SETLK, F_UNLCK);
}

function second(): void {
  open(A);
  result = fcntl(0, F_SETLK, F_WRLCK);
  close(0);
}

function one_owner_at_a_time(): boolean {
  return objects<inode>().every((ino) => ino.i_flctx.flc_posix.len <= 1);
}

function the_second_is_refused(): boolean {
  return result === -EAGAIN;
}

function the_second_has_the_lock(): boolean {
  return result === 0;
}

export default spec({
  tasks: { T1: process(first), T2: process(second) },
  bounds: { fds: 2, file: 2, file_lock: 2, files_struct: 2, signal_struct: 2 },
  always: [one_owner_at_a_time, lock_owner_is_live],
  reachable: [the_second_is_refused, the_second_has_the_lock],
  final: [locks_have_descriptors, files_released],
  expect: { 'v5.10': proved },
});
