// Memory is short when execve copies the table: does the process live to see -ENOMEM?
// Before patch 1 it does. Since then the copy is past the point of no return: "we might fail past the point of no return", says its message.
import { as, proved, spec, task, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, exec_errors_are_returned, execve, files_released, open, pause, process, shares_files_with, task_struct,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function outsider(): void {
  pause();
}

function new_program(): void {
  pause();
}

/** Not vacuous: by an error that the program sees, or by its death. */
function the_copy_fails(): boolean {
  const t1 = task<task_struct>('T1');
  return t1.exec_failed || t1.exit_state !== 0;
}

function the_process_lives(): boolean {
  return task<task_struct>('T1').exit_state === 0;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), S: shares_files_with('T1', outsider) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  faults: { enomem: 1 },
  always: [exec_errors_are_returned, the_process_lives, count_is_exact],
  reachable: [an_exec_succeeds, the_copy_fails],
  final: [files_released],
  expect: {
    'v5.10': proved,
    'series/1': violated(exec_errors_are_returned, the_process_lives),
    'v5.11': violated(exec_errors_are_returned, the_process_lives),
  },
});
