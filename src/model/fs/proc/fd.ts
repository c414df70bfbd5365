// SPDX-License-Identifier: GPL-2.0-only
/** /proc/PID/fd and /proc/PID/fdinfo: fs/proc/fd.c, v5.10 and patches 6, 12, 15 and 17. What these replaced: v5.10/fs/proc/fd.ts. */
import {
  Address, address_of, cond_resched, ENOENT, ghost, int, might_sleep, NULL, rcu_read_lock, rcu_read_unlock, READ_ONCE, since, spin_lock, spin_unlock,
} from 'fdcheck/lang';
import {
  close_on_exec, Fd, fcheck_files, files_fdtable, files_lookup_fd_locked, files_struct, O_CLOEXEC,
} from '../../include/linux/fdtable.js';
import { file, get_file, inode } from '../../include/linux/fs.js';
import { current, task_lock, task_struct, task_unlock } from '../../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../../kernel/entry/common.js';
import { file_is_held, listing_begins, name_is_listed, path_is_taken, shown_file_is_found } from '../../properties/reader_ghosts.js';
import {
  fdinfo_of_task as fdinfo_by_count, proc_fd_link as link_by_count, proc_readfd_common as readfd_by_count, tid_fd_mode as mode_by_count,
} from '../../v5.10/fs/proc/fd.js';
import { fget_task, task_lookup_fd_rcu, task_lookup_next_fd_rcu } from '../file.js';
import { fput } from '../file_table.js';
import { show_fd_locks } from '../locks.js';

/** fs/proc/fd.c:37, v5.10; :36, v5.11: [the file with a reference, O_CLOEXEC or 0], or [NULL, 0]. */
export function fdinfo_lookup(files: files_struct, fd: Fd): [file, int] {
  let flags = 0;
  spin_lock(files.file_lock);
  const file = since('series/8') ? files_lookup_fd_locked(files, fd) : fcheck_files(files, fd);
  if (file) {
    if (close_on_exec(fd, files_fdtable(files))) flags = O_CLOEXEC;
    get_file(file);
    ghost(() => shown_file_is_found(files));
  }
  spin_unlock(files.file_lock);
  return [file, flags];
}

/** fs/proc/fd.c:31, v5.11: the table is kept by the task's lock. [file, the table as a number, O_CLOEXEC or 0]; [NULL, 0, 0]. */
function fdinfo_of_task(task: task_struct, fd: Fd): [file, Address, int] {
  task_lock(task);
  const files = task.files;
  if (!files) {
    task_unlock(task);
    return [NULL, 0, 0];
  }
  const id = address_of(files);
  const [file, flags] = fdinfo_lookup(files, fd);
  task_unlock(task);
  return [file, id, flags];
}

/** fs/proc/fd.c:20, v5.10 and v5.11: O_CLOEXEC or 0, of the line "flags:". The table may be gone when its number is compared. */
function seq_show(fd: Fd): int {
  const task = current.proc_task;
  const [file, files, flags] = since('series/17') ? fdinfo_of_task(task, fd) : fdinfo_by_count(task, fd);
  if (!file) return -ENOENT;
  show_fd_locks(file, files);
  fput(file);
  return flags;
}

/** fs/proc/fd.c:85, v5.11: [is there a file, its mode]. */
function tid_fd_mode(task: task_struct, fd: Fd): [boolean, int] {
  rcu_read_lock();
  const file = task_lookup_fd_rcu(task, fd);
  const found = file !== NULL;
  const mode = file ? file.f_mode : 0;
  rcu_read_unlock();
  return [found, mode];
}

/** fs/proc/fd.c:167, v5.10; :156, v5.11: the path must be that of an open file. `files`: the table whose file_lock keeps it open, or NULL. */
export function path_get(file: file, files: files_struct): inode {
  const path = file.f_inode;
  ghost(() => path_is_taken(file, files));
  return path;
}

/** fs/proc/fd.c:143, v5.11: the file's path, here its inode; NULL: -ENOENT. The reader may put the last reference to the file. */
function proc_fd_link(task: task_struct, fd: Fd): inode {
  const file = fget_task(task, fd);
  ghost(() => file_is_held(file));
  if (!file) return NULL;
  const path = path_get(file, NULL);
  ghost(() => file_is_held(NULL));
  fput(file);
  return path;
}

/** fs/proc/fd.c:261, v5.10; :245, v5.11: makes the entry, which may sleep for long; false if the program's buffer is full. */
export function proc_fill_cache(room: int): boolean {
  might_sleep();
  return room > 0;
}

/** fs/proc/fd.c:217, v5.11: names from `from` on, `room` at most. Each look-up asks the task for its table. */
function proc_readfd_common(task: task_struct, from: Fd, room: int): Fd {
  let left = room;
  let fd = from;
  rcu_read_lock();
  ghost(() => listing_begins());
  for (;;) {
    const [f, next] = task_lookup_next_fd_rcu(task, fd);
    fd = next;
    if (!f) break;
    ghost(() => name_is_listed(task, task.files));
    READ_ONCE(f.f_mode);
    rcu_read_unlock();
    if (!proc_fill_cache(left)) return fd;
    left--;
    cond_resched();
    rcu_read_lock();
    fd++;
  }
  rcu_read_unlock();
  return fd;
}

/** Reads /proc/PID/fdinfo/<fd> of the task that this reader was declared for: O_CLOEXEC, 0, or -ENOENT. */
export function read_fdinfo(fd: Fd): int {
  syscall_enter_from_user_mode();
  const ret = seq_show(fd);
  syscall_exit_to_user_mode();
  return ret;
}

/** lstat of /proc/PID/fd/<fd> of that task (proc_lookupfd_common): the mode of the file, or -ENOENT. */
export function stat_proc_fd(fd: Fd): int {
  syscall_enter_from_user_mode();
  const [found, mode] = since('series/12') ? tid_fd_mode(current.proc_task, fd) : mode_by_count(current.proc_task, fd);
  syscall_exit_to_user_mode();
  return found ? mode : -ENOENT;
}

/** readlink of /proc/PID/fd/<fd> of that task: 0, or -ENOENT. */
export function readlink_proc_fd(fd: Fd): int {
  syscall_enter_from_user_mode();
  const path = since('series/6') ? proc_fd_link(current.proc_task, fd) : link_by_count(current.proc_task, fd);
  const ret = path ? 0 : -ENOENT;
  syscall_exit_to_user_mode();
  return ret;
}

/** getdents of /proc/PID/fd of that task, from descriptor `from` on, with a buffer for `room` names: the descriptor to go on with. */
export function getdents_proc_fd(from: Fd, room: int): Fd {
  syscall_enter_from_user_mode();
  const next = since('series/15') ? proc_readfd_common(current.proc_task, from, room) : readfd_by_count(current.proc_task, from, room);
  syscall_exit_to_user_mode();
  return next;
}
