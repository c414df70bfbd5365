// A descriptor with O_CLOEXEC carries a POSIX lock, and a sibling opens another file: what has the new program?
// do_close_on_exec, fs/exec.c:1311 and fs/file.c:786, v5.10: neither the descriptor nor the lock, whichever table it looks at.
import { as, NULL, objects, proved, spec, task } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, B, close, count_is_exact, execve, F_DUPFD_CLOEXEC, F_SETLK, F_WRLCK, fcntl, files_released, inode, lock_owner_is_live, open, open_cloexec,
  pause, posix_lock_survives_exec, process, taken_numbers_have_files, task_struct, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function opener(): void {
  open(B);
}

function new_program(): void {
  pause();
}

function descriptor_and_lock_are_gone(): boolean {
  const t1 = task<task_struct>('T1');
  return !t1.exec_succeeded || (t1.files.fdt.fd[0] === NULL && objects<inode>().every((ino) => ino.i_flctx.flc_posix.len === 0));
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open_cloexec(A);
      // A number that was closed is still marked in the bitmap.
      close(fcntl(fd, F_DUPFD_CLOEXEC, 1));
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', opener) },
  bounds: { fds: 2, file: 2, files_struct: 2, inode: 2 },
  always: [descriptor_and_lock_are_gone, posix_lock_survives_exec, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved, 'series/1': proved },
});
