// An execve fails while a process outside shares the table: does anything take the old table back?
// reset_files_struct, fs/file.c:439, v5.10, did. Since patch 1 there is nothing to take back, and patch 3 (950db38ff2c0) removes it: nobody calls it.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, close, count_is_exact, execve, failed_exec_leaves_table, files_released, open, pause, process,
  shares_files_with,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function outsider(): void {
  close(0);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), S: shares_files_with('T1', outsider) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  faults: { exec_open: 1 },
  always: [failed_exec_leaves_table, count_is_exact],
  reachable: [an_exec_succeeds, an_exec_fails],
  final: [files_released],
  expect: { 'v5.10': violated(failed_exec_leaves_table), 'series/2': proved, 'series/3': proved, 'v5.11': proved },
  same: [['series/2', 'series/3']],
});
