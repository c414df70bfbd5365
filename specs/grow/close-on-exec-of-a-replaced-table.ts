// A thread asks for the close-on-exec flag, without a lock, while the table is replaced: does it get the flag that was set?
// get_close_on_exec, fs/file.c:962, v5.10: it may look at the table that was replaced just now.
import { as, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, dup3, F_GETFD, fcntl,
  FD_CLOEXEC, files_released, lowest_free_number, O_CLOEXEC, one_task_resizes, open, process, reserved_numbers_have_one_owner,
  slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let flag: Int<-25, 7> = 1;

function asker(): void {
  flag = fcntl(1, F_GETFD, 0);
}

function grower(): void {
  dup2(0, 4);
}

function the_flag_is_seen(): boolean {
  return flag === FD_CLOEXEC;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup3(0, 1, O_CLOEXEC);
      dup2(0, 2);
    });
  },
  tasks: { T1: process(asker), T2: thread_of('T1', grower) },
  bounds: { fds: 8, fdtable: 3 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, the_flag_is_seen,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
