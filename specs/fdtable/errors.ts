// Does each call on descriptors say what is wrong, and leave the table as it was?
// fs/file.c, fs/fcntl.c and fs/open.c, v5.10, one program: a number that is not open, beyond the limit, or the same twice; flags that do not exist.
import { as, EBADF, EINVAL, EMFILE, int, Int, proved, spec } from 'fdcheck/lang';
import {
  A, autofs_dev_ioctl_closemount, binder_ioctl, bitmap_and_slots_agree, borrowed_files_are_referenced, close, close_range, CLOSE_RANGE_UNSHARE,
  copies_carry_what_is_installed, count_is_exact, dup, dup2, dup3, F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, fcntl, FD_CLOEXEC,
  files_released, fstat, lowest_free_number, O_CLOEXEC, O_PATH, one_task_resizes, open, process, reserved_numbers_have_one_owner,
  slots_own_references, tables_only_grow, taken_numbers_have_files, tasks_change_their_own_table, used_tables_are_alive,
} from 'fdcheck/model';

let wrong: Int<0, 31> = 0;

function expect_result(which: int, got: int, expected: int): void {
  if (got !== expected && wrong === 0) wrong = which;
}

function program(): void {
  expect_result(1, close(1), -EBADF);
  expect_result(2, close(3), -EBADF);
  expect_result(3, dup(1), -EBADF);
  expect_result(4, dup2(1, 0), -EBADF);
  expect_result(5, dup2(1, 1), -EBADF);
  expect_result(6, dup2(0, 0), 0);
  expect_result(7, dup2(0, 2), -EBADF);
  expect_result(8, dup3(0, 0, 0), -EINVAL);
  expect_result(9, dup3(0, 1, O_PATH), -EINVAL);
  expect_result(10, dup3(0, 1, O_CLOEXEC), 1);
  expect_result(11, fcntl(1, F_GETFD, 0), FD_CLOEXEC);
  expect_result(12, fcntl(1, F_SETFD, 0), 0);
  expect_result(13, fcntl(1, F_GETFD, 0), 0);
  expect_result(14, fcntl(1, F_SETFD, FD_CLOEXEC), 0);
  expect_result(15, fcntl(0, F_DUPFD, 2), -EINVAL);
  expect_result(16, fcntl(0, F_DUPFD_CLOEXEC, 1), -EMFILE);
  expect_result(17, dup(0), -EMFILE);
  expect_result(18, open(A), -EMFILE);
  expect_result(19, fcntl(0, 99, 0), -EINVAL);
  expect_result(20, close_range(1, 0, 0), -EINVAL);
  expect_result(21, close_range(0, 0, 8), -EINVAL);
  expect_result(22, close_range(1, 99, CLOSE_RANGE_UNSHARE), 0);
  expect_result(23, fstat(1), -EBADF);
  expect_result(24, fcntl(0, F_DUPFD_CLOEXEC, 1), 1);
  expect_result(25, fcntl(1, F_GETFD, 0), FD_CLOEXEC);
  expect_result(26, autofs_dev_ioctl_closemount(1), 0);
  expect_result(27, autofs_dev_ioctl_closemount(1), -EBADF);
  expect_result(28, binder_ioctl(1, 0), -EBADF);
  expect_result(29, binder_ioctl(0, 1), 0);
  expect_result(30, binder_ioctl(0, 99), 0);
}

function every_result_is_right(): boolean {
  return wrong === 0;
}

export default spec({
  setup() {
    as('T1', () => { open(A); });
  },
  tasks: { T1: process(program) },
  bounds: { fds: 4, RLIMIT_NOFILE: 2, file: 1 },
  always: [
    bitmap_and_slots_agree, slots_own_references, reserved_numbers_have_one_owner, lowest_free_number, used_tables_are_alive,
    borrowed_files_are_referenced, tasks_change_their_own_table, tables_only_grow, one_task_resizes, copies_carry_what_is_installed,
    count_is_exact, every_result_is_right,
  ],
  final: [files_released, taken_numbers_have_files],
  expect: {
    'v5.10': proved,
    'v5.11': proved,
  },
});
