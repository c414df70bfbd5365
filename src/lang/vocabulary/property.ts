/** Words for properties; reads in them are raw. See docs/language.md, Properties. */
import { exclusive_lock } from './lockdep.js';

/** No task holds the lock exclusively. Readers of a shared lock do not count: what it protects is whole while they read. */
export function lock_is_free<L extends exclusive_lock>(lock: L): boolean {
  return lock.owner === 0;
}

/** Demands the condition only where nobody is inside the lock's section: `under(files.file_lock, () => ...)`. */
export function under<L extends exclusive_lock>(lock: L, holds: () => boolean): boolean {
  return !lock_is_free(lock) || holds();
}

/** a ⇒ b; b is evaluated only where a holds. */
export function implies(a: boolean, b: () => boolean): boolean {
  return !a || b();
}
