// A thread closes the last descriptor of a file while another is inside execve: is the file released at once, as a reader at a pipe expects?
// Before patch 1 (b6043501289e) the table is copied first, and the copy has a reference of its own: fs/exec.c:1787, v5.10.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, close, close_releases_at_once, count_is_exact, execve, files_released, open, pause, process, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function closer(): void {
  close(0);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', closer) },
  bounds: { fds: 2, files_struct: 2 },
  faults: { exec_open: 1 },
  always: [close_releases_at_once, count_is_exact],
  reachable: [an_exec_succeeds, an_exec_fails],
  final: [files_released],
  expect: { 'v5.10': violated(close_releases_at_once), 'series/1': proved, 'v5.11': proved },
});
