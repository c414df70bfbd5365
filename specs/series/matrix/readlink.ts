// Does the POSIX lock of a process of one thread survive execve, if somebody reads the link /proc/PID/fd/0?
// A column of the matrix: patch 6 (439be3265603) must make it so. proc_fd_link, fs/proc/fd.c:147, v5.10.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, exec_keeps_a_lock, execve, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live,
  only_clone_raises_the_count, open, pause, posix_lock_survives_exec, process, reader_of, readers_hold_no_count, readlink_proc_fd,
  sharers_close_files, sharers_raise_the_count,
} from 'fdcheck/model';

function program(): void {
  execve(new_program);
}

function reader(): void {
  readlink_proc_fd(0);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { files_struct: 2, signal_struct: 2 },
  always: [
    posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, only_clone_raises_the_count, sharers_raise_the_count,
    count_is_exact, lock_owner_is_live,
  ],
  reachable: [an_exec_succeeds, exec_keeps_a_lock],
  final: [files_released],
  expect: {
    'v5.10': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/5': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/6': proved,
  },
});
