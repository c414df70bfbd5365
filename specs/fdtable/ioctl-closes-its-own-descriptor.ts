// A binder ioctl closes the very descriptor through which it was called: is its file alive until it ends?
// binder_deferred_fd_close, drivers/android/binder.c:2221, v5.10: the file is put when the ioctl has ended. Here the table is shared, so that the ioctl has a reference of its own.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, binder_ioctl, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact,
  files_released, fstat, lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, shares_files_with,
  slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, used_tables_are_alive,
} from 'fdcheck/model';

function caller(): void {
  binder_ioctl(0, 0);
}

function other(): void {
  fstat(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(caller), T2: shares_files_with('T1', other) },
  bounds: { fds: 2, signal_struct: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
