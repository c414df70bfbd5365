// A thread looks a descriptor up, without a lock, in a table that is replaced and given up meanwhile: does it find the file, and is what it reads alive?
// __fget_files, fs/file.c:822, and expand_fdtable, :152, v5.10: the old arrays are freed after a grace period.
import { as, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, files_released, fstat,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let result: Int<-25, 7> = 0;

function user(): void {
  result = fstat(0);
}

function grower(): void {
  dup2(0, 4);
}

function the_file_is_found(): boolean {
  return result === 0;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 2);
    });
  },
  tasks: { T1: process(user), T2: thread_of('T1', grower) },
  bounds: { fds: 8, fdtable: 3 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, the_file_is_found,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
