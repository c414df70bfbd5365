// dup2 and fcntl(F_SETLK) of two threads look descriptors up under file_lock: is it held wherever patch 8 asserts it?
// "file: Factor files_lookup_fd_locked out of fcheck_files" (patch 8, 120ce2b0cd52); ksys_dup3, fcntl_setlk, and seq_show of fs/proc/fd.c.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, close, count_is_exact, dup2, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, locks_have_descriptors, open, process,
  read_fdinfo, reader_of, thread_of,
} from 'fdcheck/model';

function locker(): void {
  fcntl(0, F_SETLK, F_WRLCK);
}

function duplicator(): void {
  dup2(0, 1);
  close(0);
}

function reader(): void {
  read_fdinfo(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(locker), T2: thread_of('T1', duplicator), R: reader_of('T1', reader) },
  bounds: { fds: 2, signal_struct: 2 },
  always: [count_is_exact, bitmap_and_slots_agree, lock_owner_is_live],
  final: [files_released, locks_have_descriptors],
  same: [['series/7', 'series/8']],
  expect: { 'series/7': proved, 'series/8': proved },
});
