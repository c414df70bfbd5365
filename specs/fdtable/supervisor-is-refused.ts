// A supervisor puts a file under a number beyond the limit, beyond what memory allows, or under any, or what is no file: does it get the error that the supervised task gets?
// replace_fd, fs/file.c:1018, and __receive_fd, :1057, v5.10.
import { as, choose, EBADF, ENOMEM, Int, proved, spec } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, files_released,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, seccomp_do_user_notification,
  seccomp_notify_addfd, slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table,
  used_tables_are_alive,
} from 'fdcheck/model';

let number: Int<-1, 4> = 0;
let empty: Int<-9, 0> = -EBADF;
let result: Int<-133, 7> = 0;

function supervised(): void {
  seccomp_do_user_notification();
}

function supervisor(): void {
  empty = seccomp_notify_addfd(1, number);
  result = seccomp_notify_addfd(0, number);
}

function the_result_is_right(): boolean {
  if (empty !== -EBADF) return false;
  if (number === -1) return result === 0 || result === 1;
  if (number === 3) return result === 0 || result === -EBADF;
  return result === 0 || result === 2 || result === -ENOMEM;
}

function there_is_no_memory(): boolean {
  return result === -ENOMEM;
}

export default spec({
  setup() {
    const which = choose(3);
    number = which === 0 ? -1 : which + 1;
    as('T1', () => { open(A); });
    as('T2', () => { open(B); });
  },
  tasks: { T1: process(supervised), T2: process(supervisor) },
  bounds: { fds: 4, RLIMIT_NOFILE: 3, file: 2, files_struct: 2, fdtable: 4, inode: 2, signal_struct: 2 },
  faults: { enomem: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, the_result_is_right,
  ],
  reachable: [there_is_no_memory],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
