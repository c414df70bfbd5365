// SPDX-License-Identifier: GPL-2.0-only
/** Look-ups, the running task's and another's: fs/file.c:822 to 970 and 1178, v5.10; patches 7 to 16. */
import {
  atomic_read, exists_since, ghost, int, lockdep_is_held, mutex_lock, mutex_unlock, NULL, rcu_dereference_check, rcu_read_lock, rcu_read_unlock, since, spin_lock,
  spin_unlock,
} from 'fdcheck/lang';
import {
  __fcheck_files, close_on_exec, Fd, fcheck_files, files_fdtable, files_lookup_fd_raw, files_lookup_fd_rcu, files_struct,
} from '../../include/linux/fdtable.js';
import { file, file_count, FMODE_ATOMIC_POS, FMODE_PATH, get_file_rcu } from '../../include/linux/fs.js';
import { current, task_lock, task_struct, task_unlock } from '../../include/linux/sched.js';
import { sharers } from '../../properties/count.js';
import { borrowing_ends, file_is_borrowed, table_is_changed } from '../../properties/table_ghosts.js';
import { __clear_close_on_exec, __set_close_on_exec } from './bitmaps.js';
import { fput } from '../file_table.js';

/** fcheck_files until patch 9. */
function lookup_rcu(files: files_struct, fd: Fd): file {
  return since('series/9') ? files_lookup_fd_rcu(files, fd) : fcheck_files(files, fd);
}

/** __fcheck_files until patch 7. */
function lookup_raw(files: files_struct, fd: Fd): file {
  return since('series/7') ? files_lookup_fd_raw(files, fd) : __fcheck_files(files, fd);
}

/** fs/file.c, v5.16, in __fget_files: with our reference taken, does the slot still hold the file? If not, the reference is put. */
function still_in_slot(files: files_struct, fd: Fd, file: file): boolean {
  exists_since('054aa8d439b9');
  const again = lookup_raw(files, fd);
  ghost(() => { if (files.fdt.fd[fd] === file) current.fget_held = true; });
  if (again === file) return true;
  fput(file);
  return false;
}

/**
 * fs/file.c:822, v5.10; :801, v5.11: the file with a reference, or NULL; not one with a mode in `mask`. The slot may have lost it before
 * the reference was taken (CVE-2021-4083), until 054aa8d439b9.
 */
function __fget_files(files: files_struct, fd: Fd, mask: int): file {
  rcu_read_lock();
  let file = lookup_rcu(files, fd);
  while (file) {
    if (file.f_mode & mask) {
      file = NULL;
      break;
    }
    if (get_file_rcu(file)) {
      ghost(() => { current.fget_held = files.fdt.fd[fd] === file; });
      if (!since('054aa8d439b9') || still_in_slot(files, fd, file)) break;
    }
    // dup2() replaces one file by another: a file whose last reference is gone is no longer in the slot.
    file = lookup_rcu(files, fd);
  }
  rcu_read_unlock();
  ghost(() => { current.fget_stale = file !== NULL && files.fdt.fd[fd] !== file; });
  ghost(() => {
    current.fget_unheld = file !== NULL && !current.fget_held;
    current.fget_held = false;
  });
  return file;
}

/** fs/file.c:845, v5.10. */
function __fget(fd: Fd, mask: int): file {
  return __fget_files(current.files, fd, mask);
}

/** fs/file.c:856, v5.10: not for an O_PATH file. */
export function fget(fd: Fd): file {
  return __fget(fd, FMODE_PATH);
}

/** fs/file.c:862, v5.10. */
export function fget_raw(fd: Fd): file {
  return __fget(fd, 0);
}

/** fs/file.c:868, v5.10: the table is kept by the task's lock, and its count not touched. */
export function fget_task(task: task_struct, fd: Fd): file {
  let file: file = NULL;
  task_lock(task);
  const files = task.files;
  if (files) file = __fget_files(files, fd, 0);
  task_unlock(task);
  return file;
}

/** fs/file.c:859, v5.11. Inside rcu_read_lock, to whose end the file lives: it has no reference. */
export function task_lookup_fd_rcu(task: task_struct, fd: Fd): file {
  exists_since('series/11');
  let file: file = NULL;
  task_lock(task);
  const files = task.files;
  if (files) file = files_lookup_fd_rcu(files, fd);
  task_unlock(task);
  return file;
}

/** fs/file.c:874, v5.11: the first file from `fd` on, and its number; NULL and the capacity if there is none. Inside rcu_read_lock. */
export function task_lookup_next_fd_rcu(task: task_struct, from: Fd): [file, Fd] {
  exists_since('series/14');
  let file: file = NULL;
  let fd = from;
  task_lock(task);
  const files = task.files;
  if (files) {
    while (fd < files_fdtable(files).max_fds) {
      file = files_lookup_fd_rcu(files, fd);
      if (file) break;
      fd++;
    }
  }
  task_unlock(task);
  return [file, fd];
}

/** fs/file.c:896, v5.10: [file, fput needed]. No reference is taken while nobody else shares the table: the file is borrowed. */
function __fget_light(fd: Fd, mask: int): [file, boolean] {
  const files = current.files;
  const count = atomic_read(files.count);
  ghost(() => { if (count !== 1 && sharers(files) === 1 && files.local_holders === 0) current.slow_fdget_alone = true; });
  if (count === 1) {
    const borrowed = lookup_raw(files, fd);
    if (!borrowed || borrowed.f_mode & mask) return [NULL, false];
    ghost(() => file_is_borrowed(borrowed));
    return [borrowed, false];
  }
  const file = __fget_files(files, fd, mask);
  return [file, file !== NULL];
}

/** include/linux/file.h:63, v5.10. */
export function fdget(fd: Fd): [file, boolean] {
  return __fget_light(fd, FMODE_PATH);
}

/** include/linux/file.h:68, v5.10. */
export function fdget_raw(fd: Fd): [file, boolean] {
  return __fget_light(fd, 0);
}

/** include/linux/file.h:43, v5.10. */
export function fdput(file: file, fput_needed: boolean): void {
  if (fput_needed) fput(file);
  else ghost(() => borrowing_ends());
}

/**
 * fs/file.c:924, v5.10: [file, fput needed, f_pos_lock held]. The lock is not taken where nobody else seems to have the file; since
 * 20ea1e7d13c1, v6.5, it is always.
 */
export function fdget_pos(fd: Fd): [file, boolean, boolean] {
  const [file, fput_needed] = fdget(fd);
  if (file && file.f_mode & FMODE_ATOMIC_POS && (since('20ea1e7d13c1') || file_count(file) > 1)) {
    mutex_lock(file.f_pos_lock);
    return [file, fput_needed, true];
  }
  return [file, fput_needed, false];
}

/** include/linux/file.h:78, v5.10; fs/file.c:938 (__f_unlock_pos). */
export function fdput_pos(file: file, fput_needed: boolean, locked: boolean): void {
  if (locked) mutex_unlock(file.f_pos_lock);
  fdput(file, fput_needed);
}

/** fs/file.c:949, v5.10: the caller has looked the descriptor up, so that the table has room for it. */
export function set_close_on_exec(fd: Fd, flag: boolean): void {
  const files = current.files;
  spin_lock(files.file_lock);
  ghost(() => table_is_changed(files));
  const fdt = files_fdtable(files);
  if (flag) __set_close_on_exec(fd, fdt);
  else __clear_close_on_exec(fd, fdt);
  spin_unlock(files.file_lock);
}

/** fs/file.c:962, v5.10: without the lock, perhaps in a table that was replaced just now. */
export function get_close_on_exec(fd: Fd): boolean {
  rcu_read_lock();
  const res = close_on_exec(fd, files_fdtable(current.files));
  rcu_read_unlock();
  return res;
}

/** fs/file.c:1178, v5.10: calls `fn` for each file from `n` on, under file_lock, until it gives something other than 0. */
export function iterate_fd(files: files_struct, n: Fd, fn: (file: file, fd: Fd) => int): int {
  if (!files) return 0; // never false: its callers pass the running task's table, before exit_files
  let res = 0;
  spin_lock(files.file_lock);
  const fdt = files_fdtable(files);
  for (let fd = n; fd < fdt.max_fds; fd++) {
    const file = rcu_dereference_check(fdt.fd[fd], () => lockdep_is_held(files.file_lock));
    if (!file) continue;
    res = fn(file, fd);
    if (res) break;
  }
  spin_unlock(files.file_lock);
  return res;
}
