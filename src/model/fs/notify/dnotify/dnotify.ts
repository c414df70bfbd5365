// SPDX-License-Identifier: GPL-2.0-only
/**
 * Notices about a directory, asked for through a descriptor: fs/notify/dnotify/dnotify.c, v5.10 and patch 10. Part of a spec that has the
 * bound 'dnotify'. What is left out: docs/abstractions.md.
 */
import {
  Address, address_of, cmpxchg, ENOMEM, GFP_KERNEL, int, kmem_cache_alloc, kmem_cache_free, list_add_tail, list_del, list_first_entry_or_null, list_next,
  mutex, mutex_lock, mutex_unlock, NULL, READ_ONCE, rcu_read_lock, rcu_read_unlock, since, spin_lock, spin_unlock, WRITE_ONCE, zeroed,
} from 'fdcheck/lang';
import { Fd, fcheck, lookup_fd_rcu } from '../../../include/linux/fdtable.js';
import { dnotify_mark, dnotify_struct, dnotify_struct_cache, file } from '../../../include/linux/fs.js';
import { current } from '../../../include/linux/sched.js';

/** fs/notify/dnotify/dnotify.c:153, v5.10: mark_mutex of dnotify_group. */
const mark_mutex: mutex = zeroed();

/** fs/notify/dnotify/dnotify.c:212, v5.10: this owner's notice through this file, or NULL. Called with the mark's lock held. */
function find_dn(mark: dnotify_mark, id: Address, filp: file): dnotify_struct {
  let dn = list_first_entry_or_null(mark.dn);
  while (dn && (dn.dn_owner !== id || dn.dn_filp !== address_of(filp))) dn = list_next(dn, mark.dn);
  return dn;
}

/** fs/notify/dnotify/dnotify.c:135, v5.10: no notice may be left after the descriptor is closed. The first look takes no lock. */
export function dnotify_flush(filp: file, id: Address): void {
  const mark = filp.f_inode.i_dnotify;
  if (!READ_ONCE(mark.attached)) return;
  mutex_lock(mark_mutex);
  spin_lock(mark.lock);
  const dn = find_dn(mark, id, filp);
  if (dn) list_del(dn, mark.dn);
  const empty = list_first_entry_or_null(mark.dn) === NULL;
  spin_unlock(mark.lock);
  // fsnotify_detach_mark
  if (empty) WRITE_ONCE(mark.attached, false);
  mutex_unlock(mark_mutex);
  if (dn) kmem_cache_free(dnotify_struct_cache, dn);
}

/** fs/notify/dnotify/dnotify.c:243, v5.10 and v5.11: asks for notices of the directory `filp`, which `fd` was when the call began. */
export function fcntl_dirnotify(fd: Fd, filp: file): int {
  const id = address_of(current.files);
  const mark = filp.f_inode.i_dnotify;
  let dn = kmem_cache_alloc(dnotify_struct_cache, GFP_KERNEL);
  if (!dn) return -ENOMEM;
  mutex_lock(mark_mutex);
  // fsnotify_add_inode_mark_locked: publishes the mark, unless there is one
  const added = !cmpxchg(mark.attached, false, true);
  spin_lock(mark.lock);
  rcu_read_lock();
  const f = since('series/10') ? lookup_fd_rcu(fd) : fcheck(fd);
  rcu_read_unlock();
  const raced = f !== filp;
  if (!raced && !find_dn(mark, id, filp)) {
    dn.dn_owner = id;
    dn.dn_filp = address_of(filp);
    list_add_tail(dn, mark.dn);
    dn = NULL;
  }
  spin_unlock(mark.lock);
  // A close came between: it saw no mark, and will not come back.
  if (raced && added) WRITE_ONCE(mark.attached, false);
  mutex_unlock(mark_mutex);
  if (dn) kmem_cache_free(dnotify_struct_cache, dn);
  return 0;
}
