// The search for a free number skips words that full_fds_bits calls full: are they, while numbers are taken and given back and the table grows?
// find_next_fd, fs/file.c:478, __set_open_fd, :243, and copy_fd_bitmaps, :53, v5.10. The bound full_fds_bits keeps what the other questions leave out.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close, copies_carry_what_is_installed, count_is_exact, dup, files_released,
  fork, full_words_are_full, full_words_are_marked, lowest_free_number, one_task_resizes, open, pause, process, reserved_numbers_have_one_owner,
  slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, thread_of, unborn,
  used_tables_are_alive,
} from 'fdcheck/model';

function opener(): void {
  dup(0);
  dup(0);
}

function closer(): void {
  close(1);
  fork(child);
}

function child(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup(0);
    });
  },
  tasks: { T1: process(opener), T2: thread_of('T1', closer), T3: unborn },
  bounds: { fds: 4, files_struct: 2, fdtable: 5, signal_struct: 2, full_fds_bits: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, full_words_are_full, full_words_are_marked,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
