// SPDX-License-Identifier: GPL-2.0-only
/** fcntl: fs/fcntl.c, v5.10. */
import { EBADF, int } from 'fdcheck/lang';
import type { Fd } from '../include/linux/fdtable.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../kernel/entry/common.js';
import { fdget, fdput } from './file.js';
import { fcntl_setlk } from './locks.js';

/** SYSCALL fcntl: fs/fcntl.c:448, v5.10, with F_SETLK and F_OFD_SETLK on the whole file; `type` is F_RDLCK, F_WRLCK or F_UNLCK. */
export function fcntl(fd: Fd, cmd: int, type: int): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const [filp, fput_needed] = fdget(fd);
  if (filp) {
    ret = fcntl_setlk(fd, filp, cmd, type);
    fdput(filp, fput_needed);
  }
  syscall_exit_to_user_mode();
  return ret;
}
