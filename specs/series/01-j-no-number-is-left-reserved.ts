// A sibling is half-way through open() when execve succeeds: is a number left taken for ever in the new program's table?
// v5.10 copies the table, and a taken number is free in the copy; since patch 1 a killed sibling finishes its open() before it exits.
import { NULL, proved, spec, task } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, bitmap_and_slots_agree, count_is_exact, exec_leaves_no_number_reserved, execve, files_released, open, pause, process,
  taken_numbers_have_files, task_struct, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function opener(): void {
  open(A);
}

function new_program(): void {
  pause();
}

function new_program_has_the_file(): boolean {
  const t1 = task<task_struct>('T1');
  return t1.exec_succeeded && t1.files.fdt.fd[0] !== NULL;
}

export default spec({
  tasks: { T1: process(leader), T2: thread_of('T1', opener) },
  bounds: { fds: 2, files_struct: 2 },
  always: [exec_leaves_no_number_reserved, bitmap_and_slots_agree, count_is_exact],
  reachable: [an_exec_succeeds, new_program_has_the_file],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved, 'series/1': proved, 'v5.11': proved },
});
