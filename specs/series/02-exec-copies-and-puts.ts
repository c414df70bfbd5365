// execve copies a table that a process outside shares, and puts the old one: does it matter who puts it, begin_new_exec or unshare_files?
// Patch 2 (1f702603e712) moves the put into unshare_files, kernel/fork.c:3032, v5.11. The same steps in the same order, and the same may fail.
import { as, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, close, count_is_exact, exec_errors_are_returned, execve, F_SETLK, F_WRLCK, fcntl, files_released,
  lock_owner_is_live, open, pause, posix_lock_survives_exec, process, shares_files_with,
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
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), S: shares_files_with('T1', outsider) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  faults: { enomem: 1 },
  always: [posix_lock_survives_exec, lock_owner_is_live, count_is_exact, exec_errors_are_returned],
  reachable: [an_exec_succeeds],
  final: [files_released],
  expect: {
    'series/1': violated(exec_errors_are_returned),
    'series/2': violated(exec_errors_are_returned),
    'v5.11': violated(exec_errors_are_returned),
  },
  same: [['series/1', 'series/2']],
});
