// A sibling shares the table with a new process (CLONE_FILES alone) while the leader calls execve: what becomes of the lock?
// The table has an outside sharer from then on, and the lock stays with it, as the message of patch 1 says.
import { address_of, as, NULL, objects, proved, spec, task, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, clone, CLONE_FILES, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released, holds_posix_lock, inode,
  lock_owner_is_live, open, pause, posix_lock_survives_exec, process, task_struct, thread_of, unborn,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  clone(CLONE_FILES, child);
}

function child(): void {
  pause();
}

function new_program(): void {
  pause();
}

function lock_stays_with_the_child(): boolean {
  const t1 = task<task_struct>('T1');
  const t3 = task<task_struct>('T3');
  return t1.exec_succeeded && t3.files !== t1.files && t3.signal !== NULL && objects<inode>().every((ino) => holds_posix_lock(ino, address_of(t3.files)));
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling), T3: unborn },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  always: [posix_lock_survives_exec, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_succeeds, lock_stays_with_the_child],
  final: [files_released],
  expect: { 'v5.10': violated(posix_lock_survives_exec), 'series/1': proved, 'series/3': proved },
});
