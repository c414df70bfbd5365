// SPDX-License-Identifier: GPL-2.0-only
/** Descriptor numbers: reserved, given back, installed: fs/file.c:495 to 640, v5.10; patches 18 and 20. */
import {
  BUG_ON, EMFILE, exists_since, ghost, int, NULL, rcu_access_pointer, rcu_assign_pointer, rcu_dereference_sched, rcu_read_lock_sched,
  rcu_read_unlock_sched, since, smp_rmb, spin_lock, spin_unlock, WARN_ON,
} from 'fdcheck/lang';
import { Fd, files_fdtable, files_struct, O_CLOEXEC } from '../../include/linux/fdtable.js';
import type { file } from '../../include/linux/fs.js';
import { current, rlimit_nofile } from '../../include/linux/sched.js';
import { all_open } from '../../properties/table.js';
import { number_is_reserved, number_is_settled } from '../../properties/table_ghosts.js';
import { __alloc_fd, __fd_install } from '../../v5.10/fs/file.js';
import { __clear_close_on_exec, __clear_open_fd, __set_close_on_exec, __set_open_fd, find_next_fd } from './bitmaps.js';
import { expand_files } from './fdtable.js';

/** What patch 20 left as it was: reserves the lowest free number from `start` on, below `end`; or an error. */
export function reserve_fd(files: files_struct, start: Fd, end: Fd, flags: int): int {
  spin_lock(files.file_lock);
  let fdt = files_fdtable(files);
  let fd = start;
  let error = 1;
  while (error > 0) {
    fdt = files_fdtable(files);
    fd = start;
    if (fd < files.next_fd) fd = files.next_fd;
    if (fd < fdt.max_fds) fd = find_next_fd(fdt, fd);
    error = -EMFILE;
    // 1: file_lock was dropped, so all over again
    if (fd < end) error = expand_files(files, fd);
    if (since('mutant/no-second-look') && error > 0) error = 0;
  }
  if (!error) {
    if (start <= files.next_fd) files.next_fd = fd + 1;
    __set_open_fd(fd, fdt);
    ghost(() => {
      if (!all_open(fdt, start, fd)) files.not_lowest = true;
      number_is_reserved(files, fd);
    });
    if (flags & O_CLOEXEC) __set_close_on_exec(fd, fdt);
    else __clear_close_on_exec(fd, fdt);
    error = fd;
    // "alloc_fd: slot %d not NULL!"
    WARN_ON(rcu_access_pointer(fdt.fd[fd]) !== NULL);
  }
  spin_unlock(files.file_lock);
  return error;
}

/** fs/file.c:468, v5.11, in the running task's table; patch 19 gives it the end of the search. */
export function alloc_fd(start: Fd, end: Fd, flags: int): int {
  exists_since('series/19');
  return since('series/20') ? reserve_fd(current.files, start, end, flags) : __alloc_fd(current.files, start, end, flags);
}

/** fs/file.c:558, v5.10; :526, v5.11. */
export function __get_unused_fd_flags(flags: int, nofile: int): int {
  return since('series/20') ? alloc_fd(0, nofile, flags) : __alloc_fd(current.files, 0, nofile, flags);
}

/** fs/file.c:563, v5.10; :531, v5.11. */
export function get_unused_fd_flags(flags: int): int {
  return __get_unused_fd_flags(flags, rlimit_nofile());
}

/** fs/file.c:569, v5.10. */
export function __put_unused_fd(files: files_struct, fd: Fd): void {
  const fdt = files_fdtable(files);
  __clear_open_fd(fd, fdt);
  if (fd < files.next_fd) files.next_fd = fd;
}

/** fs/file.c:577, v5.10. */
export function put_unused_fd(fd: Fd): void {
  const files = current.files;
  spin_lock(files.file_lock);
  ghost(() => number_is_settled(files));
  __put_unused_fd(files, fd);
  spin_unlock(files.file_lock);
}

/** What patch 18 left as it was: the number must be reserved by the caller, whose reference to the file goes to the table. */
export function install_fd(files: files_struct, fd: Fd, file: file): void {
  rcu_read_lock_sched();
  if (!since('mutant/install-ignores-resize') && files.resize_in_progress) {
    // The table is being copied: the file must not be stored into the old one.
    rcu_read_unlock_sched();
    spin_lock(files.file_lock);
    const fdt = files_fdtable(files);
    BUG_ON(fdt.fd[fd] !== NULL);
    rcu_assign_pointer(fdt.fd[fd], file);
    ghost(() => number_is_settled(files));
    spin_unlock(files.file_lock);
    return;
  }
  // Pairs with the smp_wmb of expand_fdtable.
  smp_rmb();
  const fdt = rcu_dereference_sched(files.fdt);
  BUG_ON(fdt.fd[fd] !== NULL);
  rcu_assign_pointer(fdt.fd[fd], file);
  ghost(() => number_is_settled(files));
  rcu_read_unlock_sched();
}

/** fs/file.c:635, v5.10; :571, v5.11. */
export function fd_install(fd: Fd, file: file): void {
  if (since('series/18')) install_fd(current.files, fd, file);
  else __fd_install(current.files, fd, file);
}
