// A sibling's open() returns before execve kills it: has the new program the file?
// v5.10 gives it what was there when execve began. Since patch 1 (b6043501289e) it has what was there when the last sibling died.
import { NULL, proved, spec, task, violated } from 'fdcheck/lang';
import { A, an_exec_succeeds, count_is_exact, execve, files_released, open, pause, process, task_struct, thread_of } from 'fdcheck/model';

let opened: boolean = false;

function leader(): void {
  execve(new_program);
}

function opener(): void {
  open(A);
  opened = true;
}

function new_program(): void {
  pause();
}

function opened_file_is_inherited(): boolean {
  const t1 = task<task_struct>('T1');
  return !t1.exec_succeeded || !opened || t1.files.fdt.fd[0] !== NULL;
}

/** Not vacuous. */
function a_file_is_inherited(): boolean {
  return task<task_struct>('T1').exec_succeeded && opened && task<task_struct>('T1').files.fdt.fd[0] !== NULL;
}

export default spec({
  tasks: { T1: process(leader), T2: thread_of('T1', opener) },
  bounds: { fds: 2, files_struct: 2 },
  always: [opened_file_is_inherited, count_is_exact],
  reachable: [an_exec_succeeds, a_file_is_inherited],
  final: [files_released],
  expect: { 'v5.10': violated(opened_file_is_inherited), 'series/1': proved, 'v5.11': proved },
});
