// One thread is half-way through open() and another calls dup2 onto the number that it reserved: what happens?
// do_dup2, fs/file.c:974, v5.10: -EBUSY, so that fd_install never meets a slot that is taken (its BUG_ON).
import { as, EBUSY, Int, proved, spec } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, files_released,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
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
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  reachable: [dup2_is_told_to_wait, dup2_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
