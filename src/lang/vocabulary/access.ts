/**
 * Marked accesses and barriers: include/asm-generic/rwonce.h, include/asm-generic/barrier.h, include/linux/atomic-fallback.h, v5.11;
 * orderings from Documentation/memory-barriers.txt and Documentation/atomic_t.txt. A plain read or write needs no word.
 * Each word is one shared access of the place that it is given.
 */
import { access, NULL, place } from './core.js';

/** A load that the compiler may not tear, repeat or drop. Orders nothing by itself, but dependencies start at it. */
export function READ_ONCE<T>(p: place<T>): T {
  return access('load', 'once', p, () => p);
}

/** A store that the compiler may not tear, repeat or drop. Orders nothing. */
export function WRITE_ONCE<T>(p: place<T>, value: T): void {
  access('store', 'once', p, () => {
    p = value;
  });
}

/** A load; nothing that follows it comes before it. Pairs with smp_store_release(). */
export function smp_load_acquire<T>(p: place<T>): T {
  return access('load', 'acquire', p, () => p);
}

/** A store; nothing that precedes it comes after it. Pairs with smp_load_acquire() and with dependencies. */
export function smp_store_release<T>(p: place<T>, value: T): void {
  access('store', 'release', p, () => {
    p = value;
  });
}

/** A store, then a full barrier: one access, as what follows cannot come before the store. */
export function smp_store_mb<T>(p: place<T>, value: T): void {
  access('store', 'full', p, () => {
    p = value;
  });
}

/** data_race(x): a plain load whose race is meant. Orders nothing; never a data race report. */
export function data_race<T>(p: place<T>): T {
  return access('load', 'relaxed', p, () => p);
}

/** Full barrier: every load and store before it comes before every one after it. */
export function smp_mb(): void {
  access('fence', 'full', NULL, () => {});
}

/** Read barrier: loads before it come before loads after it. */
export function smp_rmb(): void {
  access('fence', 'rmb', NULL, () => {});
}

/** Write barrier: stores before it come before stores after it. */
export function smp_wmb(): void {
  access('fence', 'wmb', NULL, () => {});
}

/** Upgrades the relaxed read-modify-write that follows to a full barrier. */
export function smp_mb__before_atomic(): void {
  smp_mb();
}

/** Upgrades the relaxed read-modify-write just before to a full barrier. */
export function smp_mb__after_atomic(): void {
  smp_mb();
}

/** Full barrier after taking a spin lock (include/linux/spinlock.h). */
export function smp_mb__after_spinlock(): void {
  smp_mb();
}

/** Stores the value, returns what was there: one step, fully ordered. */
export function xchg<T>(p: place<T>, value: T): T {
  return access('rmw', 'full', p, () => {
    const old = p;
    p = value;
    return old;
  });
}

/**
 * Stores `next` if `expected` is there; returns what was there, so that it succeeded iff the result is `expected`. One step.
 * Fully ordered when it succeeds, unordered when it fails.
 */
export function cmpxchg<T>(p: place<T>, expected: T, next: T): T {
  return access('rmw', 'full_if_changed', p, () => {
    const old = p;
    if (old === expected) p = next;
    return old;
  });
}

/** cmpxchg() whose store, when it succeeds, is a release and orders nothing after it. Unordered when it fails. */
export function cmpxchg_release<T>(p: place<T>, expected: T, next: T): T {
  return access('rmw', 'release', p, () => {
    const old = p;
    if (old === expected) p = next;
    return old;
  });
}
