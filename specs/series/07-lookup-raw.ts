// A thread looks a descriptor up while its sibling closes it: does the new name of the raw look-up change anything?
// "file: Rename __fcheck_files to files_lookup_fd_raw" (patch 7, bebf684bf330); include/linux/fdtable.h:83.
import { as, proved, spec } from 'fdcheck/lang';
import { A, bitmap_and_slots_agree, close, count_is_exact, files_released, fstat, open, process, thread_of } from 'fdcheck/model';

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
  always: [count_is_exact, bitmap_and_slots_agree],
  final: [files_released],
  same: [['series/6', 'series/7']],
  expect: { 'series/6': proved, 'series/7': proved },
});
