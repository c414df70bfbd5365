// SPDX-License-Identifier: GPL-2.0-only
/** Which BPF program is behind a descriptor of another task: kernel/bpf/syscall.c, v5.10 and patch 5. */
import { EBADF, int, NULL, READ_ONCE, since } from 'fdcheck/lang';
import { fget_task } from '../../fs/file.js';
import { fput } from '../../fs/file_table.js';
import type { Fd } from '../../include/linux/fdtable.js';
import type { file } from '../../include/linux/fs.js';
import { current, task_struct } from '../../include/linux/sched.js';
import { queried_file as queried_file_by_count } from '../../v5.10/kernel/bpf/syscall.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../entry/common.js';

/** include/linux/errno.h:27, v5.10: no BPF program is behind the file. */
export const ENOTSUPP = 524;

/** kernel/bpf/syscall.c:3896, v5.11: [the file with a reference, 0], or [NULL, -EBADF]. */
function queried_file(task: task_struct, fd: Fd): [file, int] {
  const file = fget_task(task, fd);
  if (!file) return [NULL, -EBADF];
  return [file, 0];
}

/** kernel/bpf/syscall.c:3917, v5.10; :3901, v5.11: what kind of file it is. Here it is a plain one. */
function describe_file(file: file): int {
  READ_ONCE(file.f_inode);
  return -ENOTSUPP;
}

/** kernel/bpf/syscall.c:3875, v5.10; :3872, v5.11. */
function bpf_task_fd_query(task: task_struct, fd: Fd): int {
  const [file, error] = since('series/5') ? queried_file(task, fd) : queried_file_by_count(task, fd);
  if (!file) return error;
  const err = describe_file(file);
  fput(file);
  return err;
}

/** SYSCALL bpf with BPF_TASK_FD_QUERY: kernel/bpf/syscall.c:4449, v5.10, for the task that this one was declared to look at. */
export function bpf_query(fd: Fd): int {
  syscall_enter_from_user_mode();
  const ret = bpf_task_fd_query(current.proc_task, fd);
  syscall_exit_to_user_mode();
  return ret;
}
