// One thread looks a descriptor up while another closes it: is the file safe to use, and does the slot still hold it?
// __fget_files, fs/file.c:822, v5.10: safe, yes; the slot may be empty by then (CVE-2021-4083, 054aa8d439b9 in v5.16 looks again).
import { as, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, close, count_is_exact, fget_finds_what_the_slot_holds, files_released, fstat, open, process,
  taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

function user(): void {
  fstat(0);
}

function closer(): void {
  close(0);
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(user), T2: thread_of('T1', closer) },
  bounds: { fds: 2 },
  always: [fget_finds_what_the_slot_holds, bitmap_and_slots_agree, count_is_exact],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': violated(fget_finds_what_the_slot_holds) },
});
