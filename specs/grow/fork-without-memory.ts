// A fork fails for want of memory, or as fs.nr_open was lowered: is the parent's table as it was, and nothing lost?
// dup_fd, fs/file.c:286, v5.10: -ENOMEM, or -EMFILE if the copy would not fit any more.
import { as, EMFILE, ENOMEM, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, files_released, fork,
  lowest_free_number, one_task_resizes, open, pause, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, unborn, used_tables_are_alive, write_sysctl_nr_open,
} from 'fdcheck/model';

let result: Int<-25, 3> = 0;

function forker(): void {
  result = fork(child);
}

function administrator(): void {
  write_sysctl_nr_open(2);
}

function child(): void {
  pause();
}

function the_fork_has_no_memory(): boolean {
  return result === -ENOMEM;
}

function the_fork_exceeds_the_limit(): boolean {
  return result === -EMFILE;
}

function the_fork_succeeds(): boolean {
  return result > 0;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup2(0, 2);
    });
  },
  tasks: { T1: process(forker), T2: process(administrator), T3: unborn },
  bounds: { fds: 4, files_struct: 3, fdtable: 5, signal_struct: 3 },
  faults: { enomem: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  reachable: [the_fork_has_no_memory, the_fork_exceeds_the_limit, the_fork_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
