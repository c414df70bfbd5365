// An execve fails, the program closes a file and tries the next path, as execvp does: is the lock on the other file kept, and nothing else owed?
// bprm_execve, fs/exec.c:1775, v5.10: the first try copies the table and takes the old one back. Patch 1, b6043501289e.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, B, close, count_is_exact, execve, F_SETLK, F_WRLCK, failed_exec_leaves_table, fcntl, files_released,
  lock_owner_is_live, open, pause, posix_lock_survives_exec, process, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
  close(1);
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
      const a = open(A);
      fcntl(a, F_SETLK, F_WRLCK);
      const b = open(B);
      fcntl(b, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, file: 2, file_lock: 2, files_struct: 2, inode: 2 },
  faults: { exec_open: 1 },
  always: [posix_lock_survives_exec, failed_exec_leaves_table, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_fails, an_exec_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': violated(posix_lock_survives_exec, failed_exec_leaves_table), 'series/1': proved, 'series/3': proved },
});
