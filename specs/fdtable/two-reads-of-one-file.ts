// Two threads read from one file at once: does each get its own byte, and does the position move twice?
// __fdget_pos, fs/file.c:924, v5.10: a shared table raises f_count, and then f_pos_lock is taken.
import { as, Int, proved, spec, task } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, files_released,
  lowest_free_number, one_task_resizes, open, process, read, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, task_struct, tasks_change_their_own_table, thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let first: Int<-25, 7> = 0;
let second: Int<-25, 7> = 0;

function reader(): void {
  first = read(0);
}

function other(): void {
  second = read(0);
}

function the_position_moved_twice(): boolean {
  return first + second === 1 && task<task_struct>('T1').files.fdt.fd[0].f_pos === 2;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(reader), T2: thread_of('T1', other) },
  bounds: { fds: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  final: [files_released, taken_numbers_have_files, the_position_moved_twice],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
