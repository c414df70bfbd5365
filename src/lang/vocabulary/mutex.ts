/**
 * Mutexes: include/linux/mutex.h, kernel/locking/mutex.c, v5.11. Acquire on lock, release on unlock; a lock that fails orders nothing.
 * Taking one may sleep: a report in atomic context, contended or not.
 */
import { access, int, lockdep_acquire, opaque, self, task_ref, when } from './core.js';
import { EINTR } from './errno.js';
import { balanced, not_recursive, sleeping_lock_released, sleeping_lock_taken } from './lock_checks.js';
import { might_sleep_here } from './preempt.js';
import { fatal_signal_pending_here, signal_pending_here } from './signal.js';

export interface mutex extends opaque {
  owner: task_ref;
}

export function mutex_init(lock: mutex): void {
  access('store', 'plain', lock, () => {
    lock.owner = 0;
  });
}

/** Waits until nobody holds the mutex, then holds it. Taking it twice is a report, not a silent hang. */
export function mutex_lock(lock: mutex): void {
  access('lock', 'acquire', lock, () => {
    mutex_may_wait(lock);
    when(lock.owner === 0);
    mutex_take(lock);
  });
}

/** Takes the mutex if nobody holds it; never waits. Adds no lock-order edge. */
export function mutex_trylock(lock: mutex): boolean {
  return access('trylock', 'acquire_if_true', lock, () => {
    if (lock.owner !== 0) return false;
    mutex_take(lock);
    return true;
  });
}

/** 0 when it holds the mutex; -EINTR when any signal came while it waited. A free mutex is taken whatever is pending. */
export function mutex_lock_interruptible(lock: mutex): int {
  return access('lock_interruptible', 'acquire', lock, () => {
    mutex_may_wait(lock);
    if (lock.owner !== 0) {
      when(signal_pending_here());
      return -EINTR;
    }
    mutex_take(lock);
    return 0;
  });
}

/** 0 when it holds the mutex; -EINTR when a fatal signal came while it waited. */
export function mutex_lock_killable(lock: mutex): int {
  return access('lock_interruptible', 'acquire', lock, () => {
    mutex_may_wait(lock);
    if (lock.owner !== 0) {
      when(fatal_signal_pending_here());
      return -EINTR;
    }
    mutex_take(lock);
    return 0;
  });
}

export function mutex_unlock(lock: mutex): void {
  access('unlock', 'release', lock, () => {
    balanced(lock);
    lock.owner = 0;
    sleeping_lock_released();
  });
}

/** Does anybody hold it? */
export function mutex_is_locked(lock: mutex): boolean {
  return access('load', 'once', lock, () => lock.owner !== 0);
}

function mutex_may_wait(lock: mutex): void {
  might_sleep_here();
  lockdep_acquire(lock);
  not_recursive(lock);
}

function mutex_take(lock: mutex): void {
  lock.owner = self() + 1;
  sleeping_lock_taken();
}
