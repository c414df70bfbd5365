// close_range marks a range close-on-exec in a private copy, while a thread opens: does the copy have the descriptors of the range, all of them marked?
// fec8a6a69103, v5.11: without it those that are only to be marked were not copied. With it, one that is opened beyond the table's former end, before the copy is made,
// is copied but not marked, as the range was cut to that end before; 03ba0fe4d09f cuts it later.
import { as, proved, reports, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close_range, CLOSE_RANGE_CLOEXEC, CLOSE_RANGE_UNSHARE,
  copies_carry_what_is_installed, count_is_exact, dup2, files_released, lowest_free_number, one_task_resizes, open,
  private_range_is_done, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow, taken_numbers_have_files,
  tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

function closer(): void {
  close_range(1, 3, CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC);
}

function sibling(): void {
  dup2(0, 2);
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 1);
    });
  },
  tasks: { T1: process(closer), T2: thread_of('T1', sibling) },
  bounds: { fds: 4, files_struct: 2, fdtable: 4 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, private_range_is_done,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10+582f1fb6b721': [violated(copies_carry_what_is_installed), reports('slab-out-of-bounds')],
    'v5.11': violated(private_range_is_done),
    'v5.11+9b5b872215fe+03ba0fe4d09f': proved,
  },
});
