// One thread sets a POSIX lock while another closes the descriptor: can the lock outlive it?
// fcntl_setlk looks at the slot again, under file_lock: fs/locks.c:2536, v5.10. (Sequential consistency.)
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, close, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, locks_have_descriptors, open, process,
  taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function locker(): void {
  fcntl(0, F_SETLK, F_WRLCK);
}

function closer(): void {
  close(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(locker), T2: thread_of('T1', closer) },
  bounds: { fds: 2 },
  always: [lock_owner_is_live, bitmap_and_slots_agree],
  final: [locks_have_descriptors, files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved },
});
