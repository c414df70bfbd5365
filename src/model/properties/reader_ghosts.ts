// SPDX-License-Identifier: GPL-2.0-only
/** What a task finds out about another one's descriptors: bodies of ghost blocks. */
import { Address, address_of, lockdep_is_held, NULL, objects, range, self, set_has_self, set_with, set_without } from 'fdcheck/lang';
import { Fd, files_struct } from '../include/linux/fdtable.js';
import type { file } from '../include/linux/fs.js';
import { current, task_struct } from '../include/linux/sched.js';

/** The running task has a reference to the file; none any more (NULL). */
export function file_is_held(file: file): void {
  current.held_file = file ? address_of(file) : 0;
}

function slot_is_locked(file: file, files: files_struct): boolean {
  return lockdep_is_held(files.file_lock) && range(0, files.fdt.max_fds).some((fd) => files.fdt.fd[fd] === file);
}

/** The running task takes the path of the file, which a reference keeps open, or else the lock of that table. */
export function path_is_taken(file: file, files: files_struct): void {
  if (current.held_file === address_of(file)) return;
  if (!files || !slot_is_locked(file, files)) current.took_unpinned_path = true;
}

/** A listing of the task's descriptors begins. */
export function listing_begins(): void {
  current.listed_table = 0;
}

/** The listing found a name in that table, which was or is the task's. */
export function name_is_listed(task: task_struct, files: files_struct): void {
  if (current.listed_table === 0) current.listed_table = address_of(files);
  if (current.listed_table !== address_of(files)) current.listed_two_tables = true;
  if (task.files === NULL) current.listed_after_exit = true;
}

/** The running task found the file that it shows in that table; it found none (NULL). */
export function shown_file_is_found(files: files_struct): void {
  for (const other of objects<files_struct>()) other.shown_by = set_without(other.shown_by, self());
  if (files) files.shown_by = set_with(files.shown_by, self());
}

/** A POSIX lock is shown as one of the table in which the file was found, as the numbers are the same. */
export function lock_is_shown(owner: Address): void {
  const same = objects<files_struct>().some((files) => address_of(files) === owner && set_has_self(files.shown_by));
  const a_table = objects<files_struct>().some((files) => address_of(files) === owner);
  if (a_table && !same) current.showed_foreign_lock = true;
}

/** The iterator goes to another task. */
export function iterator_changes_task(): void {
  current.skipped_fd = 0;
}

/** The iterator found a file, and its last reference was gone. */
export function file_is_skipped(fd: Fd): void {
  if (fd < current.skipped_fd) current.went_back = true;
  current.skipped_fd = fd + 1;
  current.skipped_a_file = true;
}

/** The iterator found a file, and has a reference to it. */
export function file_is_found(fd: Fd): void {
  if (fd < current.skipped_fd) current.went_back = true;
}
