// SPDX-License-Identifier: GPL-2.0-only
/** A system call that looks a descriptor up and uses the file: fs/stat.c, v5.10. */
import { EBADF, int, READ_ONCE } from 'fdcheck/lang';
import type { Fd } from '../include/linux/fdtable.js';
import type { file } from '../include/linux/fs.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../kernel/entry/common.js';
import { fdget_raw, fdput } from './file.js';

/** fs/stat.c:116, v5.10: uses the file, which must be alive: it may be borrowed. */
function vfs_getattr(file: file): int {
  READ_ONCE(file.f_inode);
  return 0;
}

/** SYSCALL fstat: vfs_fstat, fs/stat.c:138, v5.10. An O_PATH descriptor will do. */
export function fstat(fd: Fd): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const [file, fput_needed] = fdget_raw(fd);
  if (file) {
    ret = vfs_getattr(file);
    fdput(file, fput_needed);
  }
  syscall_exit_to_user_mode();
  return ret;
}
