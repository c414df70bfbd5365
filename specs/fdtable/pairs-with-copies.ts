// A thread forks, unshares, executes a program or exits, while another does anything to the table: do the invariants hold for every pair?
// copy_files, kernel/fork.c:1447, ksys_unshare, :2900, exec and exit, v5.10 and v5.11. Each pair is an initial state.
import { as, choose, int, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close, close_range, copies_carry_what_is_installed, count_is_exact, dup,
  dup2, dup3, execve, exit, F_SETLK, F_WRLCK, fcntl, files_released, fork, lock_owner_is_live, lowest_free_number, O_CLOEXEC,
  one_task_resizes, open, pause, process, read, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, thread_of, unborn, unshare, used_tables_are_alive,
} from 'fdcheck/model';

let first: Int<0, 11> = 0;
let second: Int<0, 11> = 0;

function one(): void {
  perform(first);
}

function other(): void {
  perform(second);
}

function child(): void {
  pause();
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
    case 8:
      fork(child);
      break;
    case 9:
      unshare();
      break;
    case 10:
      execve(child);
      break;
    case 11:
      exit();
      break;
    default:
      break;
  }
}

export default spec({
  setup() {
    first = 8 + choose(4);
    second = choose(12);
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(one), T2: thread_of('T1', other), T3: unborn, T4: unborn },
  bounds: { fds: 2, file: 3, file_lock: 4, files_struct: 3, signal_struct: 3 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, lock_owner_is_live,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
