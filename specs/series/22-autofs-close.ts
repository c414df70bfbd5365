// A driver (autofs) closes a descriptor of its caller while a sibling uses it: is close_fd what ksys_close was?
// "file: Replace ksys_close with close_fd" (patch 22, 1572bfdf21d4); fs/autofs/dev-ioctl.c:288.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, autofs_dev_ioctl_closemount, bitmap_and_slots_agree, count_is_exact, files_released, fstat, open, process, thread_of,
} from 'fdcheck/model';

function mounter(): void {
  autofs_dev_ioctl_closemount(0);
}

function user(): void {
  fstat(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(mounter), T2: thread_of('T1', user) },
  bounds: { fds: 2 },
  always: [count_is_exact, bitmap_and_slots_agree],
  final: [files_released],
  same: [['series/21', 'series/22']],
  expect: { 'v5.10': proved, 'series/21': proved, 'series/22': proved, 'v5.11': proved },
});
