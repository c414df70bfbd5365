// Does kcmp(KCMP_FILE) give the same answers, without a hang, whichever of RCU and task_lock it takes first?
// "kcmp: In get_file_raw_ptr use task_lookup_fd_rcu" (patch 13, ed77e80e14a3); get_file_raw_ptr, kernel/kcmp.c:61, v5.10.
import { as, choose, EBADF, Int, proved, spec } from 'fdcheck/lang';
import {
  A, B, close, count_is_exact, current, dup2, execve, exit, files_released, kcmp, KCMP_FILE, open, pause, process, readers_hold_no_count, tracer_of,
} from 'fdcheck/model';

let result: Int<-9, 2> = 2;

function program(): void {
  const next = choose(3);
  if (next === 0) execve(new_program);
  if (next === 1) exit();
  dup2(0, 1);
  close(1);
}

function reader(): void {
  result = kcmp(current.proc_task, current.proc_task, KCMP_FILE, 0, 1);
  kcmp(current.proc_task, current, KCMP_FILE, 0, 0);
  kcmp(current, current.proc_task, KCMP_FILE, 0, 0);
}

function new_program(): void {
  pause();
}

function they_are_the_same(): boolean {
  return result === 0;
}

function they_differ(): boolean {
  return result === 1;
}

function one_is_missing(): boolean {
  return result === -EBADF;
}

function the_answer_is_one_of_these(): boolean {
  return result === 2 || they_are_the_same() || they_differ() || one_is_missing();
}

export default spec({
  setup() {
    as('T', () => {
      open(A);
      open(B);
    });
  },
  tasks: { T: process(program), R: tracer_of('T', reader) },
  bounds: { file: 2, files_struct: 2, inode: 2, signal_struct: 2 },
  always: [the_answer_is_one_of_these, readers_hold_no_count, count_is_exact],
  reachable: [they_are_the_same, they_differ, one_is_missing],
  final: [files_released],
  expect: { 'v5.10': proved, 'series/12': proved, 'series/13': proved, 'v5.11': proved },
  same: [['series/12', 'series/13']],
});
