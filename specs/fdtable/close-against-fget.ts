// One thread looks a descriptor up while another closes it: is the file safe to use, and does the slot still hold it?
// __fget_files, fs/file.c:822, v5.10: safe, yes; the slot may be empty by then (CVE-2021-4083, 054aa8d439b9 in v5.16 looks again).
import { as, spec, violated } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close, copies_carry_what_is_installed, count_is_exact,
  fget_finds_what_the_slot_holds, files_released, fstat, lowest_free_number, one_task_resizes, open, process,
  reserved_numbers_have_one_owner, slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table,
  thread_of, used_tables_are_alive,
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
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, fget_finds_what_the_slot_holds,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': violated(fget_finds_what_the_slot_holds),
    'v5.11': violated(fget_finds_what_the_slot_holds),
  },
});
