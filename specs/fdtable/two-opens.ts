// Two threads open at once, and one of the opens may fail after it reserved a number: is each number the lowest free one?
// __alloc_fd, fs/file.c:495, and put_unused_fd, fs/file.c:577, v5.10.
import { Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, files_released,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let first: Int<-25, 3> = 0;
let second: Int<-25, 3> = 0;

function opener(): void {
  first = open(A);
}

function other(): void {
  second = open(A);
}

function an_open_fails(): boolean {
  return first < 0 || second < 0;
}

function the_second_number_is_used(): boolean {
  return first === 1 || second === 1;
}

export default spec({
  tasks: { T1: process(opener), T2: thread_of('T1', other) },
  bounds: { fds: 2, file: 2 },
  faults: { open: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  reachable: [an_open_fails, the_second_number_is_used],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
