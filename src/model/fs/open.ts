// SPDX-License-Identifier: GPL-2.0-only
/** open and close: fs/open.c, v5.10. */
import { Address, ENFILE, ghost, inject, int, NULL, WARN_ON } from 'fdcheck/lang';
import { Fd, O_CLOEXEC } from '../include/linux/fdtable.js';
import { dcache, file, file_count } from '../include/linux/fs.js';
import { current } from '../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../kernel/entry/common.js';
import { flush_is_called } from '../properties/exec_ghosts.js';
import { __close_fd, fd_install, get_unused_fd_flags, put_unused_fd } from './file.js';
import { alloc_empty_file, fput } from './file_table.js';
import { locks_remove_posix } from './locks.js';

/** fs/namei.c:3388, v5.10: finds the inode, opens it. NULL: it fails, with -ENFILE. */
function do_filp_open(name: int): file {
  if (inject('open')) return NULL;
  return alloc_empty_file(dcache[name]);
}

/** fs/open.c:1156, v5.10: the number is reserved first, and the file installed in it last. */
function do_sys_openat2(name: int, flags: int): int {
  const fd = get_unused_fd_flags(flags);
  if (fd >= 0) {
    const f = do_filp_open(name);
    if (!f) {
      put_unused_fd(fd);
      return -ENFILE;
    }
    fd_install(fd, f);
  }
  return fd;
}

/** SYSCALL open: fs/open.c:1192, v5.10. */
export function open(name: int): int {
  syscall_enter_from_user_mode();
  const ret = do_sys_openat2(name, 0);
  syscall_exit_to_user_mode();
  return ret;
}

/** SYSCALL open with O_CLOEXEC: fs/open.c:1192, v5.10. */
export function open_cloexec(name: int): int {
  syscall_enter_from_user_mode();
  const ret = do_sys_openat2(name, O_CLOEXEC);
  syscall_exit_to_user_mode();
  return ret;
}

/** fs/open.c:1270, v5.10. `id` is the table that the descriptor was taken from; the table's reference is given up. */
export function filp_close(filp: file, id: Address): int {
  const count = file_count(filp);
  ghost(() => flush_is_called(filp));
  // "VFS: Close: file count is 0"
  WARN_ON(count === 0);
  locks_remove_posix(filp, id);
  fput(filp);
  return 0;
}

/** SYSCALL close: fs/open.c:1297, v5.10. */
export function close(fd: Fd): int {
  syscall_enter_from_user_mode();
  const ret = __close_fd(current.files, fd);
  syscall_exit_to_user_mode();
  return ret;
}
