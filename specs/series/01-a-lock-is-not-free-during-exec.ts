// A process of two threads holds a POSIX lock and calls execve: can another process take the lock before the program has given it up?
// Patch 1 (b6043501289e): the lock's owner is the table. v5.10 puts that table at the end of execve, and with it the locks: fs/exec.c:1833.
import { as, objects, proved, spec, task, unreached, violated } from 'fdcheck/lang';
import {
  A, an_exec_succeeds, count_is_exact, execve, exec_keeps_a_lock, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, open, pause,
  posix_lock_survives_exec, process, task_struct, thread_of,
} from 'fdcheck/model';

let taken: boolean = false;

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  pause();
}

function observer(): void {
  const fd = open(A);
  if (fcntl(fd, F_SETLK, F_WRLCK) === 0) taken = true;
}

function new_program(): void {
  pause();
}

function nobody_takes_the_lock(): boolean {
  return !taken;
}

/** Not vacuous: the observer is through with its attempt, and the new program runs. */
function both_are_through(): boolean {
  return task<task_struct>('T1').exec_succeeded && objects<task_struct>().every((t) => !t.in_execve);
}

export default spec({
  setup() {
    as('T1', () => {
      const fd = open(A);
      fcntl(fd, F_SETLK, F_WRLCK);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling), X: process(observer) },
  bounds: { fds: 2, file: 2, file_lock: 3, files_struct: 3, signal_struct: 2 },
  always: [nobody_takes_the_lock, posix_lock_survives_exec, count_is_exact, lock_owner_is_live],
  reachable: [an_exec_succeeds, exec_keeps_a_lock, both_are_through],
  final: [files_released],
  // v5.10 loses it whenever the sibling is alive at the start, and nothing but execve ends it: no race, but a rule.
  expect: { 'v5.10': [violated(nobody_takes_the_lock, posix_lock_survives_exec), unreached(exec_keeps_a_lock)], 'series/1': proved, 'v5.11': proved },
});
