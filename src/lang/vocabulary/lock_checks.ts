/** What the locks have in common, for use inside their accesses; not words of a model. Reports as lockdep words them, v5.11. */
import { array, check, Int, lockdep_acquire, self, zeroed } from './core.js';
import { exclusive_lock, lockdep_is_held_shared, shared_lock } from './lockdep.js';
import { might_sleep_here } from './preempt.js';
import { set_has_self, set_with } from './sets.js';

/**
 * How many sleeping locks each task holds, for the check at its exit (task.ts); spin locks count in preempt_depth. A function of the locks
 * held, so it multiplies no states.
 */
export const sleeping_locks_held: array<Int<0, 15>, 'tasks'> = zeroed();

/** For use inside an access, of a sleeping lock that was just taken. */
export function sleeping_lock_taken(): void {
  sleeping_locks_held[self()] = sleeping_locks_held[self()] + 1;
}

/** For use inside an access, of a sleeping lock that was just released. */
export function sleeping_lock_released(): void {
  sleeping_locks_held[self()] = sleeping_locks_held[self()] - 1;
}

/** For use inside a blocking acquire. */
export function not_recursive<L extends exclusive_lock>(lock: L): void {
  check(lock.owner !== self() + 1, 'lockdep', 'WARNING: possible recursive locking detected in %fn');
}

/** For use inside a blocking acquire of a lock that readers share: no shared holder takes it again, in whichever way. */
export function not_recursive_shared<L extends shared_lock>(lock: L): void {
  check(!lockdep_is_held_shared(lock), 'lockdep', 'WARNING: possible recursive locking detected in %fn');
}

/** For use inside an unlock. */
export function balanced<L extends exclusive_lock>(lock: L): void {
  check(lock.owner === self() + 1, 'lockdep', 'WARNING: bad unlock balance detected in %fn');
}

/** For use inside an unlock by a reader. */
export function balanced_read<L extends shared_lock>(lock: L): void {
  check(set_has_self(lock.readers), 'lockdep', 'WARNING: bad unlock balance detected in %fn');
}

/** For use inside a blocking acquire. */
export function rwsem_may_wait<S extends shared_lock>(sem: S): void {
  might_sleep_here();
  lockdep_acquire(sem);
  not_recursive_shared(sem);
}

/** For use inside an acquire. */
export function rwsem_take_read<S extends shared_lock>(sem: S): void {
  sem.readers = set_with(sem.readers, self());
  sleeping_lock_taken();
}

/** For use inside an acquire. */
export function rwsem_take_write<S extends shared_lock>(sem: S): void {
  sem.owner = self() + 1;
  sleeping_lock_taken();
}
