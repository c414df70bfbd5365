// Does it survive when the thread that calls execve is not the leader of its group?
// de_thread, fs/exec.c:1082, v5.10: it waits for the leader to become a zombie, which has been through exit_files by then.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, open, pause,
  posix_lock_survives_exec, process, thread_of,
} from 'fdcheck/model';

function leader(): void {
  pause();
}

function sibling(): void {
  execve(new_program);
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
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved, 'series/3': proved },
});
