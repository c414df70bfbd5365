// What can be done through an O_PATH descriptor, with a private table and, while a thread lives, with a shared one?
// FMODE_PATH, fs/file.c:822 and :896, v5.10: read() finds no file, fcntl() and fstat() do, and no lock can be taken: fs/fcntl.c:435.
import { as, EBADF, proved, spec } from 'fdcheck/lang';
import {
  A, bitmap_and_slots_agree, borrowed_files_are_referenced, close, copies_carry_what_is_installed, count_is_exact, dup, exit, F_DUPFD,
  F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_SETLK, F_WRLCK, fcntl, FD_CLOEXEC, files_released, fstat, lowest_free_number, O_PATH, one_task_resizes, open_flags, process, read,
  reserved_numbers_have_one_owner, slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table,
  thread_of, used_tables_are_alive,
} from 'fdcheck/model';

let results_are_right: boolean = true;

function user(): void {
  if (read(0) !== -EBADF || fcntl(0, F_SETLK, F_WRLCK) !== -EBADF || fstat(0) !== 0 || fcntl(0, F_GETFD, 0) !== 0) results_are_right = false;
  if (fcntl(0, F_SETFD, FD_CLOEXEC) !== 0 || fcntl(0, F_DUPFD, 0) !== 1 || close(1) !== 0 || fcntl(0, F_DUPFD_CLOEXEC, 0) !== 1 || close(1) !== 0) results_are_right = false;
  if (dup(0) !== 1 || read(1) !== -EBADF || close(1) !== 0) results_are_right = false;
  if (open_flags(A, O_PATH) !== 1 || read(1) !== -EBADF) results_are_right = false;
}

function sharer(): void {
  exit();
}

function path_descriptors_are_for_paths(): boolean {
  return results_are_right;
}

export default spec({
  setup() {
    as('T1', () => { open_flags(A, O_PATH); });
  },
  tasks: { T1: process(user), T2: thread_of('T1', sharer) },
  bounds: { fds: 2, file: 2 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, path_descriptors_are_for_paths,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
