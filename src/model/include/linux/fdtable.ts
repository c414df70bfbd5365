// SPDX-License-Identifier: GPL-2.0-only
/** The descriptor table: include/linux/fdtable.h, v5.10 and patches 7 to 10. */
import {
  array, atomic_t, BITS_PER_LONG, bound, embedded, exists_since, exists_until, ghost_field, Int, int, kmem_cache, lockdep_is_held, NULL,
  RCU_LOCKDEP_WARN, rcu_dereference_check, rcu_dereference_raw, rcu_read_lock_held, since, spinlock_t, task_set, test_bit, unsigned_long, wait_queue_head_t,
  zeroed,
} from 'fdcheck/lang';
import type { file } from './fs.js';
import { current } from './sched.js';

/** A descriptor number. */
export type Fd = int;

export const O_CLOEXEC = 1;

/** include/linux/fdtable.h:24, v5.10: the capacity of the table that is a member of files_struct. 64 in the kernel. */
export const NR_OPEN_DEFAULT = BITS_PER_LONG;

/** The greatest capacity that a table can have in this spec: its bound 'fds', NR_OPEN_DEFAULT without one. A multiple of BITS_PER_LONG. */
export const FDS_MAX = bound('fds', BITS_PER_LONG);
/** Whether a table can ever be replaced by a larger one. */
export const TABLES_GROW = FDS_MAX > NR_OPEN_DEFAULT;
const WORDS = (FDS_MAX + BITS_PER_LONG - 1) / BITS_PER_LONG;
const FULL_WORDS = (WORDS + BITS_PER_LONG - 1) / BITS_PER_LONG;

/** full_fds_bits is kept where the spec has the bound 'full_fds_bits': docs/abstractions.md. */
export const FULL_FDS_BITS = bound('full_fds_bits', 0) > 0;

/** include/linux/fdtable.h:27, v5.10. The arrays are members here: a table's arrays are allocated and freed with it. */
export interface fdtable {
  /** Capacity; never changes after construction. */
  max_fds: Int<0, typeof FDS_MAX>;
  /** NULL: not installed. */
  fd: array<file, typeof FDS_MAX, 'dynamic'>;
  close_on_exec: array<unsigned_long, typeof WORDS, 'dynamic'>;
  /** Set: the number is taken, reserved or installed. */
  open_fds: array<unsigned_long, typeof WORDS, 'dynamic'>;
  /** Set: the word of open_fds is all ones. */
  full_fds_bits: array<unsigned_long, typeof FULL_WORDS, 'dynamic'>;
}

/** include/linux/fdtable.h:49, v5.10. */
export interface files_struct {
  /** Tasks that share this table by CLONE_FILES, and local references in the middle of exec, exit, unshare. */
  count: atomic_t;
  /** Somebody is inside expand_fdtable. Plain accesses; written with file_lock held. */
  resize_in_progress: boolean;
  resize_wait: wait_queue_head_t;
  /** The current table: RCU pointer. */
  fdt: fdtable;
  fdtab: embedded<fdtable>;
  /** Protects fdt, the bitmaps, next_fd, and fd[] but for the store of fd_install. */
  file_lock: spinlock_t;
  /** Every number below it is taken. */
  next_fd: Int<0, typeof FDS_MAX>;

  /** Counts owned by a local variable, in the middle of an operation. */
  local_holders: ghost_field<Int<0, 7>>;
  /** Counts owned by get_files_struct of another task. */
  reader_holders: ghost_field<Int<0, 7>>;
  /** From its being made, by dup_fd or before time zero, to close_files. */
  built: ghost_field<boolean>;
  /** fdt became a smaller table, or was changed without file_lock or resize_in_progress. */
  replaced_badly: ghost_field<boolean>;
  /** A number was given out although a lower one was free. */
  not_lowest: ghost_field<boolean>;
  /** The tasks that show the fdinfo of a file that they found in it. */
  shown_by: ghost_field<task_set>;
}

/** kernel/fork.c:333, v5.10: freed at once, without a grace period. */
export const files_cachep: kmem_cache<files_struct> = zeroed();

/** include/linux/fdtable.h:36, v5.10. */
export function close_on_exec(fd: Fd, fdt: fdtable): boolean {
  return test_bit(fd, fdt.close_on_exec);
}

/** include/linux/fdtable.h:41, v5.10. */
export function fd_is_open(fd: Fd, fdt: fdtable): boolean {
  return test_bit(fd, fdt.open_fds);
}

/** include/linux/fdtable.h:77, v5.10: the current table, for a holder of file_lock. */
export function files_fdtable(files: files_struct): fdtable {
  return rcu_dereference_check(files.fdt, () => lockdep_is_held(files.file_lock));
}

/** What patch 7 left as it was: the table pointer, then the slot. */
function lookup(files: files_struct, fd: Fd): file {
  const fdt = rcu_dereference_raw(files.fdt);
  if (fd < fdt.max_fds) return rcu_dereference_raw(fdt.fd[fd]);
  return NULL;
}

/** include/linux/fdtable.h:83, v5.10. The file has no reference of its own: the table must not be shared, or RCU or file_lock be held. */
export function __fcheck_files(files: files_struct, fd: Fd): file {
  exists_until('series/7');
  return lookup(files, fd);
}

/** include/linux/fdtable.h:83, v5.11: __fcheck_files under its new name. */
export function files_lookup_fd_raw(files: files_struct, fd: Fd): file {
  exists_since('series/7');
  return lookup(files, fd);
}

/** include/linux/fdtable.h:94, v5.10. */
export function fcheck_files(files: files_struct, fd: Fd): file {
  exists_until('series/9');
  RCU_LOCKDEP_WARN(() => !rcu_read_lock_held() && !lockdep_is_held(files.file_lock));
  return since('series/7') ? files_lookup_fd_raw(files, fd) : __fcheck_files(files, fd);
}

/** include/linux/fdtable.h:94, v5.11: for a holder of file_lock. */
export function files_lookup_fd_locked(files: files_struct, fd: Fd): file {
  exists_since('series/8');
  RCU_LOCKDEP_WARN(() => !lockdep_is_held(files.file_lock));
  return files_lookup_fd_raw(files, fd);
}

/** include/linux/fdtable.h:101, v5.11: inside rcu_read_lock. */
export function files_lookup_fd_rcu(files: files_struct, fd: Fd): file {
  exists_since('series/9');
  RCU_LOCKDEP_WARN(() => !rcu_read_lock_held());
  return files_lookup_fd_raw(files, fd);
}

/** include/linux/fdtable.h:105, v5.10: a macro there. */
export function fcheck(fd: Fd): file {
  exists_until('series/10');
  return since('series/9') ? files_lookup_fd_rcu(current.files, fd) : fcheck_files(current.files, fd);
}

/** include/linux/fdtable.h:108, v5.11: fcheck under its new name. */
export function lookup_fd_rcu(fd: Fd): file {
  exists_since('series/10');
  return files_lookup_fd_rcu(current.files, fd);
}
