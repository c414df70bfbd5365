// Does an execve that fails before the point of no return leave the descriptor table as it was?
// v5.10 copies the table first and calls ->flush on every file of the copy when it takes it back: reset_files_struct, fs/file.c:439.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, count_is_exact, execve, failed_exec_leaves_table, files_released, open, pause, process, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  pause();
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, files_struct: 2 },
  faults: { exec_open: 1 },
  always: [failed_exec_leaves_table, count_is_exact],
  reachable: [an_exec_fails, an_exec_succeeds],
  final: [files_released],
  expect: { 'v5.10': violated(failed_exec_leaves_table), 'series/1': proved, 'v5.11': proved },
  same: [['series/1', 'series/2'], ['series/2', 'series/3']],
});
