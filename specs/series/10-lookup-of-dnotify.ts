// A thread asks for notices of a directory while its sibling closes the descriptor: is no notice left that nobody can take back?
// "file: Rename fcheck lookup_fd_rcu" (patch 10, 460b4f812a9d). Its callers are dnotify (here) and the core dump of spufs.
import { as, proved, spec } from 'fdcheck/lang';
import { A, close, count_is_exact, F_NOTIFY, fcntl, files_released, notices_have_descriptors, open, process, thread_of } from 'fdcheck/model';

function asker(): void {
  fcntl(0, F_NOTIFY, 1);
}

function closer(): void {
  close(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(asker), T2: thread_of('T1', closer) },
  bounds: { fds: 2, dnotify: 1 },
  always: [count_is_exact],
  final: [files_released, notices_have_descriptors],
  same: [['series/9', 'series/10']],
  expect: { 'v5.10': proved, 'series/9': proved, 'series/10': proved, 'v5.11': proved },
});
