// kcmp(KCMP_EPOLL_TFD) of another process of one thread: what of the process's exec, exit and own look-ups goes wrong meanwhile?
// "kcmp: In kcmp_epoll_target use fget_task" (patch 4, f43c283a89a7); kcmp_epoll_target, kernel/kcmp.c:103, v5.10.
import { as, choose, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, close, count_is_exact, current, exec_keeps_a_lock, execve, exit, F_SETLK, F_WRLCK, fcntl, files_released, fstat, kcmp,
  KCMP_EPOLL_TFD, lock_owner_is_live, locks_go_with_the_last_task, only_clone_raises_the_count, open, pause, posix_lock_survives_exec, process,
  reader_of, readers_hold_no_count, sharers_close_files, sharers_raise_the_count, unshared_lookup_is_light,
} from 'fdcheck/model';

function program(): void {
  const next = choose(3);
  if (next === 0) execve(new_program);
  if (next === 1) exit();
  fstat(0);
  close(0);
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
    posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, unshared_lookup_is_light, locks_go_with_the_last_task,
    only_clone_raises_the_count, sharers_raise_the_count, count_is_exact, lock_owner_is_live,
  ],
  reachable: [an_exec_succeeds, exec_keeps_a_lock],
  final: [files_released],
  expect: {
    'v5.10': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, unshared_lookup_is_light, locks_go_with_the_last_task,
      only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/3': violated(
      posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, unshared_lookup_is_light, locks_go_with_the_last_task,
      only_clone_raises_the_count, sharers_raise_the_count,
    ),
    'series/4': proved,
    'v5.11': proved,
  },
});
