// SPDX-License-Identifier: GPL-2.0-only
/** Closing: one descriptor, a range, those of O_CLOEXEC, a whole table: fs/file.c:382 to 820, v5.10; patches 21 to 23. */
import {
  address_of, Address, atomic_dec_and_test, atomic_read, BITS_PER_LONG, cond_resched, EBADF, EINVAL, ENOENT, exists_since, ghost, int, kfree, kmem_cache_free,
  min, NULL, rcu_assign_pointer, rcu_dereference_raw, rcu_read_lock, rcu_read_unlock, since, spin_lock, spin_unlock, xchg,
} from 'fdcheck/lang';
import { Fd, fdtable, files_cachep, files_fdtable, files_struct, TABLES_GROW } from '../../include/linux/fdtable.js';
import { file, get_file } from '../../include/linux/fs.js';
import { current, task_lock, task_struct, task_unlock } from '../../include/linux/sched.js';
import { NR_OPEN_MAX, unshare_fd } from '../../kernel/fork.js';
import { descriptor_is_taken } from '../../properties/close_ghosts.js';
import { lock_is_given_up } from '../../properties/exec_ghosts.js';
import { range_is_done, range_is_dropped, range_is_forgotten, table_is_changed } from '../../properties/table_ghosts.js';
import { filp_close } from '../open.js';
import { __put_unused_fd } from './alloc.js';
import { set_close_on_exec_range } from './bitmaps.js';
import { dup_fd_without } from './fdtable.js';

/** include/uapi/linux/close_range.h:6, v5.11. */
export const CLOSE_RANGE_UNSHARE = 2;
export const CLOSE_RANGE_CLOEXEC = 4;

/** fs/file.c:382, v5.10: nobody else can reach the table any more. */
function close_files(files: files_struct): fdtable {
  const fdt = rcu_dereference_raw(files.fdt);
  const max_fds = fdt.max_fds;
  for (let j = 0; j * BITS_PER_LONG < max_fds; j++) {
    const set = fdt.open_fds[j];
    for (let i = 0; i < BITS_PER_LONG; i++) {
      if (!((set >> i) & 1)) continue;
      const f = xchg(fdt.fd[j * BITS_PER_LONG + i], NULL);
      if (f) { // never false: whoever reserved a number still holds this table, and dup_fd does not copy reserved numbers
        filp_close(f, address_of(files));
        cond_resched();
      }
    }
  }
  return fdt;
}

/** fs/file.c:427, v5.10. Gives up a count that the caller owns. */
export function put_files_struct(files: files_struct): void {
  const last = atomic_dec_and_test(files.count);
  ghost(() => {
    if (current.reader_of === address_of(files)) {
      current.reader_of = 0;
      current.foreign_close = last;
      files.reader_holders = files.reader_holders - 1;
    } else {
      files.local_holders = files.local_holders - 1;
    }
  });
  if (!last) return;
  const fdt = close_files(files);
  ghost(() => { files.built = false; });
  // Nobody can look at it: no grace period.
  if (TABLES_GROW && fdt !== files.fdtab) kfree(fdt);
  kmem_cache_free(files_cachep, files);
}

/** fs/file.c:451, v5.10. */
export function exit_files(tsk: task_struct): void {
  const files = tsk.files;
  if (!files) return;
  task_lock(tsk);
  tsk.files = NULL;
  ghost(() => { files.local_holders = files.local_holders + 1; });
  task_unlock(tsk);
  put_files_struct(files);
}

/** fs/file.c:642, v5.10: takes the file and the table's reference to it out of the table; NULL if there is none. */
export function pick_file(files: files_struct, fd: Fd): file {
  let file: file = NULL;
  spin_lock(files.file_lock);
  const fdt = files_fdtable(files);
  if (fd < fdt.max_fds) {
    file = fdt.fd[fd];
    if (file) {
      rcu_assign_pointer(fdt.fd[fd], NULL);
      ghost(() => {
        table_is_changed(files);
        lock_is_given_up(file.f_inode, address_of(files));
        descriptor_is_taken(file);
      });
      __put_unused_fd(files, fd);
    }
  }
  spin_unlock(files.file_lock);
  return file;
}

/** fs/file.c:617, v5.11: __close_fd for the running task's table. */
export function close_fd(fd: Fd): int {
  exists_since('series/21');
  const files = current.files;
  const file = pick_file(files, fd);
  if (!file) return -EBADF;
  return filp_close(file, address_of(files));
}

/** fs/file.c:644, v5.11: one after the other, so that a descriptor opened meanwhile may be left. */
function __range_close(cur_fds: files_struct, fd: Fd, max_fd: Fd): void {
  for (let n = fd; n <= max_fd; n++) {
    const file = pick_file(cur_fds, n);
    if (file) {
      filp_close(file, address_of(cur_fds));
      cond_resched();
    }
  }
}

/** fs/file.c:630, v5.11. The table may be smaller than the one that `max_fd` was cut to the size of: 9b5b872215fe, v5.12, cuts again. */
function __range_cloexec(cur_fds: files_struct, fd: Fd, max_fd: Fd): void {
  if (fd > max_fd) return;
  spin_lock(cur_fds.file_lock);
  ghost(() => table_is_changed(cur_fds));
  const fdt = files_fdtable(cur_fds);
  let last = max_fd;
  if (since('9b5b872215fe')) last = min(last, fdt.max_fds - 1);
  if (fd <= last) set_close_on_exec_range(fdt, fd, last);
  spin_unlock(cur_fds.file_lock);
}

/** The task uses its private copy from here on, and gives up the count of the table that it shared. */
function leave_shared_table(cur_fds: files_struct, fds: files_struct): void {
  const me = current;
  task_lock(me);
  me.files = cur_fds;
  ghost(() => {
    cur_fds.local_holders = cur_fds.local_holders - 1;
    fds.local_holders = fds.local_holders + 1;
  });
  task_unlock(me);
  put_files_struct(fds);
}

/** The flags that close_range knows. */
function close_range_flags(): int {
  return since('582f1fb6b721') ? CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC : CLOSE_RANGE_UNSHARE;
}

/**
 * fs/file.c:705, v5.10; :687, v5.11: a private copy of the table if it is shared. [copy, 0], [NULL, 0] if it is not shared, or
 * [NULL, error]. If the range seems to go to the table's end, only what is below it is copied; not if it is only to be marked
 * (fec8a6a69103). Whether it does is settled under file_lock since 678379e1d4f7.
 */
function unshare_for_range(fd: Fd, max_fd: Fd, cur_max: Fd, cloexec: boolean): [files_struct, int] {
  ghost(() => range_is_dropped(fd, max_fd, cloexec));
  const all = cloexec && since('fec8a6a69103');
  if (since('678379e1d4f7')) {
    const files = current.files;
    if (atomic_read(files.count) > 1) return dup_fd_without(files, all ? NR_OPEN_MAX : fd, max_fd);
    return [NULL, 0];
  }
  return unshare_fd(max_fd >= cur_max && !all ? fd : NR_OPEN_MAX);
}

/** fs/file.c:686, v5.10; :668, v5.11. */
export function __close_range(fd: Fd, max_fd: Fd, flags: int): int {
  if (flags & ~close_range_flags()) return -EINVAL;
  if (fd > max_fd) return -EINVAL;
  const cloexec = (flags & CLOSE_RANGE_CLOEXEC) !== 0;
  const shared = current.files;
  let cur_fds = shared;
  rcu_read_lock();
  const cur_max = files_fdtable(cur_fds).max_fds - 1;
  rcu_read_unlock();
  if (flags & CLOSE_RANGE_UNSHARE) {
    const [copy, error] = unshare_for_range(fd, max_fd, cur_max, cloexec);
    if (error) {
      ghost(() => range_is_forgotten());
      return error;
    }
    if (copy) cur_fds = copy;
  }
  // cur_max was read before the copy was made; 03ba0fe4d09f leaves it to those below to stop at the end of the table.
  const last = since('03ba0fe4d09f') ? max_fd : min(max_fd, cur_max);
  if (cloexec) __range_cloexec(cur_fds, fd, last);
  else __range_close(cur_fds, fd, last);
  ghost(() => range_is_done(cur_fds));
  if (cur_fds !== shared) leave_shared_table(cur_fds, shared);
  return 0;
}

/** What patch 23 left as it was: [the file, 0], with two references: the table's and one more; or [NULL, -ENOENT]. */
export function take_fd(fd: Fd): [file, int] {
  const files = current.files;
  spin_lock(files.file_lock);
  const fdt = files_fdtable(files);
  let file: file = NULL;
  if (fd < fdt.max_fds) file = fdt.fd[fd];
  if (!file) {
    spin_unlock(files.file_lock);
    return [NULL, -ENOENT];
  }
  rcu_assign_pointer(fdt.fd[fd], NULL);
  ghost(() => {
    table_is_changed(files);
    lock_is_given_up(file.f_inode, address_of(files));
  });
  __put_unused_fd(files, fd);
  spin_unlock(files.file_lock);
  get_file(file);
  return [file, 0];
}

/** fs/file.c:739, v5.11: __close_fd_get_file under its new name. */
export function close_fd_get_file(fd: Fd): [file, int] {
  exists_since('series/23');
  return take_fd(fd);
}

/** One descriptor of do_close_on_exec: entered and left with file_lock held. */
function close_for_exec(files: files_struct, fdt: fdtable, fd: Fd, id: Address): void {
  const file = fdt.fd[fd];
  if (!file) return;
  rcu_assign_pointer(fdt.fd[fd], NULL);
  ghost(() => {
    table_is_changed(files);
    lock_is_given_up(file.f_inode, current.exec_files);
  });
  __put_unused_fd(files, fd);
  spin_unlock(files.file_lock);
  filp_close(file, id);
  cond_resched();
  spin_lock(files.file_lock);
}

/** fs/file.c:786, v5.10: exec unshares first, so that nobody replaces the table while the lock is dropped. */
export function do_close_on_exec(files: files_struct): void {
  spin_lock(files.file_lock);
  for (let i = 0; ; i++) {
    const fdt = files_fdtable(files);
    if (i * BITS_PER_LONG >= fdt.max_fds) break;
    const set = fdt.close_on_exec[i];
    if (!set) continue;
    fdt.close_on_exec[i] = 0;
    for (let bit = 0; bit < BITS_PER_LONG; bit++) {
      if ((set >> bit) & 1) close_for_exec(files, fdt, i * BITS_PER_LONG + bit, address_of(files));
    }
  }
  spin_unlock(files.file_lock);
}
