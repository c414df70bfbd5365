// SPDX-License-Identifier: GPL-2.0-only
/** Functions of fs/file.c that the series removed, as v5.10 has them. */
import { address_of, atomic_inc, EBADF, exists_until, ghost, int, since } from 'fdcheck/lang';
import { install_fd, reserve_fd } from '../../fs/file/alloc.js';
import { close_fd, pick_file, put_files_struct, take_fd } from '../../fs/file/close.js';
import { filp_close } from '../../fs/open.js';
import type { Fd, files_struct } from '../../include/linux/fdtable.js';
import type { file } from '../../include/linux/fs.js';
import { current, rlimit_nofile, task_lock, task_struct, task_unlock } from '../../include/linux/sched.js';
import { count_is_raised } from '../../properties/count_ghosts.js';

/** fs/file.c:414, v5.10: another task's table with a count of our own; NULL if it has none. */
export function get_files_struct(task: task_struct): files_struct {
  exists_until('series/24');
  task_lock(task);
  const files = task.files;
  if (files) {
    atomic_inc(files.count);
    ghost(() => {
      files.reader_holders = files.reader_holders + 1;
      current.reader_of = address_of(files);
      count_is_raised(files, false);
    });
  }
  task_unlock(task);
  return files;
}

/** fs/file.c:439, v5.10: the running task goes back to the table that it shared before, and gives up the copy. */
export function reset_files_struct(files: files_struct): void {
  exists_until('series/3');
  const old = current.files;
  task_lock(current);
  current.files = files;
  ghost(() => {
    files.local_holders = files.local_holders - 1;
    old.local_holders = old.local_holders + 1;
  });
  task_unlock(current);
  put_files_struct(old);
}

/** fs/file.c:495, v5.10: in any table. */
export function __alloc_fd(files: files_struct, start: Fd, end: Fd, flags: int): int {
  exists_until('series/20');
  return reserve_fd(files, start, end, flags);
}

/** fs/file.c:553, v5.10: below the running task's limit, which is read here. */
export function alloc_fd(start: Fd, flags: int): int {
  exists_until('series/19');
  return __alloc_fd(current.files, start, rlimit_nofile(), flags);
}

/** fs/file.c:607, v5.10: into any table. */
export function __fd_install(files: files_struct, fd: Fd, file: file): void {
  exists_until('series/18');
  install_fd(files, fd, file);
}

/** fs/file.c:665, v5.10: in any table. */
export function __close_fd(files: files_struct, fd: Fd): int {
  exists_until('series/21');
  const file = pick_file(files, fd);
  if (!file) return -EBADF;
  return filp_close(file, address_of(files));
}

/** include/linux/syscalls.h:1305, v5.10. */
export function ksys_close(fd: Fd): int {
  exists_until('series/22');
  return since('series/21') ? close_fd(fd) : __close_fd(current.files, fd);
}

/** fs/file.c:760, v5.10. */
export function __close_fd_get_file(fd: Fd): [file, int] {
  exists_until('series/23');
  return take_fd(fd);
}
