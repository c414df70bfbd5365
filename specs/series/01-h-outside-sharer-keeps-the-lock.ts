// A process outside the thread group shares the table (CLONE_FILES): whose is the POSIX lock after execve?
// The message of patch 1 says so, and it is no bug: the lock stays with the old table, before and after the series.
import { address_of, as, objects, proved, spec, task } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, F_SETLK, F_WRLCK, fcntl, files_released, holds_posix_lock, inode, lock_owner_is_live, open,
  pause, posix_lock_survives_exec, process, shares_files_with, task_struct,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function outsider(): void {
  pause();
}

function new_program(): void {
  pause();
}

/** The new program has the file open, and the lock is the outsider's. */
function lock_stays_with_old_table(): boolean {
  const t1 = task<task_struct>('T1');
  const s = task<task_struct>('S');
  return t1.exec_succeeded && t1.files !== s.files && objects<inode>().every((ino) => holds_posix_lock(ino, address_of(s.files)));
}

function lock_is_never_lost(): boolean {
  return objects<inode>().every((ino) => holds_posix_lock(ino, address_of(task<task_struct>('S').files)));
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), S: shares_files_with('T1', outsider) },
  bounds: { fds: 2, files_struct: 2, signal_struct: 2 },
  always: [lock_is_never_lost, posix_lock_survives_exec, count_is_exact, lock_owner_is_live],
  reachable: [lock_stays_with_old_table, an_exec_succeeds],
  final: [files_released],
  expect: { 'v5.10': proved, 'series/1': proved, 'v5.11': proved },
});
