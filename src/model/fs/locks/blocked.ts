// SPDX-License-Identifier: GPL-2.0-only
/**
 * Requests that wait for a lock: fs/locks.c:703 to 876 and 2437, v5.10. In specs with the bound 'lock_waits'. A task waits for one lock at
 * a time, so that its request is a part of task_struct; requests wait for locks only, not for each other, and all of a lock's are woken.
 */
import {
  access, bound, NULL, objects, self, set_has, set_with, set_without, smp_load_acquire, smp_store_release, spin_lock, spin_unlock, spinlock_t,
  task_index, wake_up, zeroed,
} from 'fdcheck/lang';
import type { file_lock } from '../../include/linux/fs.js';
import { current, task_struct } from '../../include/linux/sched.js';

/** Whether anybody waits for a lock: F_SETLKW. */
export const LOCK_WAITS = bound('lock_waits', 0) > 0;

/** fs/locks.c:243, v5.10: protects fl_blocker, and who is blocked by a lock. */
const blocked_lock_lock: spinlock_t = zeroed();

/** fs/locks.c:724, v5.10 (__locks_delete_block): the request is blocked by nobody any more. One change of the list. */
function __locks_delete_block(blocker: file_lock, waiter: task_struct): void {
  access('store', 'plain', blocker.fl_blocked_requests, () => {
    blocker.fl_blocked_requests = set_without(blocker.fl_blocked_requests, task_index(waiter));
    waiter.fl_blocked = false;
  });
}

/** include/linux/list.h:521, v5.10 (list_first_entry): a task whose request the lock blocks, or NULL. One load of the list. */
function first_blocked(blocker: file_lock): task_struct {
  return access('load', 'plain', blocker.fl_blocked_requests, () => {
    for (const t of objects<task_struct>()) {
      if (set_has(blocker.fl_blocked_requests, task_index(t))) return t;
    }
    return NULL;
  });
}

/** fs/locks.c:730, v5.10. */
function __locks_wake_up_blocks(blocker: file_lock): void {
  for (let waiter = first_blocked(blocker); waiter; waiter = first_blocked(blocker)) {
    __locks_delete_block(blocker, waiter);
    wake_up(waiter.fl_wait);
    // The request may be gone from here on.
    smp_store_release(waiter.fl_blocker, NULL);
  }
}

/** fs/locks.c:758, v5.10: the running task waits for no lock any more. */
export function locks_delete_block(): void {
  const me = current;
  if (!smp_load_acquire(me.fl_blocker)) return;
  spin_lock(blocked_lock_lock);
  const blocker = me.fl_blocker;
  if (blocker) {
    __locks_delete_block(blocker, me);
    smp_store_release(me.fl_blocker, NULL);
  }
  spin_unlock(blocked_lock_lock);
}

/** fs/locks.c:845, v5.10 (locks_insert_block): the running task waits for that lock. Called with flc_lock held. */
export function locks_insert_block(blocker: file_lock): void {
  const me = current;
  spin_lock(blocked_lock_lock);
  me.fl_blocker = blocker;
  access('store', 'plain', blocker.fl_blocked_requests, () => {
    blocker.fl_blocked_requests = set_with(blocker.fl_blocked_requests, self());
    me.fl_blocked = true;
  });
  spin_unlock(blocked_lock_lock);
}

/** fs/locks.c:860, v5.10: whoever waits for that lock tries again. Called with flc_lock held, under which alone the list grows. */
export function locks_wake_up_blocks(blocker: file_lock): void {
  if (blocker.fl_blocked_requests === 0) return;
  spin_lock(blocked_lock_lock);
  __locks_wake_up_blocks(blocker);
  spin_unlock(blocked_lock_lock);
}
