/**
 * Reader-writer semaphores: include/linux/rwsem.h, kernel/locking/rwsem.c, v5.11. Acquire on lock, release on unlock. The kernel's
 * lock hands over in order; this one lets readers and writers in in any order, which includes that one. Taking one may sleep.
 */
import { access, int, opaque, self, task_ref, task_set, when } from './core.js';
import { EINTR } from './errno.js';
import { balanced, balanced_read, not_recursive_shared, rwsem_may_wait, rwsem_take_read, rwsem_take_write, sleeping_lock_released } from './lock_checks.js';
import { might_sleep_here } from './preempt.js';
import { set_with, set_without } from './sets.js';
import { fatal_signal_pending_here, signal_pending_here } from './signal.js';

export interface rw_semaphore extends opaque {
  owner: task_ref;
  readers: task_set;
}

export function init_rwsem(sem: rw_semaphore): void {
  access('store', 'plain', sem, () => {
    sem.owner = 0;
    sem.readers = 0;
  });
}

/** Waits until no task writes, then holds the semaphore to read. A reader that takes it again is a report. */
export function down_read(sem: rw_semaphore): void {
  access('lock', 'acquire', sem, () => {
    rwsem_may_wait(sem);
    when(sem.owner === 0);
    rwsem_take_read(sem);
  });
}

/** 0 when it holds the semaphore to read; -EINTR when any signal came while it waited. */
export function down_read_interruptible(sem: rw_semaphore): int {
  return access('lock_interruptible', 'acquire', sem, () => {
    rwsem_may_wait(sem);
    if (sem.owner !== 0) {
      when(signal_pending_here());
      return -EINTR;
    }
    rwsem_take_read(sem);
    return 0;
  });
}

/** 0 when it holds the semaphore to read; -EINTR when a fatal signal came while it waited. */
export function down_read_killable(sem: rw_semaphore): int {
  return access('lock_interruptible', 'acquire', sem, () => {
    rwsem_may_wait(sem);
    if (sem.owner !== 0) {
      when(fatal_signal_pending_here());
      return -EINTR;
    }
    rwsem_take_read(sem);
    return 0;
  });
}

/**
 * down_read_killable of a second lock of the class (SINGLE_DEPTH_NESTING), whose order the caller vouches for: it adds nothing to the graph
 * of lock classes.
 */
export function down_read_killable_nested(sem: rw_semaphore): int {
  return access('lock_interruptible', 'acquire', sem, () => {
    might_sleep_here();
    not_recursive_shared(sem);
    if (sem.owner !== 0) {
      when(fatal_signal_pending_here());
      return -EINTR;
    }
    rwsem_take_read(sem);
    return 0;
  });
}

/** Holds the semaphore to read if no task writes; never waits. */
export function down_read_trylock(sem: rw_semaphore): boolean {
  return access('trylock', 'acquire_if_true', sem, () => {
    if (sem.owner !== 0) return false;
    rwsem_take_read(sem);
    return true;
  });
}

export function up_read(sem: rw_semaphore): void {
  access('unlock', 'release', sem, () => {
    balanced_read(sem);
    sem.readers = set_without(sem.readers, self());
    sleeping_lock_released();
  });
}

/** Waits until nobody holds the semaphore in any way, then holds it to write. */
export function down_write(sem: rw_semaphore): void {
  access('lock', 'acquire', sem, () => {
    rwsem_may_wait(sem);
    when(sem.owner === 0 && sem.readers === 0);
    rwsem_take_write(sem);
  });
}

/** 0 when it holds the semaphore to write; -EINTR when a fatal signal came while it waited. */
export function down_write_killable(sem: rw_semaphore): int {
  return access('lock_interruptible', 'acquire', sem, () => {
    rwsem_may_wait(sem);
    if (sem.owner !== 0 || sem.readers !== 0) {
      when(fatal_signal_pending_here());
      return -EINTR;
    }
    rwsem_take_write(sem);
    return 0;
  });
}

/** Holds the semaphore to write if nobody holds it; never waits. */
export function down_write_trylock(sem: rw_semaphore): boolean {
  return access('trylock', 'acquire_if_true', sem, () => {
    if (sem.owner !== 0 || sem.readers !== 0) return false;
    rwsem_take_write(sem);
    return true;
  });
}

export function up_write(sem: rw_semaphore): void {
  access('unlock', 'release', sem, () => {
    balanced(sem);
    sem.owner = 0;
    sleeping_lock_released();
  });
}

/** The writer becomes a reader, with no moment between in which another could write. */
export function downgrade_write(sem: rw_semaphore): void {
  access('unlock', 'release', sem, () => {
    balanced(sem);
    sem.owner = 0;
    sem.readers = set_with(sem.readers, self());
  });
}
