// close_range with CLOSE_RANGE_UNSHARE copies the descriptors below a number that is no multiple of eight: does the copy know all of them?
// copy_fd_bitmaps, fs/file.c:53, v5.10, copies whole bytes: the last bits are lost, so that files are in the table whose numbers are free, and the last byte is
// never written. 1c24a186398f, v5.18, rounds the number up, but makes 0 of no limit at all; d888c83fcec7 rounds what comes out of it. Words of four bits, bytes of two.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close_range, CLOSE_RANGE_UNSHARE, copies_carry_what_is_installed,
  count_is_exact, dup, dup2, files_released, lowest_free_number, one_task_resizes, open, private_range_is_done, process,
  reserved_numbers_have_one_owner, slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table,
  thread_of, used_tables_are_alive,
} from 'fdcheck/model';

function closer(): void {
  close_range(5, 7, CLOSE_RANGE_UNSHARE);
}

function sibling(): void {
  dup(0);
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 4);
      dup2(0, 5);
    });
  },
  tasks: { T1: process(closer), T2: thread_of('T1', sibling) },
  bounds: { BITS_PER_LONG: 4, BITS_PER_BYTE: 2, fds: 8, files_struct: 2, fdtable: 4 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, private_range_is_done,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': violated(bitmap_and_slots_agree, reserved_numbers_have_one_owner, taken_numbers_have_files),
    'v5.11+1c24a186398f': proved,
    'v5.11+1c24a186398f+d888c83fcec7': proved,
  },
});
