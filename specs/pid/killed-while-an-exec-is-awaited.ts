// Somebody waits for an execve to be over before it looks into the process, or execve for somebody who looks, and is killed: is all left as it was?
// exec_update_lock, fs/exec.c:971 (exec_mmap), kernel/kcmp.c:85, kernel/pid.c:626, v5.10.7.
import { as, choose, proved, spec } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, current, execve, files_released, kcmp, KCMP_FILE, open, pause, pidfd_getfd, process, readers_hold_no_count,
  tracer_of,
} from 'fdcheck/model';

function program(): void {
  execve(new_program);
}

function tracer(): void {
  const next = choose(3);
  if (next === 0) pidfd_getfd(0);
  if (next === 1) kcmp(current.proc_task, current.proc_task, KCMP_FILE, 0, 0);
  if (next === 2) kcmp(current.proc_task, current, KCMP_FILE, 0, 0);
}

function new_program(): void {
  pause();
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(program), R: tracer_of('T', tracer) },
  bounds: { files_struct: 2, signal_struct: 2 },
  faults: { kill: 1 },
  always: [readers_hold_no_count, count_is_exact],
  reachable: [an_exec_succeeds],
  final: [files_released],
  expect: { 'v5.10': proved, 'v5.11': proved },
});
