// SPDX-License-Identifier: GPL-2.0-only
/** open and close: fs/open.c, v5.10. */
import { Address, ENFILE, ghost, inject, int, NULL, since, WARN_ON } from 'fdcheck/lang';
import { Fd, O_CLOEXEC } from '../include/linux/fdtable.js';
import { dcache, DNOTIFY, file, file_count, FMODE_ATOMIC_POS, FMODE_PATH } from '../include/linux/fs.js';
import { current } from '../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../kernel/entry/common.js';
import { close_returns } from '../properties/close_ghosts.js';
import { flush_is_called } from '../properties/exec_ghosts.js';
import { __close_fd } from '../v5.10/fs/file.js';
import { __close_range, close_fd, fd_install, get_unused_fd_flags, put_unused_fd } from './file.js';
import { alloc_empty_file, fput } from './file_table.js';
import { locks_remove_posix } from './locks.js';
import { dnotify_flush } from './notify/dnotify/dnotify.js';

/** include/uapi/asm-generic/fcntl.h:85, v5.10: the descriptor stands for a place in the file system only. */
export const O_PATH = 2;

/** fs/namei.c:3388, v5.10: finds the inode, opens it. NULL: it fails, with -ENFILE. */
export function do_filp_open(name: int, flags: int): file {
  if (inject('open')) return NULL;
  const f = alloc_empty_file(dcache[name]);
  if (f) f.f_mode = flags & O_PATH ? FMODE_PATH : FMODE_ATOMIC_POS;
  return f;
}

/** fs/open.c:1156, v5.10: the number is reserved first, and the file installed in it last. */
function do_sys_openat2(name: int, flags: int): int {
  const fd = get_unused_fd_flags(flags);
  if (fd >= 0) {
    const f = do_filp_open(name, flags);
    if (!f) {
      put_unused_fd(fd);
      return -ENFILE;
    }
    fd_install(fd, f);
  }
  return fd;
}

/** SYSCALL open: fs/open.c:1192, v5.10; with O_CLOEXEC or O_PATH. */
export function open_flags(name: int, flags: int): int {
  syscall_enter_from_user_mode();
  const ret = do_sys_openat2(name, flags);
  syscall_exit_to_user_mode();
  return ret;
}

/** SYSCALL open: fs/open.c:1192, v5.10. */
export function open(name: int): int {
  return open_flags(name, 0);
}

/** SYSCALL open with O_CLOEXEC: fs/open.c:1192, v5.10. */
export function open_cloexec(name: int): int {
  return open_flags(name, O_CLOEXEC);
}

/** fs/open.c:1270, v5.10. `id` is the table that the descriptor was taken from; the table's reference is given up. */
export function filp_close(filp: file, id: Address): int {
  const count = file_count(filp);
  ghost(() => flush_is_called(filp));
  // "VFS: Close: file count is 0"
  WARN_ON(count === 0);
  if (!(filp.f_mode & FMODE_PATH)) {
    if (DNOTIFY) dnotify_flush(filp, id);
    locks_remove_posix(filp, id);
  }
  fput(filp);
  return 0;
}

/** SYSCALL close: fs/open.c:1297, v5.10. */
export function close(fd: Fd): int {
  syscall_enter_from_user_mode();
  const ret = since('series/21') ? close_fd(fd) : __close_fd(current.files, fd);
  syscall_exit_to_user_mode();
  ghost(() => close_returns());
  return ret;
}

/** SYSCALL close_range: fs/open.c:1322, v5.10. */
export function close_range(fd: Fd, max_fd: Fd, flags: int): int {
  syscall_enter_from_user_mode();
  const ret = __close_range(fd, max_fd, flags);
  syscall_exit_to_user_mode();
  return ret;
}
