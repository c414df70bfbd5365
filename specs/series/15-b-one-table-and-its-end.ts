// Somebody lists /proc/PID/fd while the process leaves the table that it shared, or exits: which names does the listing have?
// "proc/fd: In proc_readfd_common use task_lookup_next_fd_rcu" (patch 15, 5b17b61870e2): those of one table before it, of a task with a table after.
import { as, choose, spec, violated } from 'fdcheck/lang';
import {
  A, B, count_is_exact, execve, exit, files_released, getdents_proc_fd, listing_ends_with_the_task, listing_is_of_one_table, open, pause, process,
  reader_of, readers_hold_no_count, shares_files_with,
} from 'fdcheck/model';

function program(): void {
  if (choose(2)) exit();
  execve(new_program);
}

function outsider(): void {
  pause();
}

function reader(): void {
  getdents_proc_fd(0, 2);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T', () => {
      open(A);
      open(B);
    });
  },
  tasks: { T: process(program), S: shares_files_with('T', outsider), R: reader_of('T', reader) },
  bounds: { file: 2, files_struct: 2, inode: 2, signal_struct: 3 },
  always: [listing_is_of_one_table, listing_ends_with_the_task, readers_hold_no_count, count_is_exact],
  final: [files_released],
  expect: {
    'v5.10': violated(listing_ends_with_the_task, readers_hold_no_count),
    'series/14': violated(listing_ends_with_the_task, readers_hold_no_count),
    'series/15': violated(listing_is_of_one_table),
    'v5.11': violated(listing_is_of_one_table),
  },
});
