// close_range with CLOSE_RANGE_UNSHARE closes the last number of a table, and meanwhile a thread opens a file beyond it, for which the table grows: has the copy that file?
// __close_range, fs/file.c:686, v5.10, and :668, v5.11: no, as the range seemed to go to the end of the table. 678379e1d4f7, v6.12, looks under file_lock.
import { as, choose, proved, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close_range, CLOSE_RANGE_CLOEXEC, CLOSE_RANGE_UNSHARE, copies_carry_what_is_installed,
  count_is_exact, F_DUPFD, fcntl, files_released, lowest_free_number, one_task_resizes, open, private_range_is_done, process,
  reserved_numbers_have_one_owner, slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table,
  thread_of, used_tables_are_alive,
} from 'fdcheck/model';

function closer(): void {
  const marks = choose(2) === 1;
  close_range(1, 1, marks ? CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC : CLOSE_RANGE_UNSHARE);
  // Nobody shares the table any more, unless there was no memory for a copy.
  close_range(1, 1, CLOSE_RANGE_UNSHARE);
}

function sibling(): void {
  fcntl(0, F_DUPFD, 2);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(closer), T2: thread_of('T1', sibling) },
  bounds: { fds: 4, files_struct: 2, fdtable: 4 },
  faults: { enomem: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, private_range_is_done,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': violated(copies_carry_what_is_installed),
    'v5.11': violated(copies_carry_what_is_installed),
    'v5.11+678379e1d4f7': proved,
  },
});
