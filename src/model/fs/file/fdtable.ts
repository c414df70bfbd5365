// SPDX-License-Identifier: GPL-2.0-only
/** How descriptor tables are made, copied and replaced by larger ones: fs/file.c:32 to 380, v5.10. The series changes a comment only. */
import {
  atomic_read, atomic_set, BITS_PER_LONG, BITS_TO_LONGS, bound, BUG_ON, EMFILE, ENOMEM, GFP_KERNEL, GFP_KERNEL_ACCOUNT, ghost, init_waitqueue_head, Int, int,
  kfree, kfree_rcu, kmalloc, kmem_cache_alloc, kmem_cache_free, max, min, NULL, rcu_assign_pointer, set_capacity, since, smp_wmb, spin_lock,
  spin_lock_init, spin_unlock, synchronize_rcu, test_bit, wait_event, wake_up_all,
} from 'fdcheck/lang';
import {
  Fd, fdtable, FDS_MAX, files_cachep, files_fdtable, files_struct, FULL_FDS_BITS, NR_OPEN_DEFAULT, TABLES_GROW,
} from '../../include/linux/fdtable.js';
import { get_file } from '../../include/linux/fs.js';
import { NR_OPEN_MAX } from '../../kernel/fork.js';
import { copy_is_made, copy_is_sized, fdt_is_replaced } from '../../properties/table_ghosts.js';
import { __clear_open_fd, copy_fd_bitmaps } from './bitmaps.js';

/** fs/file.c:26, v5.10: the greatest number of descriptors of any table. The bound 'sysctl_nr_open', or what fits into the largest. */
let sysctl_nr_open: Int<0, typeof FDS_MAX> = bound('sysctl_nr_open', FDS_MAX);

/** The administrator writes /proc/sys/fs/nr_open. */
export function write_sysctl_nr_open(value: int): void {
  sysctl_nr_open = value;
}

/** Descriptors of 1024 bytes of pointers: 128 in the kernel, twice a word there and here. */
const CHUNK = 2 * BITS_PER_LONG;

/** include/linux/log2.h:173, v5.10. */
function roundup_pow_of_two(n: int): int {
  let power = 1;
  while (power < n) power = power * 2;
  return power;
}

/** The arrays of a table have room for so many descriptors. */
export function set_capacities(fdt: fdtable, nr: int): void {
  fdt.max_fds = nr;
  set_capacity(fdt.fd, nr);
  set_capacity(fdt.open_fds, nr / BITS_PER_LONG);
  set_capacity(fdt.close_on_exec, nr / BITS_PER_LONG);
  if (FULL_FDS_BITS) set_capacity(fdt.full_fds_bits, (nr / BITS_PER_LONG + BITS_PER_LONG - 1) / BITS_PER_LONG);
}

/** fs/file.c:89, v5.10: a table with room for `nr`, uninitialised; less room if sysctl_nr_open is in the way. NULL without memory. */
function alloc_fdtable(nr: int): fdtable {
  let size = roundup_pow_of_two(nr / CHUNK + 1) * CHUNK;
  if (size > sysctl_nr_open) size = ((sysctl_nr_open - 1) | (BITS_PER_LONG - 1)) + 1;
  const fdt = kmalloc<fdtable>(GFP_KERNEL_ACCOUNT);
  if (!fdt) return NULL;
  set_capacities(fdt, size);
  return fdt;
}

/** fs/file.c:75, v5.10. */
function copy_fdtable(nfdt: fdtable, ofdt: fdtable): void {
  const count = ofdt.max_fds;
  const size = nfdt.max_fds;
  BUG_ON(size < count);
  for (let i = 0; i < count; i++) nfdt.fd[i] = ofdt.fd[i];
  for (let i = count; i < size; i++) nfdt.fd[i] = NULL;
  copy_fd_bitmaps(nfdt, ofdt, count);
}

/** fs/file.c:152, v5.10. Entered and left with file_lock held, which it drops: 1, or an error. */
export function expand_fdtable(files: files_struct, nr: Fd): int {
  spin_unlock(files.file_lock);
  const new_fdt = alloc_fdtable(nr);
  // A store of fd_install that saw resize_in_progress false must be in the table before it is copied.
  if (!since('mutant/no-synchronize_rcu') && atomic_read(files.count) > 1) synchronize_rcu();
  spin_lock(files.file_lock);
  if (!new_fdt) return -ENOMEM;
  if (new_fdt.max_fds <= nr) {
    // sysctl_nr_open was lowered meanwhile
    kfree(new_fdt);
    return -EMFILE;
  }
  const cur_fdt = files_fdtable(files);
  BUG_ON(nr < cur_fdt.max_fds);
  copy_fdtable(new_fdt, cur_fdt);
  rcu_assign_pointer(files.fdt, new_fdt);
  ghost(() => fdt_is_replaced(files, cur_fdt, new_fdt));
  // call_rcu of free_fdtable_rcu, which only frees
  if (cur_fdt !== files.fdtab) kfree_rcu(cur_fdt);
  // Pairs with the smp_rmb of fd_install.
  smp_wmb();
  return 1;
}

/**
 * fs/file.c:197, v5.10. Entered and left with file_lock held. 0: there is room for `nr`; 1: there is, but file_lock was dropped, so that
 * everything has to be read again; or an error.
 */
export function expand_files(files: files_struct, nr: Fd): int {
  let expanded = 0;
  for (;;) {
    const fdt = files_fdtable(files);
    if (nr < fdt.max_fds) return expanded;
    if (nr >= sysctl_nr_open) return -EMFILE;
    if (!TABLES_GROW) return -EMFILE;
    if (!files.resize_in_progress) break;
    spin_unlock(files.file_lock);
    expanded = 1;
    wait_event(files.resize_wait, () => !files.resize_in_progress);
    spin_lock(files.file_lock);
  }
  files.resize_in_progress = true;
  expanded = expand_fdtable(files, nr);
  files.resize_in_progress = false;
  if (!since('mutant/no-wake-up')) wake_up_all(files.resize_wait);
  return expanded;
}

/** fs/file.c:257, v5.10: up to and including the last word with a descriptor, at least one word. */
function count_open_files(fdt: fdtable): int {
  let i = fdt.max_fds / BITS_PER_LONG;
  while (i > 0) {
    i--;
    if (fdt.open_fds[i] !== 0) break;
  }
  return (i + 1) * BITS_PER_LONG;
}

/** include/linux/kernel.h:33, v5.10: ALIGN(nr, BITS_PER_LONG). */
function ALIGN(nr: int): int {
  return BITS_TO_LONGS(nr) * BITS_PER_LONG;
}

/** lib/find_bit.c:140, v5.10 (find_last_bit): the last taken number below `size`, or `size` if there is none. */
function find_last_open(fdt: fdtable, size: int): int {
  let fd = size;
  while (fd > 0) {
    fd--;
    if (test_bit(fd, fdt.open_fds)) return fd;
  }
  return size;
}

/** sane_fdtable_size since 678379e1d4f7, v6.12: only if the range from `from` to `to` ends the table, it is not copied. */
function size_without_range(fdt: fdtable, from: int, to: int): int {
  let last = find_last_open(fdt, fdt.max_fds);
  if (last === fdt.max_fds) return NR_OPEN_DEFAULT;
  if (from <= last && to >= last) {
    last = find_last_open(fdt, from);
    if (last === from) return NR_OPEN_DEFAULT;
  }
  return ALIGN(last + 1);
}

/**
 * fs/file.c:271, v5.10: how many descriptors of a table a copy needs that is to have those below `max_fds`. Not always whole words:
 * close_range gives any number. 1c24a186398f rounds `max_fds` up, whereby NR_OPEN_MAX becomes 0; d888c83fcec7 rounds what is returned.
 */
function sane_fdtable_size(fdt: fdtable, max_fds: int, to: int): int {
  if (since('678379e1d4f7')) return size_without_range(fdt, max_fds, to);
  const count = count_open_files(fdt);
  if (since('d888c83fcec7')) return ALIGN(min(count, max(max_fds, NR_OPEN_DEFAULT)));
  let limit = max_fds;
  if (since('1c24a186398f')) limit = max_fds === NR_OPEN_MAX ? 0 : ALIGN(max_fds);
  return min(count, max(limit, NR_OPEN_DEFAULT));
}

/** fs/file.c:286, v5.10: a files_struct with its embedded table, private to the caller; NULL without memory. */
function new_files_struct(): files_struct {
  const newf = kmem_cache_alloc(files_cachep, GFP_KERNEL);
  if (!newf) return NULL;
  atomic_set(newf.count, 1);
  ghost(() => { newf.local_holders = 1; });
  spin_lock_init(newf.file_lock);
  newf.resize_in_progress = false;
  init_waitqueue_head(newf.resize_wait);
  newf.next_fd = 0;
  set_capacities(newf.fdtab, NR_OPEN_DEFAULT);
  return newf;
}

/**
 * fs/file.c:313, v5.10: the table that the copy is made in, and how many descriptors it is to have. Entered and, if it succeeds, left with
 * the old table's file_lock held; dropped for each allocation, so that the old table may grow meanwhile. [NULL, error] else.
 */
function table_for_copy(oldf: files_struct, newf: files_struct, max_fds: int, to: int): [fdtable, int] {
  let new_fdt = newf.fdtab;
  let open_files = sane_fdtable_size(files_fdtable(oldf), max_fds, to);
  while (TABLES_GROW && open_files > new_fdt.max_fds) {
    spin_unlock(oldf.file_lock);
    if (new_fdt !== newf.fdtab) kfree(new_fdt);
    new_fdt = alloc_fdtable(open_files - 1);
    if (!new_fdt) return [NULL, -ENOMEM];
    if (new_fdt.max_fds < open_files) {
      // beyond sysctl_nr_open
      kfree(new_fdt);
      return [NULL, -EMFILE];
    }
    spin_lock(oldf.file_lock);
    open_files = sane_fdtable_size(files_fdtable(oldf), max_fds, to);
  }
  return [new_fdt, open_files];
}

/** fs/file.c:286, v5.10: a private copy with one count, which the caller owns; [NULL, error] else. */
export function dup_fd(oldf: files_struct, max_fds: int): [files_struct, int] {
  return dup_fd_without(oldf, max_fds, NR_OPEN_MAX);
}

/** dup_fd since 678379e1d4f7, v6.12: what is copied need not have the descriptors from `max_fds` to `to`. */
export function dup_fd_without(oldf: files_struct, max_fds: int, to: int): [files_struct, int] {
  const newf = new_files_struct();
  if (!newf) return [NULL, -ENOMEM];
  spin_lock(oldf.file_lock);
  const [new_fdt, open_files] = table_for_copy(oldf, newf, max_fds, to);
  if (!new_fdt) {
    kmem_cache_free(files_cachep, newf);
    return [NULL, open_files];
  }
  const old_fdt = files_fdtable(oldf);
  ghost(() => copy_is_sized(old_fdt));
  copy_fd_bitmaps(new_fdt, old_fdt, open_files);
  for (let i = 0; i < open_files; i++) {
    const f = old_fdt.fd[i];
    if (f) get_file(f);
    // Claimed in the bitmap, not yet installed: a sibling is partway through open(). It is free in the copy.
    else __clear_open_fd(i, new_fdt);
    rcu_assign_pointer(new_fdt.fd[i], f);
  }
  spin_unlock(oldf.file_lock);
  for (let i = open_files; i < new_fdt.max_fds; i++) new_fdt.fd[i] = NULL;
  rcu_assign_pointer(newf.fdt, new_fdt);
  ghost(() => copy_is_made(newf, new_fdt));
  return [newf, 0];
}
