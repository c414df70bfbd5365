// SPDX-License-Identifier: GPL-2.0-only
/** Functions of fs/file.c that the series removed, as v5.10 has them. */
import { address_of, atomic_inc, exists_until, ghost } from 'fdcheck/lang';
import { put_files_struct } from '../../fs/file.js';
import type { files_struct } from '../../include/linux/fdtable.js';
import { current, task_lock, task_struct, task_unlock } from '../../include/linux/sched.js';

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
