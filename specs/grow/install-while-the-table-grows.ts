// One thread's open() makes the table grow while another is between reserving a number and installing its file: is the file in the new table?
// expand_fdtable waits for the readers of the old table (synchronize_rcu), and fd_install stores under file_lock while somebody resizes. fs/file.c:152 and :607, v5.10.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, count_is_exact, files_released, lowest_free_number, open, process, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function first(): void {
  open(B);
}

function second(): void {
  open(B);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(first), T2: thread_of('T1', second) },
  bounds: { fds: 4, file: 3, inode: 2 },
  always: [bitmap_and_slots_agree, lowest_free_number, count_is_exact],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved, 'series/3': proved },
});
