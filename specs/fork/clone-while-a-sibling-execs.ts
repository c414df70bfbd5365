// A thread creates another one while the leader calls execve: can the new thread be missed, and share the new program's table?
// copy_process looks for a fatal signal under siglock: kernel/fork.c:2246, v5.10; zap_other_threads holds it.
import { as, proved, spec, task, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, clone, CLONE_FILES, CLONE_THREAD, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live,
  open, pause, posix_lock_survives_exec, process, sharers, task_struct, thread_of, unborn,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  clone(CLONE_THREAD | CLONE_FILES, child);
}

function child(): void {
  pause();
}

function new_program(): void {
  pause();
}

function new_program_is_alone(): boolean {
  const t1 = task<task_struct>('T1');
  return !t1.exec_succeeded || sharers(t1.files) === 1;
}

/** The child was born before the kill, and died of it. */
function child_was_born(): boolean {
  return task<task_struct>('T3').exit_state !== 0;
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling), T3: unborn },
  bounds: { fds: 2, files_struct: 2 },
  always: [new_program_is_alone, posix_lock_survives_exec, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_succeeds, child_was_born],
  final: [files_released],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved, 'series/3': proved },
});
