// Control: does a flock survive execve when the process has a second thread, and go with its file?
// It belongs to the open file, not to the table: flock_lock_inode, fs/locks.c:1059, v5.10.
import { as, NULL, objects, proved, spec, task } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, close, count_is_exact, execve, F_WRLCK, files_released, flock, inode, open, pause, process, taken_numbers_have_files,
  task_struct, thread_of,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  pause();
}

function new_program(): void {
  close(0);
}

/** From the success of execve to the new program's close. */
function flock_survives_exec(): boolean {
  const t1 = task<task_struct>('T1');
  return !t1.exec_succeeded || t1.files.fdt.fd[0] === NULL || objects<inode>().every((ino) => ino.i_flctx.flc_flock.len === 1);
}

/** The new program closed the last descriptor of the open file. */
function lock_goes_with_the_file(): boolean {
  return objects<inode>().every((ino) => ino.i_flctx.flc_flock.len === 0);
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
  final: [lock_goes_with_the_file, files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved, 'series/1': proved, 'v5.11': proved },
});
