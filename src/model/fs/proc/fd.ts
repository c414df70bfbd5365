// SPDX-License-Identifier: GPL-2.0-only
/** /proc/PID/fdinfo: fs/proc/fd.c, v5.10 and patch 17. */
import { ENOENT, int, NULL, since, spin_lock, spin_unlock } from 'fdcheck/lang';
import { Fd, fcheck_files, files_lookup_fd_locked, files_struct } from '../../include/linux/fdtable.js';
import { file, get_file } from '../../include/linux/fs.js';
import { current, task_lock, task_struct, task_unlock } from '../../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../../kernel/entry/common.js';
import { get_files_struct } from '../../v5.10/fs/file.js';
import { put_files_struct } from '../file.js';
import { fput } from '../file_table.js';

/** The file with a reference, or NULL. */
function lookup_in(files: files_struct, fd: Fd): file {
  spin_lock(files.file_lock);
  const file = since('series/8') ? files_lookup_fd_locked(files, fd) : fcheck_files(files, fd);
  if (file) get_file(file);
  spin_unlock(files.file_lock);
  return file;
}

/** fs/proc/fd.c:28, v5.10: the table is kept by a count of the reader's own. */
function lookup_by_count(task: task_struct, fd: Fd): file {
  const files = get_files_struct(task);
  if (!files) return NULL;
  const file = lookup_in(files, fd);
  put_files_struct(files);
  return file;
}

/** fs/proc/fd.c:30, v5.11: the table is kept by the task's lock. */
function lookup_by_task_lock(task: task_struct, fd: Fd): file {
  let file: file = NULL;
  task_lock(task);
  const files = task.files;
  if (files) file = lookup_in(files, fd);
  task_unlock(task);
  return file;
}

/** fs/proc/fd.c:20, v5.10 and v5.11. */
function seq_show(fd: Fd): int {
  const task = current.proc_task;
  const file = since('series/17') ? lookup_by_task_lock(task, fd) : lookup_by_count(task, fd);
  if (!file) return -ENOENT;
  fput(file);
  return 0;
}

/** Reads /proc/PID/fdinfo/<fd> of the task that this reader was declared for. */
export function read_fdinfo(fd: Fd): int {
  syscall_enter_from_user_mode();
  const ret = seq_show(fd);
  syscall_exit_to_user_mode();
  return ret;
}
