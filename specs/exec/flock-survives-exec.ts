// Control: does a flock survive execve when the process has a second thread? It belongs to the open file, not to the table.
// flock_lock_inode, fs/locks.c:1059, v5.10.
import { as, objects, proved, spec, task } from 'fdcheck/lang';
import { A, an_exec_succeeds, count_is_exact, execve, F_WRLCK, flock, inode, open, pause, process, task_struct, thread_of } from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  pause();
}

function new_program(): void {
  pause();
}

function flock_survives_exec(): boolean {
  return !task<task_struct>('T1').exec_succeeded || objects<inode>().every((ino) => ino.i_flctx.flc_flock.len === 1);
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      flock(fd, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, files_struct: 2 },
  always: [flock_survives_exec, count_is_exact],
  reachable: [an_exec_succeeds],
  expect: { 'v5.10': proved, 'series/1': proved },
});
