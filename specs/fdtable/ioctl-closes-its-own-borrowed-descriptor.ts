// A binder ioctl of a process with one thread closes the very descriptor through which it was called, whose file it has borrowed: is it alive until the ioctl ends?
// Before that, ioctls through an empty descriptor, and for one that is empty or beyond the table.
// binder_deferred_fd_close, drivers/android/binder.c:2221, v5.10: the file is put when the ioctl has ended. The mutant puts it at once: then nobody has a
// reference to what the ioctl still uses, which is not freed at once only because __fput waits for the task's way back to user mode.
import { as, EBADF, proved, spec, violated } from 'fdcheck/lang';
import {
  A, binder_ioctl, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact,
  FDS_MAX, files_released, lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references,
  tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, used_tables_are_alive,
} from 'fdcheck/model';

let results_are_right: boolean = true;

function caller(): void {
  if (binder_ioctl(1, 0) !== -EBADF || binder_ioctl(0, 1) !== 0 || binder_ioctl(0, FDS_MAX) !== 0 || binder_ioctl(0, 0) !== 0) results_are_right = false;
}

function only_an_open_descriptor_takes_an_ioctl(): boolean {
  return results_are_right;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(caller) },
  bounds: { fds: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, only_an_open_descriptor_takes_an_ioctl,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
    'v5.10+mutant/fput-at-once': violated(borrowed_files_are_referenced),
  },
});
