// close_range with CLOSE_RANGE_UNSHARE, over any range of four numbers, of any table of two, while a thread opens a file, which may make the table grow: what is in the private copy?
// __close_range, fs/file.c:686, dup_fd, :286, and fd_install, :607, v5.10. Every descriptor that is installed when the copy is sized and is not in the range
// has to be in it, none of the range, and nothing that has no open bit. In v5.10 and v5.11 the first fails: whether the range goes to the end of the table is
// looked at before file_lock is taken, and what was opened beyond that end meanwhile is not copied. 678379e1d4f7, v6.12, looks under the lock.
import { as, assume, choose, Int, proved, spec, task, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close, close_range, CLOSE_RANGE_UNSHARE, copies_carry_what_is_installed,
  count_is_exact, dup, F_DUPFD, fcntl, files_released, lowest_free_number, one_task_resizes, open, private_range_is_done, process,
  reserved_numbers_have_one_owner, slots_own_references, tables_only_grow, taken_numbers_have_files, task_struct,
  tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let first: Int<0, 3> = 0;
let last: Int<0, 3> = 0;

/** Numbers 0 and 1 are open or not, and the ends are any: a choice is an initial state. */
function any_table_and_ends(): void {
  const numbers = choose(4);
  open(A);
  dup(0);
  if (!(numbers & 1)) close(0);
  if (!(numbers & 2)) close(1);
  first = choose(4);
  last = choose(4);
  assume(first <= last);
}

function closer(): void {
  close_range(first, last, CLOSE_RANGE_UNSHARE);
}

function sibling(): void {
  fcntl(1, F_DUPFD, 2);
}

function the_copy_is_large(): boolean {
  const t1 = task<task_struct>('T1');
  return t1.files !== task<task_struct>('T2').files && t1.files.fdt.max_fds === 4;
}

export default spec({
  setup() {
    as('T1', () => { any_table_and_ends(); });
  },
  tasks: { T1: process(closer), T2: thread_of('T1', sibling) },
  bounds: { fds: 4, files_struct: 2, fdtable: 4 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, private_range_is_done,
  ],
  reachable: [the_copy_is_large],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': violated(bitmap_and_slots_agree, reserved_numbers_have_one_owner, copies_carry_what_is_installed, taken_numbers_have_files),
    'v5.11+678379e1d4f7': proved,
  },
});
