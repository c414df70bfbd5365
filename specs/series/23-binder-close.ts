// A driver (binder) takes a descriptor of its caller away while a sibling uses it: is close_fd_get_file what __close_fd_get_file was?
// "file: Rename __close_fd_get_file close_fd_get_file" (patch 23, 9fe83c43e71c); drivers/android/binder.c:2221, v5.10; :1831, v5.11.
import { as, proved, spec } from 'fdcheck/lang';
import { A, B, binder_ioctl, bitmap_and_slots_agree, count_is_exact, files_released, fstat, open, process, thread_of } from 'fdcheck/model';

function client(): void {
  binder_ioctl(0, 1);
}

function user(): void {
  fstat(1);
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      open(B);
    });
  },
  tasks: { T1: process(client), T2: thread_of('T1', user) },
  bounds: { fds: 2, file: 2, inode: 2 },
  always: [count_is_exact, bitmap_and_slots_agree],
  final: [files_released],
  same: [['series/22', 'series/23']],
  expect: { 'v5.10': proved, 'series/22': proved, 'series/23': proved, 'v5.11': proved },
});
