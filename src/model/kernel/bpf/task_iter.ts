// SPDX-License-Identifier: GPL-2.0-only
/** A BPF program for each open file of each task: kernel/bpf/task_iter.c, v5.10 and patch 16. */
import {
  access, ghost, int, NULL, objects, rcu_read_lock, rcu_read_unlock, READ_ONCE, set_has, since, task_index,
} from 'fdcheck/lang';
import { task_lookup_next_fd_rcu } from '../../fs/file.js';
import { fput } from '../../fs/file_table.js';
import type { Fd } from '../../include/linux/fdtable.js';
import { file, get_file_rcu } from '../../include/linux/fs.js';
import { task_struct, thread_group_leader } from '../../include/linux/sched.js';
import { file_is_found, file_is_skipped, iterator_changes_task } from '../../properties/reader_ghosts.js';
import { read_task_file as read_by_count } from '../../v5.10/kernel/bpf/task_iter.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../entry/common.js';

/**
 * kernel/pid.c:518, v5.10: the task with that number, or the next greater one that is there: from attach_pid, at the end of copy_process, to
 * detach_pid, in __exit_signal. NULL at the end. One look into the idr.
 */
function find_ge_pid(tid: int): task_struct {
  return access('load', 'plain', NULL, () => {
    for (const t of objects<task_struct>()) {
      if (task_index(t) >= tid && t.signal && set_has(t.signal.thread_head, task_index(t))) return t;
    }
    return NULL;
  });
}

/** kernel/bpf/task_iter.c:24, v5.10: from `tid` on, without threads that share their leader's table as two numbers compare. */
export function task_seq_get_next(tid: int): task_struct {
  rcu_read_lock();
  let task = find_ge_pid(tid);
  while (task && !thread_group_leader(task)) {
    const files = task.files;
    if (files !== task.group_leader.files) break;
    task = find_ge_pid(task_index(task) + 1);
  }
  rcu_read_unlock();
  return task;
}

/** kernel/bpf/task_iter.c:282, v5.10: the program reads the file. */
export function run_prog(file: file): void {
  READ_ONCE(file.f_inode);
}

/** kernel/bpf/task_iter.c:138, v5.11: [file with a reference, task, fd]; [NULL, NULL, 0] at the end. `task` NULL: from the first. */
function task_file_seq_get_next(task: task_struct, fd: Fd): [file, task_struct, Fd] {
  let curr_task = task;
  let curr_tid = 0;
  let curr_fd = fd;
  for (;;) {
    if (!curr_task) {
      curr_task = task_seq_get_next(curr_tid);
      ghost(() => iterator_changes_task());
      if (!curr_task) return [NULL, NULL, 0];
      curr_fd = 0;
    }
    rcu_read_lock();
    for (;;) {
      const [f, next] = task_lookup_next_fd_rcu(curr_task, curr_fd);
      curr_fd = next;
      if (!f) break;
      ghost(() => file_is_found(next));
      if (get_file_rcu(f)) {
        rcu_read_unlock();
        return [f, curr_task, curr_fd];
      }
      ghost(() => file_is_skipped(next));
      curr_fd++;
    }
    rcu_read_unlock();
    curr_tid = task_index(curr_task) + 1;
    curr_task = NULL;
  }
}

/** kernel/bpf/task_iter.c:195, v5.11: task_file_seq_start, _next and _stop: one read(), whose buffer has room for `room` files. */
function read_task_file(room: int): void {
  let task: task_struct = NULL;
  let from = 0;
  for (let left = room; left > 0; left--) {
    const [file, curr_task, fd] = task_file_seq_get_next(task, from);
    if (!file) return;
    task = curr_task;
    from = fd + 1;
    run_prog(file);
    fput(file);
  }
}

/** read() of a bpf_iter link of the target "task_file" with room for `room` files, from the first task on. */
export function read_bpf_iter(room: int): void {
  syscall_enter_from_user_mode();
  if (since('series/16')) read_task_file(room);
  else read_by_count(room);
  syscall_exit_to_user_mode();
}
