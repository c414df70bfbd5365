// One thread's open() makes the table grow while another is between reserving a number and installing its file: is the file in the new table?
// expand_fdtable waits for the readers of the old table (synchronize_rcu), fd_install stores under file_lock while somebody resizes, and alloc_fd
// looks at the table again after file_lock was dropped: fs/file.c:152, :495 and :607, v5.10. Each is needed: see the mutants.
import { as, proved, reports, spec, violated } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, files_released,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

function first(): void {
  open(B);
}

function second(): void {
  open(B);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(first), T2: thread_of('T1', second) },
  bounds: { fds: 4, file: 3, inode: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
    'v5.10+mutant/no-synchronize_rcu': violated(reserved_numbers_have_one_owner, files_released, taken_numbers_have_files),
    'v5.10+mutant/install-ignores-resize': violated(reserved_numbers_have_one_owner, files_released, taken_numbers_have_files),
    'v5.10+mutant/no-second-look': reports('slab-out-of-bounds'),
  },
});
