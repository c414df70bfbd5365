// SPDX-License-Identifier: GPL-2.0-only
/** fcntl: fs/fcntl.c, v5.10. */
import { EBADF, EINVAL, int } from 'fdcheck/lang';
import { Fd, O_CLOEXEC } from '../include/linux/fdtable.js';
import { DNOTIFY, F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_NOTIFY, F_OFD_SETLK, F_OFD_SETLKW, F_SETFD, F_SETLK, F_SETLKW, FD_CLOEXEC, file, FMODE_PATH } from '../include/linux/fs.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../kernel/entry/common.js';
import { f_dupfd, fdget_raw, fdput, get_close_on_exec, set_close_on_exec } from './file.js';
import { fcntl_setlk } from './locks.js';
import { fcntl_dirnotify } from './notify/dnotify/dnotify.js';

/** fs/fcntl.c:322, v5.10. */
function do_fcntl(fd: Fd, cmd: int, arg: int, filp: file): int {
  switch (cmd) {
    case F_DUPFD:
      return f_dupfd(arg, filp, 0);
    case F_DUPFD_CLOEXEC:
      return f_dupfd(arg, filp, O_CLOEXEC);
    case F_GETFD:
      return get_close_on_exec(fd) ? FD_CLOEXEC : 0;
    case F_SETFD:
      set_close_on_exec(fd, (arg & FD_CLOEXEC) !== 0);
      return 0;
    case F_SETLK:
    case F_SETLKW:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
      return fcntl_setlk(fd, filp, cmd, arg);
    case F_NOTIFY:
      return DNOTIFY ? fcntl_dirnotify(fd, filp) : -EINVAL;
    default:
      return -EINVAL;
  }
}

/** fs/fcntl.c:435, v5.10 (check_fcntl_cmd): what an O_PATH descriptor is good for. */
function check_fcntl_cmd(cmd: int): boolean {
  return cmd === F_DUPFD || cmd === F_DUPFD_CLOEXEC || cmd === F_GETFD || cmd === F_SETFD;
}

/** SYSCALL fcntl: fs/fcntl.c:448, v5.10; `arg` of a lock on the whole file is F_RDLCK, F_WRLCK or F_UNLCK. */
export function fcntl(fd: Fd, cmd: int, arg: int): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const [filp, fput_needed] = fdget_raw(fd);
  if (filp) {
    if (!(filp.f_mode & FMODE_PATH) || check_fcntl_cmd(cmd)) ret = do_fcntl(fd, cmd, arg, filp);
    fdput(filp, fput_needed);
  }
  syscall_exit_to_user_mode();
  return ret;
}
