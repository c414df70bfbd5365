// Control: does an OFD lock survive execve when the process has a second thread? It belongs to the open file, not to the table.
// fcntl_setlk, fs/locks.c:2479, v5.10.
import { as, objects, proved, spec, task } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, F_OFD_SETLK, F_WRLCK, fcntl, inode, lock_owner_is_live, open, pause, process, task_struct,
  thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  pause();
}

function new_program(): void {
  pause();
}

function ofd_lock_survives_exec(): boolean {
  return !task<task_struct>('T1').exec_succeeded || objects<inode>().every((ino) => ino.i_flctx.flc_posix.len === 1);
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_OFD_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, files_struct: 2 },
  always: [ofd_lock_survives_exec, lock_owner_is_live, count_is_exact],
  reachable: [an_exec_succeeds],
  expect: { 'v5.10': proved, 'series/1': proved },
});
