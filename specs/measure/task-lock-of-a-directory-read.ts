// How often does a reader of /proc/PID/fd take the task_lock of a process with 3 descriptors, for the names alone, and for ls -l (a stat of each)?
// Cover letter of the series, and the objection to it: v5.10 takes it once for the directory, v5.11 once a descriptor; a stat takes it in both. fs/proc/fd.c:228, v5.10; :217, v5.11.
import { as, int, proved, spec, task } from 'fdcheck/lang';
import { A, count_is_exact, getdents_proc_fd, open, pause, process, reader_of, stat_proc_fd, task_struct } from 'fdcheck/model';

const DESCRIPTORS = 3;

function program(): void {
  pause();
}

function names(): void {
  getdents_proc_fd(0, DESCRIPTORS);
}

function names_and_modes(): void {
  getdents_proc_fd(0, DESCRIPTORS);
  for (let fd = 0; fd < DESCRIPTORS; fd++) stat_proc_fd(fd);
}

function task_locks_of_the_names(): int {
  return task<task_struct>('R').foreign_task_locks;
}

function task_locks_of_names_and_modes(): int {
  return task<task_struct>('L').foreign_task_locks;
}

export default spec({
  setup() {
    as('T', () => {
      for (let i = 0; i < DESCRIPTORS; i++) open(A);
    });
  },
  tasks: { T: process(program), R: reader_of('T', names), L: reader_of('T', names_and_modes) },
  bounds: { BITS_PER_LONG: 4, file: 3, signal_struct: 3 },
  always: [count_is_exact],
  measure: [task_locks_of_the_names, task_locks_of_names_and_modes],
  expect: { 'v5.10': proved, 'series/14': proved, 'series/15': proved, 'v5.11': proved },
});
