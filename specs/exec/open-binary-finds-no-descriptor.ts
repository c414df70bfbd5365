// A program's interpreter gets the open binary as a descriptor, and the table is full: is everything given up that execve has taken?
// begin_new_exec, fs/exec.c:1374, v5.10: not cred_guard_mutex, as free_bprm goes by bprm->cred, which is gone. Fixed by 84c39ec57d40, years later.
import { as, choose, proved, reports, spec } from 'fdcheck/lang';
import {
  A, an_exec_fails, an_exec_succeeds, B, count_is_exact, execve, execve_misc, exit, files_released, open, pause, process, prlimit_nofile, reader_of,
  taken_numbers_have_files,
} from 'fdcheck/model';

function leader(): void {
  if (choose(2)) execve_misc(B, interpreter);
  execve(interpreter);
}

function administrator(): void {
  prlimit_nofile(1);
  exit();
}

function interpreter(): void {
  pause();
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(leader), L: reader_of('T1', administrator) },
  bounds: { execfd: 1, fds: 2, file: 2, inode: 2, signal_struct: 2 },
  faults: { enomem: 1 },
  always: [count_is_exact],
  reachable: [an_exec_succeeds, an_exec_fails],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': reports('held-at-exit'), 'v5.10+84c39ec57d40': proved, 'v5.11': reports('held-at-exit'), 'v5.11+84c39ec57d40': proved },
});
