// A driver closes a descriptor in the table of another task, as binder once did: can that task lose a file that it uses?
// get_files_struct and __close_fd, fs/file.c:414 and :665, v5.10, make it possible; after patches 21 and 24 it cannot be written.
import { as, reports, spec, task, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, exit, files_released, fstat,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, task_close_fd, task_struct, tasks_change_their_own_table, used_tables_are_alive,
} from 'fdcheck/model';

function victim(): void {
  fstat(0);
  exit();
}

function driver(): void {
  task_close_fd(task<task_struct>('T1'), 0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(victim), T2: process(driver) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': [violated(borrowed_files_are_referenced, tasks_change_their_own_table), reports('use-after-free')],
  },
});
