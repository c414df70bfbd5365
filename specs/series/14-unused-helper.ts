// Patch 14 adds task_lookup_next_fd_rcu, which nobody calls before patch 15: is the program the same?
// "file: Implement task_lookup_next_fd_rcu" (patch 14, e9a53aeb5e0a); fs/file.c:874, v5.11.
import { as, proved, spec } from 'fdcheck/lang';
import { A, close, count_is_exact, files_released, fstat, open, process, thread_of } from 'fdcheck/model';

function looker(): void {
  fstat(0);
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
  always: [count_is_exact],
  final: [files_released],
  same: [['series/13', 'series/14']],
  expect: { 'series/13': proved, 'series/14': proved },
});
