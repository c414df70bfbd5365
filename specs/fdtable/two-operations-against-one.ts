// A thread does two things to its table, one after the other, while another does one, any of four: do the invariants hold for all of them?
// open, close, dup2 and close_range: fs/file.c, v5.10. Each choice is an initial state.
import { as, choose, int, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close, close_range, copies_carry_what_is_installed, count_is_exact, dup2,
  files_released, lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references,
  tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let first: Int<0, 3> = 0;
let then: Int<0, 3> = 0;
let second: Int<0, 3> = 0;

function one(): void {
  perform(first);
  perform(then);
}

function other(): void {
  perform(second);
}

function perform(operation: int): void {
  switch (operation) {
    case 0:
      open(A);
      break;
    case 1:
      close(0);
      break;
    case 2:
      dup2(0, 1);
      break;
    default:
      close_range(0, 1, 0);
  }
}

export default spec({
  setup() {
    first = choose(4);
    then = choose(4);
    second = choose(4);
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(one), T2: thread_of('T1', other) },
  bounds: { fds: 2, file: 4 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
  },
});
