// Two threads each do one thing to their table, any of eight: do the invariants hold for every pair?
// open, close, dup2, dup, dup3, F_SETLK, read and close_range: fs/file.c, v5.10. Each pair is an initial state, so that the runs add up and do not multiply.
import { as, assume, choose, int, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close, close_range, copies_carry_what_is_installed, count_is_exact, dup,
  dup2, dup3, F_SETLK, F_WRLCK, fcntl, files_released, lock_owner_is_live, locks_have_descriptors, lowest_free_number, O_CLOEXEC,
  one_task_resizes, open, process, read, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let first: Int<0, 7> = 0;
let second: Int<0, 7> = 0;

function one(): void {
  perform(first);
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
    case 3:
      dup(0);
      break;
    case 4:
      dup3(1, 0, O_CLOEXEC);
      break;
    case 5:
      fcntl(0, F_SETLK, F_WRLCK);
      break;
    case 6:
      read(0);
      break;
    case 7:
      close_range(0, 1, 0);
      break;
    default:
      break;
  }
}

export default spec({
  setup() {
    first = choose(8);
    second = choose(8);
    assume(first <= second);
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(one), T2: thread_of('T1', other) },
  bounds: { fds: 2, file: 3, file_lock: 3 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, lock_owner_is_live,
  ],
  final: [files_released, taken_numbers_have_files, locks_have_descriptors],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
