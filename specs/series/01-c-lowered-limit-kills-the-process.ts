// The administrator lowers /proc/sys/fs/nr_open below the size of a table that execve has to copy: does the process live to see -EMFILE?
// dup_fd, fs/file.c:286, v5.10 gives -EMFILE. Before patch 1 (b6043501289e) its caller has not passed the point of no return.
import { as, proved, spec, task, unreached, violated } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, count_is_exact, exec_errors_are_returned, execve, files_released, open, pause, process, shares_files_with,
  task_struct, write_sysctl_nr_open,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function outsider(): void {
  pause();
}

function administrator(): void {
  write_sysctl_nr_open(2);
}

function new_program(): void {
  pause();
}

function the_process_lives(): boolean {
  return task<task_struct>('T1').exit_state === 0;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      open(A);
      open(A);
    });
  },
  tasks: { T1: process(leader), S: shares_files_with('T1', outsider), L: process(administrator) },
  bounds: { fds: 4, fdtable: 2, file: 3, files_struct: 3, signal_struct: 3 },
  always: [exec_errors_are_returned, the_process_lives, count_is_exact],
  reachable: [an_exec_succeeds, an_exec_fails],
  final: [files_released],
  expect: {
    'v5.10': proved,
    'series/1': [violated(exec_errors_are_returned, the_process_lives), unreached(an_exec_fails)],
    'v5.11': [violated(exec_errors_are_returned, the_process_lives), unreached(an_exec_fails)],
  },
});
