// A process with a large table forks: does the child have every descriptor?
// sane_fdtable_size, fs/file.c:271, v5.10. 1c24a186398f, v5.18, rounded the limit up to whole words, by which no limit (~0U) became 0, and the child lost every
// descriptor beyond the first word; d888c83fcec7 mended it a day later.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, files_released, fork,
  lowest_free_number, one_task_resizes, open, pause, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, unborn, used_tables_are_alive,
} from 'fdcheck/model';

function forker(): void {
  fork(child);
}

function child(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 2);
    });
  },
  tasks: { T1: process(forker), T2: unborn },
  bounds: { fds: 4, files_struct: 2, fdtable: 4, signal_struct: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.11': proved,
    'v5.11+1c24a186398f': violated(copies_carry_what_is_installed),
    'v5.11+1c24a186398f+d888c83fcec7': proved,
  },
});
