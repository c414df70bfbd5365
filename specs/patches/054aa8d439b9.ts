// Was the file that fget gives in the slot at a moment at which the caller had its reference already?
// "fget: check that the fd still exists after getting a ref to it" (054aa8d439b9, v5.16); __fget_files, fs/file.c:822, v5.10.
import { as, proved, spec, violated } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, close, count_is_exact, fget_holds_what_the_slot_held, files_released, fstat, open, process,
  taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function user(): void {
  fstat(0);
}

function closer(): void {
  close(0);
  open(B);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(user), T2: thread_of('T1', closer) },
  bounds: { fds: 2, inode: 2, file: 2 },
  always: [fget_holds_what_the_slot_held, bitmap_and_slots_agree, count_is_exact],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': violated(fget_holds_what_the_slot_held), 'v5.10+054aa8d439b9': proved },
});
