// Patch 11 adds task_lookup_fd_rcu, which nobody calls before patch 12: is the program the same?
// "file: Implement task_lookup_fd_rcu" (patch 11, 3a879fb38082); fs/file.c:859, v5.11.
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
  same: [['series/10', 'series/11']],
  expect: { 'series/10': proved, 'series/11': proved },
});
