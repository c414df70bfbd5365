// fget and dup2 of a descriptor onto itself look it up inside RCU while a sibling closes it: is the read section there wherever patch 9 asserts it?
// "file: Replace fcheck_files with files_lookup_fd_rcu" (patch 9, f36c29432741); __fget_files, dup2, and the readers of /proc, kcmp and bpf.
import { as, proved, spec } from 'fdcheck/lang';
import { A, bitmap_and_slots_agree, close, count_is_exact, dup, dup2, files_released, open, process, thread_of } from 'fdcheck/model';

function looker(): void {
  dup2(0, 0);
  dup(0);
}

function closer(): void {
  close(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(looker), T2: thread_of('T1', closer) },
  bounds: { fds: 2 },
  always: [count_is_exact, bitmap_and_slots_agree],
  final: [files_released],
  same: [['series/8', 'series/9']],
  expect: { 'series/8': proved, 'series/9': proved },
});
