// The administrator lowers fs.nr_open in the middle of a growth: does the caller get -EMFILE, and is the table whole?
// expand_files, fs/file.c:197, looks before, and expand_fdtable, :152, v5.10, once more after the new table was made too small. dup2 says -EBADF.
import { as, EBADF, EMFILE, Int, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup, dup2, files_released,
  lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, slots_own_references, tables_only_grow,
  taken_numbers_have_files, tasks_change_their_own_table, used_tables_are_alive, write_sysctl_nr_open,
} from 'fdcheck/model';

let dup_result: Int<-25, 3> = 0;
let dup2_result: Int<-25, 3> = 0;

function duplicator(): void {
  dup_result = dup(0);
  dup2_result = dup2(0, 3);
}

function administrator(): void {
  write_sysctl_nr_open(2);
}

function results_are_as_documented(): boolean {
  return (dup_result === 0 || dup_result === 2 || dup_result === -EMFILE) && (dup2_result === 0 || dup2_result === 3 || dup2_result === -EBADF);
}

function dup_fails(): boolean {
  return dup_result === -EMFILE;
}

function dup2_succeeds(): boolean {
  return dup2_result === 3;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      dup(0);
    });
  },
  tasks: { T1: process(duplicator), T2: process(administrator) },
  bounds: { fds: 4, files_struct: 2, fdtable: 4, signal_struct: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, results_are_as_documented,
  ],
  reachable: [dup_fails, dup2_succeeds],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
