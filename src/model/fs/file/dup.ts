// SPDX-License-Identifier: GPL-2.0-only
/** One file under two numbers: fs/file.c:974 to 1176, v5.10; patches 8, 9, 18 to 20. */
import {
  address_of, EBADF, EBUSY, EFAULT, EINVAL, EMFILE, ghost, inject, int, might_sleep, rcu_assign_pointer, rcu_read_lock, rcu_read_unlock, since, spin_lock,
  spin_unlock,
} from 'fdcheck/lang';
import {
  Fd, fcheck, fcheck_files, fd_is_open, files_fdtable, files_lookup_fd_locked, files_lookup_fd_rcu, files_struct, O_CLOEXEC,
} from '../../include/linux/fdtable.js';
import { file, get_file } from '../../include/linux/fs.js';
import { current, rlimit_nofile } from '../../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../../kernel/entry/common.js';
import { lock_is_given_up } from '../../properties/exec_ghosts.js';
import { table_is_changed } from '../../properties/table_ghosts.js';
import { __close_fd, alloc_fd as alloc_fd_below_limit } from '../../v5.10/fs/file.js';
import { fput } from '../file_table.js';
import { filp_close } from '../open.js';
import { alloc_fd, fd_install, get_unused_fd_flags, put_unused_fd } from './alloc.js';
import { __clear_close_on_exec, __set_close_on_exec, __set_open_fd } from './bitmaps.js';
import { close_fd } from './close.js';
import { expand_files } from './fdtable.js';
import { fget_raw } from './lookup.js';

/** fs/file.c:974, v5.10. Entered with file_lock held, leaves without it. The new number, or -EBUSY. */
function do_dup2(files: files_struct, file: file, fd: Fd, flags: int): int {
  const fdt = files_fdtable(files);
  const tofree = fdt.fd[fd];
  if (!tofree && fd_is_open(fd, fdt)) {
    // Allocated, and the open() that allocated it is not finished.
    spin_unlock(files.file_lock);
    return -EBUSY;
  }
  get_file(file);
  rcu_assign_pointer(fdt.fd[fd], file);
  ghost(() => {
    table_is_changed(files);
    if (tofree) lock_is_given_up(tofree.f_inode, address_of(files));
  });
  __set_open_fd(fd, fdt);
  if (flags & O_CLOEXEC) __set_close_on_exec(fd, fdt);
  else __clear_close_on_exec(fd, fdt);
  spin_unlock(files.file_lock);
  if (tofree) filp_close(tofree, address_of(files));
  return fd;
}

/** fs/file.c:1018, v5.10: the number, which is not 0 but for descriptor 0, when it succeeds. No file: the descriptor is closed. */
export function replace_fd(fd: Fd, file: file, flags: int): int {
  const files = current.files;
  if (!file) return since('series/21') ? close_fd(fd) : __close_fd(files, fd);
  if (fd >= rlimit_nofile()) return -EBADF;
  spin_lock(files.file_lock);
  const err = expand_files(files, fd);
  if (err < 0) {
    spin_unlock(files.file_lock);
    return err;
  }
  return do_dup2(files, file, fd, flags);
}

/** fs/file.c:1057, v5.10: a file comes from elsewhere; `fd` below 0: under the lowest free number. The caller keeps its reference. */
export function __receive_fd(fd: int, file: file, user_pointer: boolean, o_flags: int): int {
  const new_fd = fd < 0 ? get_unused_fd_flags(o_flags) : fd;
  if (new_fd < 0) return new_fd;
  if (user_pointer) {
    // put_user: the program can see the number before the file is there
    might_sleep();
    if (inject('efault')) {
      if (fd < 0) put_unused_fd(new_fd); // never false: who asks for a number (seccomp) passes no user pointer
      return -EFAULT;
    }
  }
  if (fd < 0) {
    get_file(file);
    fd_install(new_fd, file);
    return new_fd;
  }
  return replace_fd(new_fd, file, o_flags);
}

/** include/linux/file.h:97, v5.10: the number goes to user memory first. */
export function receive_fd_user(file: file, o_flags: int): int {
  return __receive_fd(-1, file, true, o_flags);
}

/** include/linux/file.h:104, v5.10. */
export function receive_fd(file: file, o_flags: int): int {
  return __receive_fd(-1, file, false, o_flags);
}

/** include/linux/file.h:108, v5.10: under that number; below 0: the lowest free one. */
export function receive_fd_replace(fd: int, file: file, o_flags: int): int {
  return __receive_fd(fd, file, false, o_flags);
}

/** The running task's file at a number, for a holder of file_lock. */
function lookup_locked(files: files_struct, fd: Fd): file {
  if (since('series/8')) return files_lookup_fd_locked(files, fd);
  return fcheck(fd);
}

/** fs/file.c:1096, v5.10. */
function ksys_dup3(oldfd: Fd, newfd: Fd, flags: int): int {
  const files = current.files;
  if (flags & ~O_CLOEXEC) return -EINVAL;
  if (oldfd === newfd) return -EINVAL;
  if (newfd >= rlimit_nofile()) return -EBADF;
  spin_lock(files.file_lock);
  let err = expand_files(files, newfd);
  const file = lookup_locked(files, oldfd);
  if (!file || err < 0) {
    if (!file || err === -EMFILE) err = -EBADF;
    spin_unlock(files.file_lock);
    return err;
  }
  return do_dup2(files, file, newfd, flags);
}

/** SYSCALL dup3: fs/file.c:1130, v5.10. */
export function dup3(oldfd: Fd, newfd: Fd, flags: int): int {
  syscall_enter_from_user_mode();
  const ret = ksys_dup3(oldfd, newfd, flags);
  syscall_exit_to_user_mode();
  return ret;
}

/** SYSCALL dup2: fs/file.c:1135, v5.10. */
export function dup2(oldfd: Fd, newfd: Fd): int {
  syscall_enter_from_user_mode();
  let ret = oldfd;
  if (newfd === oldfd) {
    rcu_read_lock();
    const files = current.files;
    if (!(since('series/9') ? files_lookup_fd_rcu(files, oldfd) : fcheck_files(files, oldfd))) ret = -EBADF;
    rcu_read_unlock();
  } else {
    ret = ksys_dup3(oldfd, newfd, 0);
  }
  syscall_exit_to_user_mode();
  return ret;
}

/** SYSCALL dup: fs/file.c:1150, v5.10: reserves and installs, in two steps. */
export function dup(fildes: Fd): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const file = fget_raw(fildes);
  if (file) {
    ret = get_unused_fd_flags(0);
    if (ret >= 0) fd_install(ret, file);
    else fput(file);
  }
  syscall_exit_to_user_mode();
  return ret;
}

/** fs/file.c:1165, v5.10: the limit is read twice, here and in alloc_fd; :1180, v5.11, and patch 19: it is read once. */
export function f_dupfd(from: Fd, file: file, flags: int): int {
  const nofile = rlimit_nofile();
  if (from >= nofile) return -EINVAL;
  const err = since('series/19') ? alloc_fd(from, nofile, flags) : alloc_fd_below_limit(from, flags);
  if (err >= 0) {
    get_file(file);
    fd_install(err, file);
  }
  return err;
}
