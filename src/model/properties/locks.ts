// SPDX-License-Identifier: GPL-2.0-only
/** Claims about file locks. */
import { Address, address_of, inside, NULL, objects, range, task_index } from 'fdcheck/lang';
import { put_files_struct } from '../fs/file.js';
import { FDS_MAX, files_struct } from '../include/linux/fdtable.js';
import type { file, inode } from '../include/linux/fs.js';
import { task_struct } from '../include/linux/sched.js';
import { sharers } from './count.js';

/** Is there a POSIX lock of this owner on the inode? */
export function holds_posix_lock(ino: inode, owner: Address): boolean {
  const list = ino.i_flctx.flc_posix;
  for (let i = 0; i < list.len; i++) {
    if (list.item[i].fl_owner === owner) return true;
  }
  return false;
}

function is_live_owner(owner: Address): boolean {
  return objects<files_struct>().some((f) => address_of(f) === owner) || objects<file>().some((f) => address_of(f) === owner);
}

/** The owner of every lock is alive: a table for a POSIX lock, an open file for an OFD lock. Else its number could come to mean another. */
export function lock_owner_is_live(): boolean {
  return objects<inode>().every((ino) => {
    const list = ino.i_flctx.flc_posix;
    for (let i = 0; i < list.len; i++) {
      if (!is_live_owner(list.item[i].fl_owner)) return false;
    }
    return true;
  });
}

/** A table that owns a lock has a task that uses it, or that is just putting it: locks do not outlive the exit of the last task. */
export function locks_go_with_the_last_task(): boolean {
  return objects<files_struct>().every((files) => !owns_a_lock(files) || sharers(files) + files.local_holders > 0 || a_user_is_putting());
}

/** A task that is no reader, and not dead yet, is inside put_files_struct. */
function a_user_is_putting(): boolean {
  return objects<task_struct>().some((t) => !t.proc_task && t.exit_state === 0 && inside(task_index(t), put_files_struct));
}

function owns_a_lock(files: files_struct): boolean {
  return objects<inode>().some((ino) => holds_posix_lock(ino, address_of(files)));
}

function has_descriptor(ino: inode, owner: Address): boolean {
  return objects<files_struct>().some((files) => address_of(files) === owner && holds_file_of(files, ino))
    || objects<file>().some((f) => address_of(f) === owner);
}

function holds_file_of(files: files_struct, ino: inode): boolean {
  return range(0, FDS_MAX).some((fd) => {
    if (fd >= files.fdt.max_fds) return false;
    const f = files.fdt.fd[fd];
    return f !== NULL && f.f_inode === ino;
  });
}

/** At the end: some slot of the table that owns a lock holds a file of the lock's inode. */
export function locks_have_descriptors(): boolean {
  return objects<inode>().every((ino) => {
    const list = ino.i_flctx.flc_posix;
    for (let i = 0; i < list.len; i++) {
      if (!has_descriptor(ino, list.item[i].fl_owner)) return false;
    }
    return true;
  });
}
