// A thread forks while its sibling is half-way through open(): what does the child inherit?
// dup_fd, fs/file.c:286, v5.10: a number that is taken but not yet installed is free in the copy.
import { BITS_PER_LONG, int, NULL, proved, range, spec, task } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, count_is_exact, files_released, fork, lowest_free_number, NR_OPEN_DEFAULT, open, pause, process,
  taken_numbers_have_files, task_struct, thread_of, unborn,
} from 'fdcheck/model';

function opener(): void {
  open(A);
}

function forker(): void {
  fork(child);
}

function child(): void {
  pause();
}

function taken(t: task_struct, fd: int): boolean {
  return ((t.files.fdt.open_fds[fd / BITS_PER_LONG] >> fd % BITS_PER_LONG) & 1) !== 0;
}

function child_inherits_no_half_open_number(): boolean {
  const t3 = task<task_struct>('T3');
  return t3.signal === NULL || range(0, NR_OPEN_DEFAULT).every((fd) => taken(t3, fd) === (t3.files.fdt.fd[fd] !== NULL));
}

function child_has_the_file(): boolean {
  const t3 = task<task_struct>('T3');
  return t3.signal !== NULL && t3.files.fdt.fd[0] !== NULL;
}

function child_lacks_the_file(): boolean {
  const t3 = task<task_struct>('T3');
  return t3.signal !== NULL && t3.files.fdt.fd[0] === NULL && taken(task<task_struct>('T1'), 0);
}

export default spec({
  tasks: { T1: process(opener), T2: thread_of('T1', forker), T3: unborn },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  always: [child_inherits_no_half_open_number, bitmap_and_slots_agree, lowest_free_number, count_is_exact],
  reachable: [child_has_the_file, child_lacks_the_file],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved, 'series/3': proved },
});
