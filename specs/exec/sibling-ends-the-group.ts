// A thread calls exit_group while another calls execve: does one of them win, and nobody wait for ever?
// de_thread, fs/exec.c:1053, v5.10: -EAGAIN in a group that is on its way out; do_group_exit, kernel/exit.c:883: not in one that execs.
import { as, proved, spec, task, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, exit_group, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, open, pause,
  posix_lock_survives_exec, process, task_struct, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  exit_group();
}

function new_program(): void {
  pause();
}

function the_group_dies(): boolean {
  return task<task_struct>('T1').exit_state !== 0 && task<task_struct>('T2').exit_state !== 0;
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
  reachable: [an_exec_succeeds, the_group_dies],
  final: [files_released],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved },
});
