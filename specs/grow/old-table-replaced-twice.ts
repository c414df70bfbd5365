// The table grows twice, from 2 to 4 to 8, while a thread opens a file: is the file in the last table?
// expand_fdtable, fs/file.c:152, v5.10: each old table but the embedded one is freed by itself.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup, dup2, files_released,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

function grower(): void {
  dup2(0, 2);
  dup2(0, 4);
}

function opener(): void {
  dup(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(grower), T2: thread_of('T1', opener) },
  bounds: { fds: 8, fdtable: 4, sysctl_nr_open: 8 },
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
