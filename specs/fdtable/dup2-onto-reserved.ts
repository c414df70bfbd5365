// One thread is half-way through open() and another calls dup2 onto the number that it reserved: what happens?
// do_dup2, fs/file.c:974, v5.10: -EBUSY, so that fd_install never meets a slot that is taken (its BUG_ON).
import { as, EBUSY, Int, proved, spec } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, count_is_exact, dup2, files_released, lowest_free_number, open, process, taken_numbers_have_files,
  thread_of,
} from 'fdcheck/model';

let result: Int<-25, 3> = 0;

function opener(): void {
  open(B);
}

function duplicator(): void {
  result = dup2(0, 1);
}

function dup2_is_told_to_wait(): boolean {
  return result === -EBUSY;
}

function dup2_succeeds(): boolean {
  return result === 1;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(opener), T2: thread_of('T1', duplicator) },
  bounds: { fds: 2, file: 2, inode: 2 },
  always: [bitmap_and_slots_agree, lowest_free_number, count_is_exact],
  reachable: [dup2_is_told_to_wait, dup2_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: { 'v5.10': proved },
});
