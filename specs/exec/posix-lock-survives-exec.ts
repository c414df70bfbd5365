// Does a POSIX lock survive execve when the process has a second thread?
// "exec: Move unshare_files to fix posix file locking during exec" (patch 1, b6043501289e); bprm_execve, fs/exec.c:1775, v5.10.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, open, pause,
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
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, files_struct: 2 },
  always: [posix_lock_survives_exec, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_succeeds],
  final: [files_released],
  expect: {
    'v5.10': violated(posix_lock_survives_exec),
    'series/1': proved,
    'series/2': proved,
    'series/3': proved,
    'v5.11': proved,
  },
});
