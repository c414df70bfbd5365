// close_range with CLOSE_RANGE_UNSHARE leaves the full words of a table behind, and the copy grows: are its free numbers found again?
// copy_fd_bitmaps, fs/file.c:53, v5.10, copies full_fds_bits by whole words: bits of words that are not copied stay set, so that open() passes free numbers by.
// 9a2fa1472083, v6.11, copies no bit of them.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close_range, CLOSE_RANGE_UNSHARE, copies_carry_what_is_installed,
  count_is_exact, dup, dup2, files_released, full_words_are_full, full_words_are_marked, lowest_free_number, one_task_resizes, open, pause,
  private_range_is_done, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow, taken_numbers_have_files,
  tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

function closer(): void {
  close_range(2, 3, CLOSE_RANGE_UNSHARE);
  dup(0);
}

function sharer(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 1);
      dup2(0, 2);
      dup2(0, 3);
    });
  },
  tasks: { T1: process(closer), T2: thread_of('T1', sharer) },
  bounds: { fds: 8, files_struct: 2, fdtable: 5, full_fds_bits: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, full_words_are_full, full_words_are_marked, private_range_is_done,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': violated(bitmap_and_slots_agree, lowest_free_number, full_words_are_full),
    'v5.11': violated(bitmap_and_slots_agree, lowest_free_number, full_words_are_full),
    'v5.11+9a2fa1472083': proved,
  },
});
