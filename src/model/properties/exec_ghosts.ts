// SPDX-License-Identifier: GPL-2.0-only
/** What execve must keep, noted as it goes: bodies of ghost blocks. */
import { Address, address_of, int, NULL, objects, range, self, set_has, set_has_self, set_with, set_without, task_index } from 'fdcheck/lang';
import { FDS_MAX, files_struct } from '../include/linux/fdtable.js';
import type { file, inode } from '../include/linux/fs.js';
import { current, task_struct } from '../include/linux/sched.js';
import { holds_posix_lock } from './locks.js';

/** Every task that uses the running task's table is a thread of its group, or is not created yet: its clone may still fail. */
function shared_by_own_threads_only(): boolean {
  return objects<task_struct>().every((t) => t.files !== current.files || t.signal === current.signal || !is_created(t));
}

function is_created(t: task_struct): boolean {
  return t.signal !== NULL && set_has(t.signal.thread_head, task_index(t));
}

/** The start of execve: it must keep the locks that its table owns now, if nobody outside the thread group shares that table. */
export function exec_begins(): void {
  current.in_execve = true;
  current.exec_flushed = false;
  current.exec_files = address_of(current.files);
  if (!shared_by_own_threads_only()) return;
  for (const ino of objects<inode>()) {
    if (holds_posix_lock(ino, current.exec_files)) ino.exec_must_keep = set_with(ino.exec_must_keep, self());
  }
}

/** execve has found whether its program's name, /dev/fd/N, will be inaccessible. */
export function exec_path_is_judged(inaccessible: boolean): void {
  current.exec_path_inaccessible = inaccessible;
}

/** Can the new program open /dev/fd/N? */
function can_open(fd: int): boolean {
  return fd < current.files.fdt.max_fds && current.files.fdt.fd[fd] !== NULL;
}

/**
 * The end of execve: 0, or an error; `fd` is the N of /dev/fd/N, negative for a program that has another name. A task that is being killed
 * returns to nobody. What it had to keep is settled either way.
 */
export function exec_returns(retval: int, killed: boolean, fd: int): void {
  for (const ino of objects<inode>()) {
    if (!set_has_self(ino.exec_must_keep)) continue;
    ino.exec_must_keep = set_without(ino.exec_must_keep, self());
    if (killed || retval !== 0) continue;
    if (holds_posix_lock(ino, address_of(current.files))) current.exec_kept_lock = true;
    else current.exec_lost_lock = true;
  }
  if (!killed && retval === 0) {
    current.exec_succeeded = true;
    if (fd >= 0 && can_open(fd) === current.exec_path_inaccessible) current.exec_path_misjudged = true;
  }
  if (!killed && retval !== 0) {
    current.exec_failed = true;
    if (current.exec_flushed || address_of(current.files) !== current.exec_files) current.exec_failed_impure = true;
  }
  current.in_execve = false;
  current.exec_flushed = false;
  current.exec_files = 0;
  current.exec_path_inaccessible = false;
}

/** A program closed a descriptor of the inode in that table, or unlocked it: no execve has to keep that lock any more. */
export function lock_is_given_up(ino: inode, owner: Address): void {
  for (const t of objects<task_struct>()) {
    if (t.exec_files === owner) ino.exec_must_keep = set_without(ino.exec_must_keep, task_index(t));
  }
}

/** A task outside the thread group shares the table from now on: no execve can keep its locks. */
export function table_is_shared_outside(owner: Address): void {
  for (const ino of objects<inode>()) lock_is_given_up(ino, owner);
}

/** The ->flush hook of the file is called. */
export function flush_is_called(filp: file): void {
  filp.flushes = filp.flushes < 3 ? filp.flushes + 1 : 3;
  if (current.in_execve) current.exec_flushed = true;
}

/** The task is inside execve, with another table than at its start. */
export function has_private_copy(t: task_struct): boolean {
  return t.in_execve && t.files !== NULL && address_of(t.files) !== t.exec_files;
}

function holds(files: files_struct, filp: file): boolean {
  return range(0, FDS_MAX).some((fd) => fd < files.fdt.max_fds && files.fdt.fd[fd] === filp);
}

/** A reference is given up that was not the last one: is the file left to nobody but copies of a table that others made in execve? */
export function reference_is_left(filp: file): void {
  if (has_private_copy(current)) return;
  if (objects<task_struct>().some((t) => t.files !== NULL && !has_private_copy(t) && holds(t.files, filp))) return;
  if (objects<task_struct>().some((t) => t.files !== NULL && has_private_copy(t) && holds(t.files, filp))) current.close_delayed = true;
}
