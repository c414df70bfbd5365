// SPDX-License-Identifier: GPL-2.0-only
/** The iterator over open files as v5.10 has it: it keeps a task's table by a count, the program's runs included. kernel/bpf/task_iter.c. */
import { exists_until, ghost, int, NULL, rcu_read_lock, rcu_read_unlock, since, task_index } from 'fdcheck/lang';
import { put_files_struct } from '../../../fs/file.js';
import { fput } from '../../../fs/file_table.js';
import { Fd, fcheck_files, files_fdtable, files_lookup_fd_rcu, files_struct } from '../../../include/linux/fdtable.js';
import { file, get_file_rcu } from '../../../include/linux/fs.js';
import type { task_struct } from '../../../include/linux/sched.js';
import { run_prog, task_seq_get_next } from '../../../kernel/bpf/task_iter.js';
import { file_is_found, file_is_skipped, iterator_changes_task } from '../../../properties/reader_ghosts.js';
import { get_files_struct } from '../../fs/file.js';

/** kernel/bpf/task_iter.c:183, v5.10: the first file from `from` on, with a reference, and its number; [NULL, 0]. */
function next_file_in(files: files_struct, from: Fd): [file, Fd] {
  rcu_read_lock();
  const max_fds = files_fdtable(files).max_fds;
  for (let fd = from; fd < max_fds; fd++) {
    const f = since('series/9') ? files_lookup_fd_rcu(files, fd) : fcheck_files(files, fd);
    if (!f) continue;
    ghost(() => file_is_found(fd));
    if (get_file_rcu(f)) {
      rcu_read_unlock();
      return [f, fd];
    }
    ghost(() => file_is_skipped(fd));
  }
  rcu_read_unlock();
  return [NULL, 0];
}

/** kernel/bpf/task_iter.c:162, v5.10: the next task from `tid` on that has a table, and that table with a count. [NULL, NULL] at the end. */
function next_task_with_files(tid: int): [task_struct, files_struct] {
  let task = task_seq_get_next(tid);
  while (task) {
    const files = get_files_struct(task);
    ghost(() => iterator_changes_task());
    if (files) return [task, files];
    task = task_seq_get_next(task_index(task) + 1);
  }
  return [NULL, NULL];
}

/** The program runs for the files of one table, `room` at most; how much room is left. */
function run_for_files_of(files: files_struct, room: int): int {
  let left = room;
  let from = 0;
  while (left > 0) {
    const [file, fd] = next_file_in(files, from);
    if (!file) break;
    from = fd + 1;
    run_prog(file);
    fput(file);
    left--;
  }
  return left;
}

/** kernel/bpf/task_iter.c:209, v5.10: task_file_seq_start, _next (task_file_seq_get_next, :139) and _stop: one read() for `room` files. */
export function read_task_file(room: int): void {
  exists_until('series/16');
  let left = room;
  let tid = 0;
  while (left > 0) {
    const [task, files] = next_task_with_files(tid);
    if (!task) return;
    tid = task_index(task) + 1;
    left = run_for_files_of(files, left);
    put_files_struct(files);
  }
}
