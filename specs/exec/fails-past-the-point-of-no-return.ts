// execve fails when all other threads are gone: does the process die of it, with all that it held?
// exec_mmap, fs/exec.c:971, v5.10: nobody is left to see an error, so that the task gets a SIGSEGV. In every version.
import { as, spec, task, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, exec_errors_are_returned, execve, files_released, open, pause, process, task_struct, thread_of,
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

function nobody_lives_on_without_the_program(): boolean {
  const t1 = task<task_struct>('T1');
  return t1.exec_succeeded || t1.exit_state !== 0;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 2, files_struct: 2 },
  faults: { exec_mmap: 1 },
  always: [exec_errors_are_returned, count_is_exact],
  reachable: [an_exec_succeeds],
  final: [nobody_lives_on_without_the_program, files_released],
  expect: { 'v5.10': violated(exec_errors_are_returned), 'series/1': violated(exec_errors_are_returned) },
});
