// A process executes a program while its thread makes the table grow: are the descriptors with close-on-exec closed, in every word, and no other?
// do_close_on_exec, fs/file.c:786, v5.10: it looks for the table once a word only; the table is its own by then.
import { as, NULL, proved, spec, task } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, copies_carry_what_is_installed, count_is_exact, dup2, execve,
  files_released, lowest_free_number, one_task_resizes, open, open_cloexec, pause, process, reserved_numbers_have_one_owner,
  slots_own_references, tables_only_grow, taken_numbers_have_files, task_struct, tasks_change_their_own_table, thread_of,
  used_tables_are_alive,
} from 'fdcheck/model';

function leader(): void {
  execve(new_program);
}

function sibling(): void {
  dup2(0, 2);
}

function new_program(): void {
  pause();
}

function only_the_marked_one_is_closed(): boolean {
  const t1 = task<task_struct>('T1');
  return !t1.exec_succeeded || (t1.files.fdt.fd[0] !== NULL && t1.files.fdt.fd[1] === NULL);
}

function the_new_program_has_the_large_table(): boolean {
  const t1 = task<task_struct>('T1');
  return t1.exec_succeeded && t1.files.fdt.max_fds === 4;
}

export default spec({
  setup() {
    as('T1', () => {
      open(A);
      open_cloexec(A);
    });
  },
  tasks: { T1: process(leader), T2: thread_of('T1', sibling) },
  bounds: { fds: 4, file: 2, files_struct: 2, fdtable: 4 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, only_the_marked_one_is_closed,
  ],
  reachable: [the_new_program_has_the_large_table],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
