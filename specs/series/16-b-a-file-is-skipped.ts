// The iterator over open files meets a file whose last reference is gone, a dead thread and a task that is not born: does it go on, and never come back to it?
// "bpf/task_iter: In task_file_seq_get_next use task_lookup_next_fd_rcu" (patch 16, 66ed594409a1); kernel/bpf/task_iter.c:139, v5.10.
import { as, choose, proved, spec } from 'fdcheck/lang';
import {
  A, B, close, count_is_exact, exit, files_released, iterator_moves_on, iterator_skips_a_file, open, pause, process, read_bpf_iter, reader_of,
  thread_of, unborn,
} from 'fdcheck/model';

let read: boolean = false;

function leader(): void {
  if (choose(2)) exit();
  close(choose(2));
}

function sibling(): void {
  if (choose(2)) exit();
  pause();
}

function reader(): void {
  read_bpf_iter(4);
  read = true;
}

function the_read_returns(): boolean {
  return read;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      open(B);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling), R: reader_of('T1', reader), T4: unborn },
  bounds: { file: 2, inode: 2, signal_struct: 2 },
  always: [iterator_moves_on, count_is_exact],
  reachable: [iterator_skips_a_file],
  final: [files_released, the_read_returns],
  expect: { 'v5.10': proved, 'series/15': proved, 'series/16': proved, 'v5.11': proved },
});
