/** Spin locks: include/linux/spinlock.h, v5.11. Acquire on lock, release on unlock (Documentation/memory-barriers.txt, LOCK). */
import { access, check, lockdep_acquire, opaque, self, task_ref, when } from './core.js';
import { preempt_count_add, preempt_count_sub } from './preempt.js';

export interface spinlock_t extends opaque {
  owner: task_ref;
}

export function spin_lock_init(lock: spinlock_t): void {
  access('store', 'plain', lock, () => {
    lock.owner = 0;
  });
}

/** Waits until nobody holds the lock, then holds it. Taking it twice is a report, not a silent hang. */
export function spin_lock(lock: spinlock_t): void {
  access('lock', 'acquire', lock, () => {
    lockdep_acquire(lock);
    check(lock.owner !== self() + 1, 'lockdep', 'WARNING: possible recursive locking detected in %fn');
    when(lock.owner === 0);
    lock.owner = self() + 1;
    preempt_count_add();
  });
}

/** Takes the lock if nobody holds it; never waits. Adds no lock-order edge. */
export function spin_trylock(lock: spinlock_t): boolean {
  return access('trylock', 'acquire_if_true', lock, () => {
    if (lock.owner !== 0) return false;
    lock.owner = self() + 1;
    preempt_count_add();
    return true;
  });
}

export function spin_unlock(lock: spinlock_t): void {
  access('unlock', 'release', lock, () => {
    check(lock.owner === self() + 1, 'lockdep', 'WARNING: bad unlock balance detected in %fn');
    lock.owner = 0;
    preempt_count_sub();
  });
}

export function spin_is_locked(lock: spinlock_t): boolean {
  return access('load', 'relaxed', lock, () => lock.owner !== 0);
}

/** There are no interrupts in the model: the same as spin_lock(). */
export function spin_lock_irq(lock: spinlock_t): void {
  spin_lock(lock);
}

export function spin_unlock_irq(lock: spinlock_t): void {
  spin_unlock(lock);
}
