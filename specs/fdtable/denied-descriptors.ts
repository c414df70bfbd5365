// A program of another domain starts, and its policy denies it files that it was left: are they replaced by the null device, or closed if that cannot be opened?
// flush_unauthorized_files, security/selinux/hooks.c, with iterate_fd, fs/file.c:1178, and replace_fd, :1018, v5.10; without a file that is close_fd.
import { as, NULL, objects, proved, spec, task } from 'fdcheck/lang';
import {
  A, B, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, file,
  files_released, lowest_free_number, one_task_resizes, open, process, reserved_numbers_have_one_owner, selinux_bprm_committing_creds,
  slots_own_references, tables_only_grow, taken_numbers_have_files, task_struct, tasks_change_their_own_table, used_tables_are_alive,
} from 'fdcheck/model';

function program(): void {
  selinux_bprm_committing_creds(B, A);
  // Nothing that is denied is left, and nothing happens; or, if A could not be opened, nothing was there but A.
  selinux_bprm_committing_creds(B, A);
}

function no_denied_file_is_left(): boolean {
  return objects<file>().every((f) => f.f_inode === task<task_struct>('T1').files.fdt.fd[0].f_inode);
}

function the_denied_files_are_closed(): boolean {
  const fdt = task<task_struct>('T1').files.fdt;
  return fdt.fd[1] === NULL && fdt.fd[2] === NULL;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      open(B);
      dup2(1, 2);
    });
  },
  tasks: { T1: process(program) },
  bounds: { fds: 4, file: 3, inode: 2 },
  faults: { open: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact,
  ],
  reachable: [the_denied_files_are_closed],
  final: [files_released, taken_numbers_have_files, no_denied_file_is_left],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
