// Two threads of one process call execve at once: have both a copy of the table, at the same time?
// v5.10 copies before it takes cred_guard_mutex (fs/exec.c:1787, :1791), so that they do. Patch 1 (b6043501289e) copies after de_thread.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, files_released, one_exec_copies_the_table, open, pause, process, thread_of,
} from 'fdcheck/model';

function either(): void {
  execve(new_program);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(either), T2: thread_of('T1', either) },
  bounds: { fds: 2, files_struct: 3 },
  always: [one_exec_copies_the_table, count_is_exact],
  reachable: [an_exec_succeeds],
  final: [files_released],
  expect: { 'v5.10': violated(one_exec_copies_the_table), 'series/1': proved, 'v5.11': proved },
});
