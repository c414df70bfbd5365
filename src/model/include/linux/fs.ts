// SPDX-License-Identifier: GPL-2.0-only
/** Open files, inodes and their locks: include/linux/fs.h, v5.10. */
import {
  Address, array, atomic_long_inc, atomic_long_inc_not_zero, atomic_long_read, atomic_long_t, bound, embedded, ghost, ghost_field, Int, int, kmem_cache,
  list_head, mutex, pool_of, spinlock_t, task_set, zeroed,
} from 'fdcheck/lang';
import { f_count_is_updated } from '../../properties/measure_ghosts.js';

export const F_RDLCK = 0;
export const F_WRLCK = 1;
export const F_UNLCK = 2;

/** A descriptor that stands for a place in the file system only: opened with O_PATH. include/linux/fs.h:149, v5.10. */
export const FMODE_PATH = 1;
/** Reads and writes are atomic with respect to f_pos: a regular file. include/linux/fs.h:152, v5.10. */
export const FMODE_ATOMIC_POS = 2;

export const F_DUPFD = 0;
export const F_GETFD = 1;
export const F_SETFD = 2;
export const F_DUPFD_CLOEXEC = 1030;
export const FD_CLOEXEC = 1;
export const F_SETLK = 6;
export const F_SETLKW = 7;
export const F_OFD_SETLK = 37;
export const F_OFD_SETLKW = 38;
export const F_NOTIFY = 1026;

/** include/linux/fs.h:1004, v5.10: the request waits for a lock. */
export const FILE_LOCK_DEFERRED = 1;

/**
 * include/linux/fs.h:1062, v5.10: one lock on the one byte range of an inode. The owner and the file are numbers: they are compared,
 * and keep nothing alive.
 */
export interface file_lock {
  /** POSIX: current.files at the time of fcntl. OFD and flock: the struct file. */
  fl_owner: Address;
  fl_type: Int<0, 2>;
  fl_file: Address;
  /** The tasks whose requests wait for this lock. */
  fl_blocked_requests: task_set;
}

/** include/linux/fs.h:1100, v5.10. */
export interface file_lock_context {
  flc_lock: spinlock_t;
  flc_posix: list_head<file_lock>;
  flc_flock: list_head<file_lock>;
}

/** include/linux/dnotify.h:12, v5.10: a notice that was asked for. Owner and file are numbers, as those of a lock. */
export interface dnotify_struct {
  dn_owner: Address;
  dn_filp: Address;
}

/** fs/notify/dnotify/dnotify.c:33, v5.10: the mark of dnotify on an inode; here it is always there, and attached or not. */
export interface dnotify_mark {
  /** The inode's list of marks has it. */
  attached: boolean;
  lock: spinlock_t;
  dn: list_head<dnotify_struct>;
}

/** include/linux/fs.h:610, v5.10. */
export interface inode {
  i_flctx: embedded<file_lock_context>;
  i_dnotify: embedded<dnotify_mark>;
  /** The tasks inside execve on whose success a POSIX lock of their table must still be held here. */
  exec_must_keep: ghost_field<task_set>;
}

/** include/linux/fs.h:916, v5.10. */
export interface file {
  f_count: atomic_long_t;
  /** Never changes after open(). */
  f_mode: Int<0, 3>;
  /** One more with each read(); at most 7. */
  f_pos: Int<0, 7>;
  f_pos_lock: mutex;
  f_inode: inode;
  /** Link in task_works or delayed_fput_list (f_u). */
  f_next: file;
  /** How often ->flush ran, at most 3. */
  flushes: ghost_field<Int<0, 3>>;
}

/** fs/file_table.c:41, v5.10. */
export const filp_cachep: kmem_cache<file> = zeroed();
/** fs/locks.c:246, v5.10. */
export const filelock_cache: kmem_cache<file_lock> = zeroed();

/** fs/notify/dnotify/dnotify.c:24, v5.10. */
export const dnotify_struct_cache: kmem_cache<dnotify_struct> = zeroed();

/** Whether anybody asks for notices: the spec's bound 'dnotify'. */
export const DNOTIFY = bound('dnotify', 0) > 0;

/** The inodes by name: what a path look-up finds. Filled before time zero. */
export const dcache: array<inode, pool_of<inode>> = zeroed();
/** Names of files: an argument of open(). */
export const A = 0;
export const B = 1;

/** include/linux/fs.h:965, v5.10: needs a reference already. */
export function get_file(f: file): file {
  atomic_long_inc(f.f_count);
  ghost(() => f_count_is_updated());
  return f;
}

/** include/linux/fs.h:972, v5.10: a reference, unless the last one is gone. */
export function get_file_rcu(f: file): boolean {
  const taken = atomic_long_inc_not_zero(f.f_count);
  ghost(() => { if (taken) f_count_is_updated(); });
  return taken;
}

/** include/linux/fs.h:973, v5.10. */
export function file_count(f: file): int {
  return atomic_long_read(f.f_count);
}
