/**
 * Lockdep: include/linux/lockdep.h, v5.11. Lock order is recorded by lockdep_acquire() in each blocking acquire; this file is what a
 * model says of locks that should be held.
 *
 * Every lock has one of two shapes: exclusive_lock (a cell `owner`) or shared_lock (and a cell `readers`).
 */
import { access, check, opaque, self, task_ref, task_set } from './core.js';
import { set_has_self } from './sets.js';

/** A lock that one task holds at a time: spinlock_t, mutex; 0 is nobody, else the task's index + 1. */
export interface exclusive_lock extends opaque {
  owner: task_ref;
}

/** A lock that readers share: rwlock_t, rw_semaphore, percpu_rw_semaphore. `owner` is the writer. */
export interface shared_lock extends opaque {
  owner: task_ref;
  readers: task_set;
}

/** The running task holds the lock exclusively. For a condition that is evaluated inside an access, and for properties. */
export function lockdep_is_held<L extends exclusive_lock>(lock: L): boolean {
  return lock.owner === self() + 1;
}

/** The running task holds the lock shared or exclusively. For a condition that is evaluated inside an access. */
export function lockdep_is_held_shared<L extends shared_lock>(lock: L): boolean {
  return lock.owner === self() + 1 || set_has_self(lock.readers);
}

/** A report unless the running task holds the lock exclusively. */
export function lockdep_assert_held<L extends exclusive_lock>(lock: L): void {
  access('other', 'none', lock, () => check(lockdep_is_held(lock), 'lockdep', 'WARNING: lock not held in %fn'));
}

/** The same, for a lock that could be shared. */
export function lockdep_assert_held_write<L extends exclusive_lock>(lock: L): void {
  lockdep_assert_held(lock);
}

/** A report unless the running task holds the lock to read. */
export function lockdep_assert_held_read<L extends shared_lock>(lock: L): void {
  access('other', 'none', lock, () => check(set_has_self(lock.readers), 'lockdep', 'WARNING: lock not held to read in %fn'));
}

/** lockdep_assert_held() of a lock that readers share: either way will do. */
export function lockdep_assert_held_shared<L extends shared_lock>(lock: L): void {
  access('other', 'none', lock, () => check(lockdep_is_held_shared(lock), 'lockdep', 'WARNING: lock not held in %fn'));
}
