// SPDX-License-Identifier: GPL-2.0-only
/** File locks: fs/locks.c, v5.10. One byte range an inode; no leases. locks/blocked.ts has those who wait for a lock. */
import {
  Address, address_of, EAGAIN, EBADF, ENOLCK, ENOMEM, GFP_KERNEL, ghost, int, kmem_cache_alloc, kmem_cache_free, list_add_tail, list_del, list_empty,
  list_first_entry_or_null, list_head, list_next, NULL, since, spin_lock, spin_unlock, wait_event_interruptible, WARN_ON,
  WARN_ON_ONCE,
} from 'fdcheck/lang';
import { Fd, fcheck, files_lookup_fd_locked } from '../include/linux/fdtable.js';
import {
  F_OFD_SETLK, F_OFD_SETLKW, F_SETLKW, F_UNLCK, F_WRLCK, file, FILE_LOCK_DEFERRED, file_lock, file_lock_context, filelock_cache,
} from '../include/linux/fs.js';
import { current } from '../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../kernel/entry/common.js';
import { lock_is_given_up } from '../properties/exec_ghosts.js';
import { lock_is_shown } from '../properties/reader_ghosts.js';
import { fdget, fdput } from './file.js';
import { LOCK_WAITS, locks_delete_block, locks_insert_block, locks_wake_up_blocks } from './locks/blocked.js';

/** fs/locks.c:905, v5.10. */
function locks_conflict(type: int, sys_fl: file_lock): boolean {
  return type === F_WRLCK || sys_fl.fl_type === F_WRLCK;
}

/** fs/locks.c:1163, v5.10: the lock of another owner that conflicts, or NULL. Called with flc_lock held. */
function posix_conflict(ctx: file_lock_context, type: int, owner: Address): file_lock {
  for (let fl = list_first_entry_or_null(ctx.flc_posix); fl; fl = list_next(fl, ctx.flc_posix)) {
    if (fl.fl_owner !== owner && locks_conflict(type, fl)) return fl;
  }
  return NULL;
}

/** fs/locks.c:1203, v5.10: the lock of this owner, or NULL. Called with flc_lock held. */
function posix_find(ctx: file_lock_context, owner: Address): file_lock {
  let fl = list_first_entry_or_null(ctx.flc_posix);
  while (fl && fl.fl_owner !== owner) fl = list_next(fl, ctx.flc_posix);
  return fl;
}

/** fs/locks.c:428, v5.10 (locks_copy_lock), then into the list: fs/locks.c:878 (locks_insert_lock_ctx). */
function insert_lock(list: list_head<file_lock>, fl: file_lock, filp: file, type: int, owner: Address): void {
  fl.fl_owner = owner;
  fl.fl_type = type;
  fl.fl_file = address_of(filp);
  if (LOCK_WAITS) fl.fl_blocked_requests = 0;
  list_add_tail(fl, list);
}

/**
 * fs/locks.c:1131, v5.10, for the whole file; the request is given field by field, as it is never in a list. `sleep` is FL_SLEEP: where
 * another lock conflicts, the request waits for it, and the result is FILE_LOCK_DEFERRED.
 */
function posix_lock_inode(filp: file, type: int, owner: Address, sleep: boolean): int {
  const inode = filp.f_inode;
  const ctx = inode.i_flctx;
  // Got in advance, as flc_lock is a spin lock.
  let new_fl: file_lock = NULL;
  if (type !== F_UNLCK) new_fl = kmem_cache_alloc(filelock_cache, GFP_KERNEL);
  let dispose: file_lock = NULL;
  let error = 0;
  spin_lock(ctx.flc_lock);
  const conflict = type === F_UNLCK ? NULL : posix_conflict(ctx, type, owner);
  if (conflict) {
    error = -EAGAIN;
    if (LOCK_WAITS && sleep) {
      error = FILE_LOCK_DEFERRED;
      locks_insert_block(conflict);
    }
  } else {
    const fl = posix_find(ctx, owner);
    const same = fl !== NULL && fl.fl_type === type;
    if (!same && type !== F_UNLCK) {
      if (new_fl) insert_lock(ctx.flc_posix, new_fl, filp, type, owner);
      else error = -ENOLCK;
    }
    if (fl && !same && !error) {
      list_del(fl, ctx.flc_posix);
      if (LOCK_WAITS) locks_wake_up_blocks(fl);
      dispose = fl;
    }
    if (!same && !error) new_fl = NULL;
  }
  spin_unlock(ctx.flc_lock);
  if (new_fl) kmem_cache_free(filelock_cache, new_fl);
  if (dispose) kmem_cache_free(filelock_cache, dispose);
  return error;
}

/** fs/locks.c:2437, v5.10: asks for the lock until the answer is other than to wait. */
function do_lock_file_wait(filp: file, type: int, owner: Address, sleep: boolean): int {
  let error = posix_lock_inode(filp, type, owner, sleep);
  if (!LOCK_WAITS || !sleep) return error;
  while (error === FILE_LOCK_DEFERRED) {
    error = wait_event_interruptible(current.fl_wait, () => !current.fl_blocked);
    if (error) break;
    error = posix_lock_inode(filp, type, owner, sleep);
  }
  locks_delete_block();
  return error;
}

/** fs/locks.c:2479, v5.10. `filp` is what `fd` was when the call began. */
export function fcntl_setlk(fd: Fd, filp: file, cmd: int, type: int): int {
  const files = current.files;
  const ofd = cmd === F_OFD_SETLK || cmd === F_OFD_SETLKW;
  ghost(() => { if (type === F_UNLCK && !ofd) lock_is_given_up(filp.f_inode, address_of(files)); });
  const sleep = cmd === F_SETLKW || cmd === F_OFD_SETLKW;
  const owner = ofd ? address_of(filp) : address_of(files);
  let error = do_lock_file_wait(filp, type, owner, sleep);
  if (!error && type !== F_UNLCK && !ofd) {
    // A close may have raced with us: it looked for locks before ours was there, and will not come back.
    spin_lock(files.file_lock);
    const f = since('series/8') ? files_lookup_fd_locked(files, fd) : fcheck(fd);
    spin_unlock(files.file_lock);
    if (f !== filp) {
      error = do_lock_file_wait(filp, F_UNLCK, owner, sleep);
      WARN_ON_ONCE(error !== 0);
      error = -EBADF;
    }
  }
  return error;
}

/** fs/locks.c:2699, v5.10: the locks of this owner on the file's inode, whatever descriptor they were taken through. */
export function locks_remove_posix(filp: file, owner: Address): void {
  const inode = filp.f_inode;
  const ctx = inode.i_flctx;
  // No lock is taken for this look. A lock of ours that is being set meanwhile: fcntl_setlk looks at the slot again, and removes it.
  if (list_empty(ctx.flc_posix)) return;
  posix_lock_inode(filp, F_UNLCK, owner, false);
}

/** fs/locks.c:1059, v5.10, without FL_SLEEP: one lock a struct file. */
export function flock_lock_inode(filp: file, type: int): int {
  const inode = filp.f_inode;
  const ctx = inode.i_flctx;
  let new_fl: file_lock = NULL;
  if (type !== F_UNLCK) {
    new_fl = kmem_cache_alloc(filelock_cache, GFP_KERNEL);
    if (!new_fl) return -ENOMEM;
  }
  let dispose: file_lock = NULL;
  let error = 0;
  spin_lock(ctx.flc_lock);
  const fl = flock_find(ctx, address_of(filp));
  if (!fl || fl.fl_type !== type) {
    if (fl) {
      list_del(fl, ctx.flc_flock);
      dispose = fl;
    }
    if (type !== F_UNLCK && flock_conflict(ctx, type)) error = -EAGAIN;
    if (new_fl && !error) {
      insert_lock(ctx.flc_flock, new_fl, filp, type, address_of(filp));
      new_fl = NULL;
    }
  }
  spin_unlock(ctx.flc_lock);
  if (new_fl) kmem_cache_free(filelock_cache, new_fl);
  if (dispose) kmem_cache_free(filelock_cache, dispose);
  return error;
}

/** fs/locks.c:1086, v5.10: the flock of this struct file, or NULL. Called with flc_lock held. */
function flock_find(ctx: file_lock_context, filp: Address): file_lock {
  let fl = list_first_entry_or_null(ctx.flc_flock);
  while (fl && fl.fl_file !== filp) fl = list_next(fl, ctx.flc_flock);
  return fl;
}

/** fs/locks.c:1102, v5.10: does a flock conflict? Our own is out of the list by now. Called with flc_lock held. */
function flock_conflict(ctx: file_lock_context, type: int): boolean {
  for (let fl = list_first_entry_or_null(ctx.flc_flock); fl; fl = list_next(fl, ctx.flc_flock)) {
    if (locks_conflict(type, fl)) return true;
  }
  return false;
}

/** fs/locks.c:307, v5.10 (locks_check_ctx_file_list): a lock that outlives its file is a leak. */
function check_no_lock_left(list: list_head<file_lock>, filp: file): void {
  for (let fl = list_first_entry_or_null(list); fl; fl = list_next(fl, list)) WARN_ON(fl.fl_file === address_of(filp));
}

/** fs/locks.c:2780, v5.10: on the last fput. */
export function locks_remove_file(filp: file): void {
  // OFD locks
  locks_remove_posix(filp, address_of(filp));
  const inode = filp.f_inode;
  const ctx = inode.i_flctx;
  if (!list_empty(ctx.flc_flock)) flock_lock_inode(filp, F_UNLCK);
  spin_lock(ctx.flc_lock);
  check_no_lock_left(ctx.flc_posix, filp);
  check_no_lock_left(ctx.flc_flock, filp);
  spin_unlock(ctx.flc_lock);
}

/** fs/locks.c:2926, v5.10: the locks through this file that are of this owner, or of the file itself. */
function __show_fd_locks(list: list_head<file_lock>, filp: file, files: Address): void {
  for (let fl = list_first_entry_or_null(list); fl; fl = list_next(fl, list)) {
    if (fl.fl_file !== address_of(filp)) continue;
    const owner = fl.fl_owner;
    if (owner !== files && owner !== address_of(filp)) continue;
    ghost(() => lock_is_shown(owner));
  }
}

/** fs/locks.c:2946, v5.10: `files` is a number that is compared; the table may not be there any more. */
export function show_fd_locks(filp: file, files: Address): void {
  const ctx = filp.f_inode.i_flctx;
  spin_lock(ctx.flc_lock);
  __show_fd_locks(ctx.flc_flock, filp, files);
  __show_fd_locks(ctx.flc_posix, filp, files);
  spin_unlock(ctx.flc_lock);
}

/** SYSCALL flock: fs/locks.c:2222, v5.10, with LOCK_NB. */
export function flock(fd: Fd, type: int): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const [filp, fput_needed] = fdget(fd);
  if (filp) {
    ret = flock_lock_inode(filp, type);
    fdput(filp, fput_needed);
  }
  syscall_exit_to_user_mode();
  return ret;
}
