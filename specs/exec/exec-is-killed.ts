// The task that calls execve is killed meanwhile, also while it waits in de_thread: is everything given up, and nobody left waiting?
// de_thread, fs/exec.c:1164 (killed), v5.10. A kill for each thread: both together are a SIGKILL of the whole group.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, exec_keeps_a_lock, execve, F_SETLK, F_WRLCK, failed_exec_leaves_table, fcntl, files_released,
  lock_owner_is_live, open, pause, posix_lock_survives_exec, process, thread_of,
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
  faults: { kill: 2 },
  always: [posix_lock_survives_exec, failed_exec_leaves_table, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_succeeds, exec_keeps_a_lock],
  final: [files_released],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved, 'series/3': proved },
});
