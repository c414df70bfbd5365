// SPDX-License-Identifier: GPL-2.0-only
/** /proc/PID/fd and /proc/PID/fdinfo as v5.10 reads them: the reader keeps the table by a count of its own. */
import {
  Address, address_of, cond_resched, exists_until, ghost, int, NULL, rcu_read_lock, rcu_read_unlock, READ_ONCE, since, spin_lock, spin_unlock,
} from 'fdcheck/lang';
import { put_files_struct } from '../../../fs/file.js';
import { fdinfo_lookup, path_get, proc_fill_cache } from '../../../fs/proc/fd.js';
import { Fd, fcheck_files, files_fdtable, files_lookup_fd_rcu } from '../../../include/linux/fdtable.js';
import type { file, inode } from '../../../include/linux/fs.js';
import type { task_struct } from '../../../include/linux/sched.js';
import { listing_begins, name_is_listed } from '../../../properties/reader_ghosts.js';
import { get_files_struct } from '../../fs/file.js';

/** fs/proc/fd.c:31, v5.10: [the file with a reference, the table as a number, O_CLOEXEC or 0]; [NULL, 0, 0]. */
export function fdinfo_of_task(task: task_struct, fd: Fd): [file, Address, int] {
  exists_until('series/17');
  const files = get_files_struct(task);
  if (!files) return [NULL, 0, 0];
  const [file, flags] = fdinfo_lookup(files, fd);
  const id = address_of(files);
  put_files_struct(files);
  return [file, id, flags];
}

/** fs/proc/fd.c:84, v5.10: [is there a file, its mode]. */
export function tid_fd_mode(task: task_struct, fd: Fd): [boolean, int] {
  exists_until('series/12');
  const files = get_files_struct(task);
  if (!files) return [false, 0];
  rcu_read_lock();
  const file = since('series/9') ? files_lookup_fd_rcu(files, fd) : fcheck_files(files, fd);
  const found = file !== NULL;
  const mode = file ? file.f_mode : 0;
  rcu_read_unlock();
  put_files_struct(files);
  return [found, mode];
}

/** fs/proc/fd.c:147, v5.10: the file's path, here its inode; NULL: -ENOENT. The file itself gets no reference. */
export function proc_fd_link(task: task_struct, fd: Fd): inode {
  exists_until('series/6');
  const files = get_files_struct(task);
  if (!files) return NULL;
  let path: inode = NULL;
  spin_lock(files.file_lock);
  const file = fcheck_files(files, fd);
  if (file) path = path_get(file, files);
  spin_unlock(files.file_lock);
  put_files_struct(files);
  return path;
}

/** fs/proc/fd.c:228, v5.10: names from `from` on, `room` at most. One table is listed, whatever the task does meanwhile. */
export function proc_readfd_common(task: task_struct, from: Fd, room: int): Fd {
  exists_until('series/15');
  const files = get_files_struct(task);
  if (!files) return from;
  ghost(() => listing_begins());
  let left = room;
  let full = false;
  let fd = from;
  rcu_read_lock();
  for (; fd < files_fdtable(files).max_fds; fd++) {
    const f = since('series/9') ? files_lookup_fd_rcu(files, fd) : fcheck_files(files, fd);
    if (!f) continue;
    READ_ONCE(f.f_mode);
    ghost(() => name_is_listed(task, files));
    rcu_read_unlock();
    if (!proc_fill_cache(left)) {
      full = true;
      break;
    }
    left--;
    cond_resched();
    rcu_read_lock();
  }
  if (!full) rcu_read_unlock();
  put_files_struct(files);
  return fd;
}
