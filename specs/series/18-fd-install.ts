// Two threads open files, and the table grows under them: does fd_install without its files parameter install as before?
// "file: Merge __fd_install into fd_install" (patch 18, d74ba04d919e); fs/file.c:607, v5.10; :571, v5.11.
import { as, proved, spec } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, count_is_exact, files_released, lowest_free_number, open, process, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function opener(): void {
  open(B);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(opener), T2: thread_of('T1', opener) },
  bounds: { fds: 4, file: 3, inode: 2 },
  always: [bitmap_and_slots_agree, lowest_free_number, count_is_exact],
  final: [files_released, taken_numbers_have_files],
  same: [['series/17', 'series/18']],
  expect: { 'series/17': proved, 'series/18': proved },
});
