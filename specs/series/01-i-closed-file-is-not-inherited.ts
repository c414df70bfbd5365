// A sibling's close() returns before execve kills it: is the new program without the file?
// v5.10 gives it what was there when execve began. Since patch 1 (b6043501289e) it has what was there when the last sibling died.
import { as, NULL, proved, spec, task, violated } from 'fdcheck/lang';
import { A, an_exec_succeeds, close, count_is_exact, execve, files_released, open, pause, process, task_struct, thread_of } from 'fdcheck/model';

let closed: boolean = false;

function leader(): void {
  execve(new_program);
}

function closer(): void {
  close(0);
  closed = true;
}

function new_program(): void {
  pause();
}

function closed_file_is_gone(): boolean {
  const t1 = task<task_struct>('T1');
  return !t1.exec_succeeded || !closed || t1.files.fdt.fd[0] === NULL;
}

/** Not vacuous. */
function a_file_is_gone(): boolean {
  return task<task_struct>('T1').exec_succeeded && closed && task<task_struct>('T1').files.fdt.fd[0] === NULL;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', closer) },
  bounds: { fds: 2, files_struct: 2 },
  always: [closed_file_is_gone, count_is_exact],
  reachable: [an_exec_succeeds, a_file_is_gone],
  final: [files_released],
  expect: { 'v5.10': violated(closed_file_is_gone), 'series/1': proved, 'v5.11': proved },
});
