// execve cancels the requests of io_uring past the point of no return instead of first of all: does a task without a ring notice?
// 9ee1206dcfb9, merged with the series. The call comes after de_thread and before unshare_files. No task of the model has a ring.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, count_is_exact, execve, failed_exec_leaves_table, files_released, open, pause,
  posix_lock_survives_exec, process, thread_of,
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
  always: [posix_lock_survives_exec, failed_exec_leaves_table, count_is_exact],
  reachable: [an_exec_succeeds, an_exec_fails],
  final: [files_released],
  expect: { 'series/3': proved, 'series/3+9ee1206dcfb9': proved, 'v5.11': proved },
  same: [['series/3', 'series/3+9ee1206dcfb9']],
});
