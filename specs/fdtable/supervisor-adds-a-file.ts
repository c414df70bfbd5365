// A supervisor puts a file into a supervised task's table, under a number that is in use: does the task itself do it, and is the old file closed once?
// seccomp_handle_addfd, kernel/seccomp.c, and replace_fd, fs/file.c:1018, v5.10. A thread of the task opens meanwhile.
import { as, EBUSY, Int, proved, spec } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup, files_released,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, seccomp_do_user_notification,
  seccomp_notify_addfd, slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, thread_of,
  used_tables_are_alive,
} from 'fdcheck/model';

let result: Int<-133, 7> = 0;

function supervised(): void {
  seccomp_do_user_notification();
}

function sibling(): void {
  dup(0);
}

function supervisor(): void {
  result = seccomp_notify_addfd(0, 1);
}

function the_number_is_busy(): boolean {
  return result === -EBUSY;
}

function the_file_is_added(): boolean {
  return result === 1;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
    as('T3', () => { open(B); });
  },
  tasks: { T1: process(supervised), T2: thread_of('T1', sibling), T3: process(supervisor) },
  bounds: { fds: 2, file: 2, files_struct: 2, inode: 2, signal_struct: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  reachable: [the_number_is_busy, the_file_is_added],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
