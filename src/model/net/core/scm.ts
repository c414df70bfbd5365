// SPDX-License-Identifier: GPL-2.0-only
/** A file that travels in a message (SCM_RIGHTS): net/core/scm.c, v5.10. One message with one file; who receives it must wait for it himself. */
import { EAGAIN, EBADF, int, NULL, xchg } from 'fdcheck/lang';
import type { Fd } from '../../include/linux/fdtable.js';
import type { file } from '../../include/linux/fs.js';
import { fget_raw, receive_fd_user } from '../../fs/file.js';
import { fput } from '../../fs/file_table.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../../kernel/entry/common.js';

/** The message on its way, with a reference to its file. */
let message: file = NULL;

/** SYSCALL sendmsg with SCM_RIGHTS: scm_fp_copy, net/core/scm.c:65, v5.10. -EAGAIN: a message is on its way already. */
export function sendmsg_fd(fd: Fd): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const file = fget_raw(fd);
  if (file) {
    ret = message ? -EAGAIN : 0;
    if (ret) fput(file);
    else message = file;
  }
  syscall_exit_to_user_mode();
  return ret;
}

/** SYSCALL recvmsg with SCM_RIGHTS: scm_detach_fds, net/core/scm.c:290, v5.10. The new number; -EAGAIN without a message. */
export function recvmsg_fd(o_flags: int): int {
  syscall_enter_from_user_mode();
  let ret = -EAGAIN;
  const file = xchg(message, NULL);
  if (file) {
    ret = receive_fd_user(file, o_flags);
    // __scm_destroy
    fput(file);
  }
  syscall_exit_to_user_mode();
  return ret;
}
