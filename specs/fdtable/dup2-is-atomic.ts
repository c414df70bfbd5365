// One thread replaces a file by dup2 while another looks the descriptor up: can the look-up find nothing?
// The loop in __fget_files, fs/file.c:828, v5.10: a file whose last reference is gone is looked up again.
import { as, Int, proved, spec } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, count_is_exact, dup2, files_released, fstat, open, process, taken_numbers_have_files, thread_of,
} from 'fdcheck/model';

let result: Int<-25, 3> = 0;

function user(): void {
  result = fstat(0);
}

function duplicator(): void {
  dup2(1, 0);
}

function fstat_finds_a_file(): boolean {
  return result === 0;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      open(B);
    });
  },
  tasks: { T1: process(user), T2: thread_of('T1', duplicator) },
  bounds: { fds: 2, file: 2, inode: 2 },
  always: [fstat_finds_a_file, bitmap_and_slots_agree, count_is_exact],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved },
});
