/**
 * Per-CPU reader-writer semaphores: include/linux/percpu-rwsem.h, kernel/locking/percpu-rwsem.c, v5.11. That readers are cheap does not
 * show here; acquire on lock, release on unlock. Taking one may sleep.
 */
import { access, opaque, self, task_ref, task_set, when } from './core.js';
import { balanced, balanced_read, rwsem_may_wait, rwsem_take_read, rwsem_take_write, sleeping_lock_released } from './lock_checks.js';
import { set_without } from './sets.js';

export interface percpu_rw_semaphore extends opaque {
  owner: task_ref;
  readers: task_set;
}

/** Waits until no task writes, then holds the semaphore to read. A reader that takes it again is a report. */
export function percpu_down_read(sem: percpu_rw_semaphore): void {
  access('lock', 'acquire', sem, () => {
    rwsem_may_wait(sem);
    when(sem.owner === 0);
    rwsem_take_read(sem);
  });
}

/** Holds the semaphore to read if no task writes; never waits. */
export function percpu_down_read_trylock(sem: percpu_rw_semaphore): boolean {
  return access('trylock', 'acquire_if_true', sem, () => {
    if (sem.owner !== 0) return false;
    rwsem_take_read(sem);
    return true;
  });
}

export function percpu_up_read(sem: percpu_rw_semaphore): void {
  access('unlock', 'release', sem, () => {
    balanced_read(sem);
    sem.readers = set_without(sem.readers, self());
    sleeping_lock_released();
  });
}

/** Waits until nobody holds the semaphore in any way, then holds it to write. */
export function percpu_down_write(sem: percpu_rw_semaphore): void {
  access('lock', 'acquire', sem, () => {
    rwsem_may_wait(sem);
    when(sem.owner === 0 && sem.readers === 0);
    rwsem_take_write(sem);
  });
}

export function percpu_up_write(sem: percpu_rw_semaphore): void {
  access('unlock', 'release', sem, () => {
    balanced(sem);
    sem.owner = 0;
    sleeping_lock_released();
  });
}
