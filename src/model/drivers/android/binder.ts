// SPDX-License-Identifier: GPL-2.0-only
/** A driver that closes descriptors of its caller, perhaps the one through which it was called: drivers/android/binder.c, v5.10 and patch 23. */
import { address_of, EBADF, ESRCH, int, READ_ONCE, since } from 'fdcheck/lang';
import type { Fd } from '../../include/linux/fdtable.js';
import { file } from '../../include/linux/fs.js';
import { current, task_struct } from '../../include/linux/sched.js';
import { close_fd_get_file, fdget, fdput, put_files_struct } from '../../fs/file.js';
import { fput } from '../../fs/file_table.js';
import { filp_close } from '../../fs/open.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../../kernel/entry/common.js';
import { __close_fd, __close_fd_get_file, get_files_struct } from '../../v5.10/fs/file.js';

/**
 * drivers/android/binder.c:2221, v5.10; :1831, v5.11: the file to be put when the ioctl has returned, as the ioctl may have borrowed
 * it; NULL if there is none at the descriptor.
 */
function binder_deferred_fd_close(fd: Fd): file {
  const [file] = since('series/23') ? close_fd_get_file(fd) : __close_fd_get_file(fd);
  if (file) filp_close(file, address_of(current.files));
  return file;
}

/**
 * task_close_fd, drivers/android/binder.c, v4.14: what binder did before it left this to the task itself: it closed a descriptor in
 * another task's table. Nothing in v5.10 does, though the helpers are there; patches 21 and 24 take them away.
 */
export function task_close_fd(task: task_struct, fd: Fd): int {
  syscall_enter_from_user_mode();
  let ret = -ESRCH;
  const files = get_files_struct(task);
  if (files) {
    ret = __close_fd(files, fd);
    put_files_struct(files);
  }
  syscall_exit_to_user_mode();
  return ret;
}

/** The ioctl looks at its own file once more before it returns. */
function binder_ioctl_end(filp: file): int {
  READ_ONCE(filp.f_inode);
  return 0;
}

/** ioctl BINDER_WRITE_READ through `fd`, which frees a buffer with the descriptor `closed`: drivers/android/binder.c:4999, v5.10. */
export function binder_ioctl(fd: Fd, closed: Fd): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const [filp, fput_needed] = fdget(fd);
  if (filp) {
    const deferred = binder_deferred_fd_close(closed);
    if (since('mutant/fput-at-once') && deferred) fput(deferred);
    ret = binder_ioctl_end(filp);
    fdput(filp, fput_needed);
    // task_work_add of binder_do_fd_close: on the way to user mode, when the ioctl is over
    if (!since('mutant/fput-at-once') && deferred) fput(deferred);
  }
  syscall_exit_to_user_mode();
  return ret;
}
