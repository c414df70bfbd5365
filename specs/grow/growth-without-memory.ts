// Two threads need a larger table and memory for one fails: does only one of them get -ENOMEM, and the other its number?
// expand_fdtable, fs/file.c:152, v5.10: the waiter tries for itself.
import { as, ENOMEM, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup, dup2, files_released,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let first_fd: Int<-25, 3> = 0;
let second_fd: Int<-25, 3> = 0;

function first(): void {
  first_fd = dup(0);
}

function second(): void {
  second_fd = dup2(0, 3);
}

function one_gets_a_number(): boolean {
  return first_fd === 2 || second_fd === 3;
}

function one_fails(): boolean {
  return first_fd === -ENOMEM || second_fd === -ENOMEM;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup(0);
    });
  },
  tasks: { T1: process(first), T2: thread_of('T1', second) },
  bounds: { fds: 4, fdtable: 3 },
  faults: { enomem: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  reachable: [one_fails],
  final: [files_released, taken_numbers_have_files, one_gets_a_number],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
