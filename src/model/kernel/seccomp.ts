// SPDX-License-Identifier: GPL-2.0-only
/**
 * A supervisor puts a file of its own into the table of a task that it supervises: kernel/seccomp.c, v5.10 (SECCOMP_IOCTL_NOTIF_ADDFD).
 * The supervised task itself does it, so that no table is changed from outside. One request at a time; nobody is interrupted.
 */
import { complete, completion, EBADF, int, Int, NULL, wait_for_completion, zeroed } from 'fdcheck/lang';
import { Fd, FDS_MAX } from '../include/linux/fdtable.js';
import type { file } from '../include/linux/fs.js';
import { receive_fd_replace, fget } from '../fs/file.js';
import { fput } from '../fs/file_table.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from './entry/common.js';

/** struct seccomp_kaddfd: the file, and under which number; -1: the lowest free one. */
let addfd_file: file = NULL;
let addfd_fd: Int<-1, typeof FDS_MAX> = 0;
let addfd_ret: Int<-133, typeof FDS_MAX> = 0;
/** knotif->ready and addfd->completion. */
const notification_ready: completion = zeroed();
const addfd_completion: completion = zeroed();

/** kernel/seccomp.c:831, v5.10: in the supervised task. */
function seccomp_handle_addfd(): void {
  addfd_ret = receive_fd_replace(addfd_fd, addfd_file, 0);
  complete(addfd_completion);
}

/** kernel/seccomp.c:842, v5.10: a system call that the filter hands to the supervisor. */
export function seccomp_do_user_notification(): int {
  syscall_enter_from_user_mode();
  wait_for_completion(notification_ready);
  seccomp_handle_addfd();
  syscall_exit_to_user_mode();
  return 0;
}

/** kernel/seccomp.c:1317, v5.10: the supervisor's ioctl. The number under which the other task has the file now. */
export function seccomp_notify_addfd(srcfd: Fd, newfd: int): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const file = fget(srcfd);
  if (file) {
    addfd_file = file;
    addfd_fd = newfd;
    complete(notification_ready);
    wait_for_completion(addfd_completion);
    ret = addfd_ret;
    addfd_file = NULL;
    fput(file);
  }
  syscall_exit_to_user_mode();
  return ret;
}
