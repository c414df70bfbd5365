/**
 * Reader-writer spin locks: include/linux/rwlock.h, v5.11. Acquire on lock, release on unlock. The kernel's queued lock is fair to
 * writers; this one lets readers and writers in in any order, which includes that one. A reader that takes it again is a report, as it
 * deadlocks when a writer comes between.
 */
import { access, lockdep_acquire, opaque, self, task_ref, task_set, when } from './core.js';
import { balanced, balanced_read, not_recursive_shared } from './lock_checks.js';
import { preempt_count_add, preempt_count_sub } from './preempt.js';
import { set_with, set_without } from './sets.js';

export interface rwlock_t extends opaque {
  owner: task_ref;
  readers: task_set;
}

export function rwlock_init(lock: rwlock_t): void {
  access('store', 'plain', lock, () => {
    lock.owner = 0;
    lock.readers = 0;
  });
}

/** Waits until no task writes, then holds the lock to read. */
export function read_lock(lock: rwlock_t): void {
  access('lock', 'acquire', lock, () => {
    lockdep_acquire(lock);
    not_recursive_shared(lock);
    when(lock.owner === 0);
    lock.readers = set_with(lock.readers, self());
    preempt_count_add();
  });
}

/** Holds the lock to read if no task writes; never waits. */
export function read_trylock(lock: rwlock_t): boolean {
  return access('trylock', 'acquire_if_true', lock, () => {
    if (lock.owner !== 0) return false;
    lock.readers = set_with(lock.readers, self());
    preempt_count_add();
    return true;
  });
}

export function read_unlock(lock: rwlock_t): void {
  access('unlock', 'release', lock, () => {
    balanced_read(lock);
    lock.readers = set_without(lock.readers, self());
    preempt_count_sub();
  });
}

/** Waits until nobody holds the lock in any way, then holds it to write. */
export function write_lock(lock: rwlock_t): void {
  access('lock', 'acquire', lock, () => {
    lockdep_acquire(lock);
    not_recursive_shared(lock);
    when(lock.owner === 0 && lock.readers === 0);
    lock.owner = self() + 1;
    preempt_count_add();
  });
}

/** Holds the lock to write if nobody holds it; never waits. */
export function write_trylock(lock: rwlock_t): boolean {
  return access('trylock', 'acquire_if_true', lock, () => {
    if (lock.owner !== 0 || lock.readers !== 0) return false;
    lock.owner = self() + 1;
    preempt_count_add();
    return true;
  });
}

export function write_unlock(lock: rwlock_t): void {
  access('unlock', 'release', lock, () => {
    balanced(lock);
    lock.owner = 0;
    preempt_count_sub();
  });
}
