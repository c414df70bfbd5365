// close_range marks a range close-on-exec in a private copy that is smaller than the table was: does it stay inside the copy's bitmap?
// __range_cloexec, fs/file.c:630, v5.11: the range is cut to the size of the table that was shared. 9b5b872215fe, v5.12, cuts it to that of the copy. In the kernel
// the bits go into the bitmaps behind it, which belong to the same object, so that KASAN is silent.
import { as, choose, proved, reports, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close, close_range, CLOSE_RANGE_CLOEXEC, CLOSE_RANGE_UNSHARE,
  copies_carry_what_is_installed, count_is_exact, dup2, files_released, lowest_free_number, one_task_resizes, open, pause,
  private_range_is_done, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow, taken_numbers_have_files,
  tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

function closer(): void {
  close_range(1 + choose(2), 3, CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC);
  // Nothing of this range is in the table.
  close_range(5, 9, CLOSE_RANGE_CLOEXEC);
}

function sharer(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 2);
      close(2);
    });
  },
  tasks: { T1: process(closer), T2: thread_of('T1', sharer) },
  bounds: { fds: 4, files_struct: 2, fdtable: 4 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, private_range_is_done,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': reports('slab-out-of-bounds'),
    'v5.11+9b5b872215fe': proved,
  },
});
