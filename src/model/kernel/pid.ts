// SPDX-License-Identifier: GPL-2.0-only
/** A file of another task, taken over: kernel/pid.c, v5.10.7. */
import { down_read_killable, EBADF, int, NULL, up_read } from 'fdcheck/lang';
import { fget_task, receive_fd } from '../fs/file.js';
import { fput } from '../fs/file_table.js';
import { Fd, O_CLOEXEC } from '../include/linux/fdtable.js';
import type { file } from '../include/linux/fs.js';
import { current, task_struct } from '../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from './entry/common.js';

/** kernel/pid.c:626, v5.10: [the file with a reference, 0], or [NULL, error]. */
function __pidfd_fget(task: task_struct, fd: Fd): [file, int] {
  const sig = task.signal;
  const ret = down_read_killable(sig.exec_update_lock);
  if (ret) return [NULL, ret];
  const file = fget_task(task, fd);
  up_read(sig.exec_update_lock);
  if (!file) return [NULL, -EBADF];
  return [file, 0];
}

/** SYSCALL pidfd_getfd: kernel/pid.c:682, v5.10, for the task that this one was declared to look at: a descriptor of its own, or an error. */
export function pidfd_getfd(fd: Fd): int {
  syscall_enter_from_user_mode();
  const [file, error] = __pidfd_fget(current.proc_task, fd);
  let ret = error;
  if (file) {
    ret = receive_fd(file, O_CLOEXEC);
    fput(file);
  }
  syscall_exit_to_user_mode();
  return ret;
}
