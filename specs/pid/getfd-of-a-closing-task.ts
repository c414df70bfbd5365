// Somebody takes over a file of a process that execs, exits or closes it: is its table left alone, and does the file live on?
// pidfd_getfd, kernel/pid.c:645, v5.10: fget_task, as patches 4 to 6 use it, and a reference that lasts.
import { as, choose, EBADF, EMFILE, Int, NULL, proved, spec, task } from 'fdcheck/lang';
import {
  A, close, count_is_exact, execve, exec_keeps_a_lock, exit, F_SETLK, F_WRLCK, fcntl, files_released, fstat, lock_owner_is_live, open, pause,
  pidfd_getfd, posix_lock_survives_exec, process, readers_hold_no_count, sharers_close_files, sharers_raise_the_count, task_struct, tracer_of,
} from 'fdcheck/model';

let got: Int<-30, 2> = 2;
let again: Int<-30, 2> = 2;

function program(): void {
  const next = choose(3);
  if (next === 0) execve(new_program);
  if (next === 1) exit();
  close(0);
}

function tracer(): void {
  got = pidfd_getfd(0);
  if (got !== 0) return;
  fstat(0);
  again = pidfd_getfd(0);
}

function new_program(): void {
  pause();
}

function the_file_outlives_its_process(): boolean {
  return got === 0 && task<task_struct>('T').exit_state !== 0 && task<task_struct>('R').files.fdt.fd[0] !== NULL;
}

function there_is_no_file(): boolean {
  return got === -EBADF;
}

function there_is_no_number(): boolean {
  return again === -EMFILE;
}

export default spec({
  setup() {
    as('T', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T: process(program), R: tracer_of('T', tracer) },
  bounds: { files_struct: 2, RLIMIT_NOFILE: 1, signal_struct: 2 },
  always: [
    posix_lock_survives_exec, readers_hold_no_count, sharers_close_files, sharers_raise_the_count, count_is_exact, lock_owner_is_live,
  ],
  reachable: [exec_keeps_a_lock, the_file_outlives_its_process, there_is_no_file, there_is_no_number],
  final: [files_released],
  expect: { 'v5.10': proved, 'v5.11': proved },
});
