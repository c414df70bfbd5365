// SPDX-License-Identifier: GPL-2.0-only
/** The descriptor table: include/linux/fdtable.h, v5.10. */
import {
  array, atomic_t, bitmap, BITS_PER_LONG, bound, embedded, ghost_field, Int, int, kmem_cache, lockdep_is_held, NULL, RCU_LOCKDEP_WARN,
  rcu_dereference_check, rcu_dereference_raw, rcu_read_lock_held, spinlock_t, test_bit, zeroed,
} from 'fdcheck/lang';
import type { file } from './fs.js';

/** A descriptor number: below the bound 'fds'. */
export type Fd = int;

export const O_CLOEXEC = 1;

/** include/linux/fdtable.h:24, v5.10: the capacity of a new table. Here the spec's bound 'fds', a multiple of BITS_PER_LONG. */
export const NR_OPEN_DEFAULT = bound('fds');
const WORDS = (NR_OPEN_DEFAULT + BITS_PER_LONG - 1) / BITS_PER_LONG;

/**
 * include/linux/fdtable.h:27, v5.10. The arrays are members here: a table's arrays are allocated and freed with it.
 * full_fds_bits is left out: docs/abstractions.md.
 */
export interface fdtable {
  /** Capacity; never changes after construction. */
  max_fds: Int<0, 8>;
  /** NULL: not installed. */
  fd: array<file, 'fds'>;
  close_on_exec: bitmap<typeof WORDS>;
  /** Set: the number is taken, reserved or installed. */
  open_fds: bitmap<typeof WORDS>;
}

/** include/linux/fdtable.h:49, v5.10. */
export interface files_struct {
  /** Tasks that share this table by CLONE_FILES, and local references in the middle of exec, exit, unshare. */
  count: atomic_t;
  /** The current table: RCU pointer. */
  fdt: fdtable;
  fdtab: embedded<fdtable>;
  /** Protects fdt, the bitmaps, next_fd, and fd[] but for the store of fd_install. */
  file_lock: spinlock_t;
  /** Every number below it is taken. */
  next_fd: Int<0, 8>;

  /** Counts owned by a local variable, in the middle of an operation. */
  local_holders: ghost_field<Int<0, 7>>;
  /** Counts owned by get_files_struct of another task. */
  reader_holders: ghost_field<Int<0, 7>>;
  /** A number was given out although a lower one was free. */
  not_lowest: ghost_field<boolean>;
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

/** include/linux/fdtable.h:83, v5.10. The file has no reference of its own: the table must not be shared, or RCU or file_lock be held. */
export function __fcheck_files(files: files_struct, fd: Fd): file {
  const fdt = rcu_dereference_raw(files.fdt);
  if (fd < fdt.max_fds) return rcu_dereference_raw(fdt.fd[fd]);
  return NULL;
}

/** include/linux/fdtable.h:94, v5.10. */
export function fcheck_files(files: files_struct, fd: Fd): file {
  RCU_LOCKDEP_WARN(() => !rcu_read_lock_held() && !lockdep_is_held(files.file_lock));
  return __fcheck_files(files, fd);
}
