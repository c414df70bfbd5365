// A thread dumps core while another calls execve: does one of them win, and nobody wait for ever?
// zap_threads, fs/coredump.c:372, v5.10, and de_thread, fs/exec.c:1053: whoever comes second finds group_exit_task set, and gives way.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, a_core_is_dumped, abort, an_exec_succeeds, core_is_dumped_from_a_private_table, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released,
  lock_owner_is_live, open, pause, posix_lock_survives_exec, process, thread_of, threads_rest_during_core_dump,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  abort();
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
  bounds: { core_dumps: 1, fds: 2, file: 2, files_struct: 3, inode: 2 },
  always: [
    core_is_dumped_from_a_private_table, threads_rest_during_core_dump, posix_lock_survives_exec, count_is_exact, lock_owner_is_live,
  ],
  reachable: [an_exec_succeeds, a_core_is_dumped],
  final: [files_released],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved, 'series/2': proved },
});
