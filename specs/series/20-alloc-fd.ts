// Two threads reserve numbers by open, dup and F_DUPFD: does alloc_fd without its files parameter give the same ones?
// "file: Merge __alloc_fd into alloc_fd" (patch 20, aa384d10f3d0); fs/file.c:495, v5.10; :468, v5.11.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, close, count_is_exact, dup, F_DUPFD, fcntl, files_released, lowest_free_number, open, process, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function by_fcntl(): void {
  fcntl(0, F_DUPFD, 1);
}

function by_dup(): void {
  const fd = dup(0);
  if (fd >= 0) close(fd);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(by_fcntl), T2: thread_of('T1', by_dup) },
  bounds: { fds: 2 },
  always: [bitmap_and_slots_agree, lowest_free_number, count_is_exact],
  final: [files_released, taken_numbers_have_files],
  same: [['series/19', 'series/20']],
  expect: { 'series/19': proved, 'series/20': proved },
});
