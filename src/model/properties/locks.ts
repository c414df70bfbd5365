// SPDX-License-Identifier: GPL-2.0-only
/** Claims about file locks. */
import { Address, address_of, NULL, objects, range } from 'fdcheck/lang';
import { files_struct, NR_OPEN_DEFAULT } from '../include/linux/fdtable.js';
import type { file, inode } from '../include/linux/fs.js';

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

function has_descriptor(ino: inode, owner: Address): boolean {
  return objects<files_struct>().some((files) => address_of(files) === owner && holds_file_of(files, ino))
    || objects<file>().some((f) => address_of(f) === owner);
}

function holds_file_of(files: files_struct, ino: inode): boolean {
  return range(0, NR_OPEN_DEFAULT).some((fd) => {
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
