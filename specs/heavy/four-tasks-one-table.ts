// Threads open and close, rename a descriptor by dup2, set a POSIX lock, and look a descriptor up, all at once: is the table sound, and no lock left behind?
// fs/file.c and fcntl_setlk, fs/locks.c:2479, v5.10: 4 tasks that write to one table and contend for descriptor 1.
import { as, spec, violated } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, close, count_is_exact, dup2, F_SETLK, F_WRLCK, fcntl, fget_finds_what_the_slot_holds, files_released, fstat,
  lock_owner_is_live, locks_have_descriptors, lowest_free_number, open, process, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function opener(): void {
  const fd = open(B);
  if (fd >= 0) close(fd);
}

function duplicator(): void {
  dup2(0, 1);
  close(1);
}

function locker(): void {
  fcntl(1, F_SETLK, F_WRLCK);
  close(1);
}

function user(): void {
  fstat(1);
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      open(B);
    });
  },
  tasks: { T1: process(opener), T2: thread_of('T1', duplicator), T3: thread_of('T1', locker), T4: thread_of('T1', user) },
  bounds: { BITS_PER_LONG: 4, fds: 4, file: 3, inode: 2 },
  always: [fget_finds_what_the_slot_holds, bitmap_and_slots_agree, count_is_exact, lock_owner_is_live, lowest_free_number],
  final: [locks_have_descriptors, files_released, taken_numbers_have_files],
  expect: { 'v5.10': violated(fget_finds_what_the_slot_holds) },
});
