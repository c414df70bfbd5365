// SPDX-License-Identifier: GPL-2.0-only
// A thread asks for a POSIX lock while its sibling closes the descriptor, and another process has the file open, too: is a lock left that no close() ends?
// fcntl_setlk looks at the slot again: fs/locks.c:2536, v5.10. Here no last fput would tell that a lock is left ("Leaked POSIX lock").
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, close, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, locks_have_descriptors, open, pidfd_getfd, process,
  taken_numbers_have_files, thread_of, tracer_of,
} from 'fdcheck/model';

function locker(): void {
  fcntl(0, F_SETLK, F_WRLCK);
}

function closer(): void {
  close(0);
}

function keeper(): void {}

export default spec({
  setup() {
    as('T1', () => { open(A); });
    as('P', () => { pidfd_getfd(0); });
  },
  tasks: { T1: process(locker), T2: thread_of('T1', closer), P: tracer_of('T1', keeper) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  always: [lock_owner_is_live, bitmap_and_slots_agree],
  final: [locks_have_descriptors, files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved, 'v5.11': proved },
});
