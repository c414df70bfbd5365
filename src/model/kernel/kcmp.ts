// SPDX-License-Identifier: GPL-2.0-only
/** Are two descriptors of two tasks the same file: kernel/kcmp.c, v5.10.7 and patches 4 and 13. */
import {
  Address, address_of, down_read_killable, down_read_killable_nested, EBADF, EINVAL, int, might_sleep, rcu_read_lock, rcu_read_unlock, READ_ONCE, since, task_index,
  up_read,
} from 'fdcheck/lang';
import { fget_task, task_lookup_fd_rcu } from '../fs/file.js';
import { fput } from '../fs/file_table.js';
import type { Fd } from '../include/linux/fdtable.js';
import type { file } from '../include/linux/fs.js';
import { signal_struct, task_struct } from '../include/linux/sched.js';
import { epoll_file as epoll_file_by_count, get_file_raw_ptr as raw_ptr_rcu_inside } from '../v5.10/kernel/kcmp.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from './entry/common.js';

/** include/uapi/linux/kcmp.h:9, v5.10. */
export const KCMP_FILE = 0;
export const KCMP_EPOLL_TFD = 7;

/** kernel/kcmp.c:50, v5.10: 0 if they are the same, else 1: the order of the two is that of numbers that mean nothing. */
function kcmp_ptr(v1: Address, v2: Address): int {
  return v1 === v2 ? 0 : 1;
}

/** kernel/kcmp.c:61, v5.11: the file as a number, 0 if there is none. task_lock inside RCU. */
function get_file_raw_ptr(task: task_struct, idx: Fd): Address {
  rcu_read_lock();
  const f = task_lookup_fd_rcu(task, idx);
  const file: Address = f ? address_of(f) : 0;
  rcu_read_unlock();
  return file;
}

/** That of the version. */
function raw_ptr(task: task_struct, idx: Fd): Address {
  return since('series/13') ? get_file_raw_ptr(task, idx) : raw_ptr_rcu_inside(task, idx);
}

/** kernel/kcmp.c:78, v5.10. */
function kcmp_unlock(s1: signal_struct, s2: signal_struct): void {
  if (s2 !== s1) up_read(s2.exec_update_lock);
  up_read(s1.exec_update_lock);
}

/** kernel/kcmp.c:85, v5.10: in one order, whichever task is named first. Here that of the leaders' numbers, there that of addresses. */
function kcmp_lock(task1: task_struct, task2: task_struct): int {
  const swap = task_index(task2.group_leader) > task_index(task1.group_leader);
  const first = swap ? task2.signal : task1.signal;
  const second = swap ? task1.signal : task2.signal;
  let err = down_read_killable(first.exec_update_lock);
  if (!err && first !== second) {
    err = down_read_killable_nested(second.exec_update_lock);
    if (err) up_read(first.exec_update_lock);
  }
  return err;
}

/** fs/eventpoll.c:1085, v5.10: the error of looking for a watch in what is no epoll file, as no file here is. */
function get_epoll_tfile_raw_ptr(file: file): int {
  might_sleep();
  READ_ONCE(file.f_inode);
  return -EINVAL;
}

/** kernel/kcmp.c:103, v5.10: as far as the watch, which would be compared. */
function kcmp_epoll_target(task1: task_struct, task2: task_struct, idx1: Fd, efd: Fd): int {
  const filp = raw_ptr(task1, idx1);
  if (!filp) return -EBADF;
  const filp_epoll = since('series/4') ? fget_task(task2, efd) : epoll_file_by_count(task2, efd);
  if (!filp_epoll) return -EBADF;
  const error = get_epoll_tfile_raw_ptr(filp_epoll);
  fput(filp_epoll);
  return error;
}

/** kernel/kcmp.c:187, v5.10. */
function kcmp_file(task1: task_struct, task2: task_struct, idx1: Fd, idx2: Fd): int {
  const filp1 = raw_ptr(task1, idx1);
  const filp2 = raw_ptr(task2, idx2);
  if (filp1 && filp2) return kcmp_ptr(filp1, filp2);
  return -EBADF;
}

/** SYSCALL kcmp: kernel/kcmp.c:152, v5.10, with KCMP_FILE, or KCMP_EPOLL_TFD (idx2: the descriptor of the epoll file). */
export function kcmp(task1: task_struct, task2: task_struct, type: int, idx1: Fd, idx2: Fd): int {
  syscall_enter_from_user_mode();
  let ret = kcmp_lock(task1, task2);
  if (!ret) {
    ret = type === KCMP_FILE ? kcmp_file(task1, task2, idx1, idx2) : kcmp_epoll_target(task1, task2, idx1, idx2);
    kcmp_unlock(task1.signal, task2.signal);
  }
  syscall_exit_to_user_mode();
  return ret;
}
