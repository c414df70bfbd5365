// Does the POSIX lock of a process of one thread survive execve, if somebody calls kcmp(KCMP_EPOLL_TFD) for it?
// A column of the matrix: patch 4 (f43c283a89a7) must make it so. kcmp_epoll_target, kernel/kcmp.c:103, v5.10.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, current, exec_keeps_a_lock, execve, F_SETLK, F_WRLCK, fcntl, files_released, kcmp, KCMP_EPOLL_TFD,
  lock_owner_is_live, only_clone_raises_the_count, open, pause, posix_lock_survives_exec, process, reader_of, readers_hold_no_count,
  sharers_close_files, sharers_raise_the_count,
} from 'fdcheck/model';

function program(): void {
  execve(new_program);
}

function reader(): void {
  kcmp(current.proc_task, current.proc_task, KCMP_EPOLL_TFD, 0, 0);
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
    // exec_mmap waits for exec_update_lock, which kcmp holds, and v5.10 puts the old table after that: so kcmp never puts it last.
    'v5.10': violated(
      posix_lock_survives_exec, readers_hold_no_count, only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/3': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/4': proved,
  },
});
