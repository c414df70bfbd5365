// A thread forks while another makes the table grow: is the child's copy whole?
// dup_fd, fs/file.c:286, v5.10: file_lock is dropped while memory for the copy is got, so that the size is settled anew.
import { as, NULL, proved, spec, task } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, files_released, fork,
  lowest_free_number, one_task_resizes, open, pause, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, task_struct, tasks_change_their_own_table, thread_of, unborn, used_tables_are_alive,
} from 'fdcheck/model';

function forker(): void {
  fork(child);
}

function grower(): void {
  dup2(0, 4);
}

function child(): void {
  pause();
}

function child_has_the_new_file(): boolean {
  const t3 = task<task_struct>('T3');
  return t3.signal !== NULL && t3.files.fdt.max_fds === 8 && t3.files.fdt.fd[4] !== NULL;
}

function child_lacks_the_new_file(): boolean {
  const t3 = task<task_struct>('T3');
  return t3.signal !== NULL && t3.files.fdt.max_fds === 4 && task<task_struct>('T1').files.fdt.max_fds === 8;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 2);
    });
  },
  tasks: { T1: process(forker), T2: thread_of('T1', grower), T3: unborn },
  bounds: { fds: 8, files_struct: 2, fdtable: 6, signal_struct: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  reachable: [child_has_the_new_file, child_lacks_the_new_file],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
