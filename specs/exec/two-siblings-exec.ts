// Two threads of one process call execve at once: does one win, with the process's POSIX lock?
// cred_guard_mutex serialises them (prepare_bprm_creds, fs/exec.c:1447), but v5.10 copies the table before it.
import { as, objects, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, open, pause,
  posix_lock_survives_exec, process, task_struct, thread_of,
} from 'fdcheck/model';

function either(): void {
  execve(new_program);
}

function new_program(): void {
  pause();
}

function one_wins(): boolean {
  return objects<task_struct>().count((t) => t.exec_succeeded) <= 1;
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(either), T2: thread_of('T1', either) },
  bounds: { fds: 2, files_struct: 3 },
  always: [one_wins, posix_lock_survives_exec, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_succeeds],
  final: [files_released],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved, 'series/3': proved },
});
