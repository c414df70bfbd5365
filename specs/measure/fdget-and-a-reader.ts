// How often does fstat change the reference count of its file while somebody reads /proc/PID of a process of one thread?
// Cover letter of the series: a count that is right lets fdget borrow the file, without an update. __fget_light, fs/file.c:896, v5.10.
import { as, choose, int, proved, spec, task } from 'fdcheck/lang';
import {
  A, bpf_query, count_is_exact, fstat, getdents_proc_fd, open, process, read_bpf_iter, read_fdinfo, reader_of, readlink_proc_fd, stat_proc_fd, task_struct,
} from 'fdcheck/model';

function program(): void {
  fstat(0);
}

function reader(): void {
  const what = choose(6);
  if (what === 0) read_fdinfo(0);
  if (what === 1) stat_proc_fd(0);
  if (what === 2) readlink_proc_fd(0);
  if (what === 3) getdents_proc_fd(0, 1);
  if (what === 4) bpf_query(0);
  if (what === 5) read_bpf_iter(1);
}

/** It takes a reference and puts it, or borrows the file. */
function f_count_updates_an_fdget(): int {
  return task<task_struct>('T').f_count_updates;
}

export default spec({
  setup() {
    as('T', () => { open(A); });
  },
  tasks: { T: process(program), R: reader_of('T', reader) },
  bounds: { signal_struct: 2 },
  always: [count_is_exact],
  measure: [f_count_updates_an_fdget],
  expect: { 'v5.10': proved, 'series/16': proved, 'series/17': proved, 'v5.11': proved },
});
