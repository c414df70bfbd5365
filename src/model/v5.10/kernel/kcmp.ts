// SPDX-License-Identifier: GPL-2.0-only
/** kcmp's look-ups as v5.10 has them: kernel/kcmp.c. */
import { Address, address_of, exists_until, NULL, rcu_read_lock, rcu_read_unlock, since, spin_lock, spin_unlock } from 'fdcheck/lang';
import { put_files_struct } from '../../fs/file.js';
import { Fd, fcheck_files, files_lookup_fd_rcu } from '../../include/linux/fdtable.js';
import { file, get_file } from '../../include/linux/fs.js';
import { task_lock, task_struct, task_unlock } from '../../include/linux/sched.js';
import { get_files_struct } from '../fs/file.js';

/** kernel/kcmp.c:61, v5.10: the file as a number, 0 if there is none. RCU inside task_lock; the table is read twice. */
export function get_file_raw_ptr(task: task_struct, idx: Fd): Address {
  exists_until('series/13');
  let file: Address = 0;
  task_lock(task);
  rcu_read_lock();
  if (task.files) {
    const files = task.files;
    const f = since('series/9') ? files_lookup_fd_rcu(files, idx) : fcheck_files(files, idx);
    if (f) file = address_of(f);
  }
  rcu_read_unlock();
  task_unlock(task);
  return file;
}

/** kernel/kcmp.c:119, v5.10: the file with a reference, or NULL: -EBADF. */
export function epoll_file(task: task_struct, efd: Fd): file {
  exists_until('series/4');
  const files = get_files_struct(task);
  if (!files) return NULL;
  spin_lock(files.file_lock);
  const file = fcheck_files(files, efd);
  if (file) get_file(file);
  spin_unlock(files.file_lock);
  put_files_struct(files);
  return file;
}
