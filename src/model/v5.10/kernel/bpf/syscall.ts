// SPDX-License-Identifier: GPL-2.0-only
/** BPF_TASK_FD_QUERY as v5.10 looks its file up: kernel/bpf/syscall.c. */
import { EBADF, ENOENT, exists_until, int, NULL, spin_lock, spin_unlock } from 'fdcheck/lang';
import { put_files_struct } from '../../../fs/file.js';
import { Fd, fcheck_files } from '../../../include/linux/fdtable.js';
import { file, get_file } from '../../../include/linux/fs.js';
import type { task_struct } from '../../../include/linux/sched.js';
import { get_files_struct } from '../../fs/file.js';

/** kernel/bpf/syscall.c:3899, v5.10: [the file with a reference, 0], [NULL, -ENOENT] without a table, [NULL, -EBADF] without a file. */
export function queried_file(task: task_struct, fd: Fd): [file, int] {
  exists_until('series/5');
  const files = get_files_struct(task);
  if (!files) return [NULL, -ENOENT];
  spin_lock(files.file_lock);
  const file = fcheck_files(files, fd);
  if (file) get_file(file);
  spin_unlock(files.file_lock);
  put_files_struct(files);
  if (!file) return [NULL, -EBADF];
  return [file, 0];
}
