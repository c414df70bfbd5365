// A thread that is not the leader calls execve and is killed meanwhile, also while it waits for the leader to be a zombie: is everything given up, and nobody left waiting?
// de_thread, fs/exec.c:1082 and :1164 (killed), v5.10.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, F_SETLK, F_WRLCK, failed_exec_leaves_table, fcntl, files_released, lock_owner_is_live, open,
  pause, process, thread_of,
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
  faults: { kill: 1 },
  always: [failed_exec_leaves_table, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_succeeds],
  final: [files_released],
  expect: { 'v5.10': proved, 'series/1': proved, 'series/3': proved },
});
