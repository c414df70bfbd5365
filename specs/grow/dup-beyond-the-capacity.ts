// Two threads put a file under numbers beyond the table's end, by dup2 and by F_DUPFD: do both get the numbers that they are owed?
// ksys_dup3, fs/file.c:1096, and f_dupfd, :1165, v5.10: both may find that the other has made the table larger.
import { as, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, F_DUPFD, fcntl,
  files_released, lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references,
  tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let by_dup2: Int<-25, 3> = 0;
let by_dupfd: Int<-25, 3> = 0;

function duplicator(): void {
  by_dup2 = dup2(0, 3);
}

function other(): void {
  by_dupfd = fcntl(0, F_DUPFD, 2);
}

function numbers_are_as_asked(): boolean {
  return (by_dup2 === 0 || by_dup2 === 3) && (by_dupfd === 0 || by_dupfd === 2);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(duplicator), T2: thread_of('T1', other) },
  bounds: { fds: 4, fdtable: 3 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, numbers_are_as_asked,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
