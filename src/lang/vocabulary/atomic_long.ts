/** atomic_long_t: include/asm-generic/atomic-long.h, v5.11. The words, ranges and orderings of atomic.ts; struct file counts its references with it. */
import { access, Int, int, opaque } from './core.js';

export interface atomic_long_t extends opaque {
  counter: Int<-8, 31>;
}

/** The value. Like READ_ONCE(). */
export function atomic_long_read(v: atomic_long_t): int {
  return access('load', 'once', v, () => v.counter);
}

/** The value. Like smp_load_acquire(). */
export function atomic_long_read_acquire(v: atomic_long_t): int {
  return access('load', 'acquire', v, () => v.counter);
}

/** Like WRITE_ONCE(). */
export function atomic_long_set(v: atomic_long_t, i: int): void {
  access('store', 'once', v, () => {
    v.counter = i;
  });
}

/** Like smp_store_release(). */
export function atomic_long_set_release(v: atomic_long_t, i: int): void {
  access('store', 'release', v, () => {
    v.counter = i;
  });
}

/** Adds; orders nothing. */
export function atomic_long_add(i: int, v: atomic_long_t): void {
  access('rmw', 'relaxed', v, () => {
    v.counter = v.counter + i;
  });
}

/** Subtracts; orders nothing. */
export function atomic_long_sub(i: int, v: atomic_long_t): void {
  access('rmw', 'relaxed', v, () => {
    v.counter = v.counter - i;
  });
}

/** Adds 1; orders nothing. */
export function atomic_long_inc(v: atomic_long_t): void {
  access('rmw', 'relaxed', v, () => {
    v.counter = v.counter + 1;
  });
}

/** Subtracts 1; orders nothing. */
export function atomic_long_dec(v: atomic_long_t): void {
  access('rmw', 'relaxed', v, () => {
    v.counter = v.counter - 1;
  });
}

/** Adds, returns the new value; fully ordered. */
export function atomic_long_add_return(i: int, v: atomic_long_t): int {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter + i;
    return v.counter;
  });
}

/** Subtracts, returns the new value; fully ordered. */
export function atomic_long_sub_return(i: int, v: atomic_long_t): int {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter - i;
    return v.counter;
  });
}

/** Adds 1, returns the new value; fully ordered. */
export function atomic_long_inc_return(v: atomic_long_t): int {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter + 1;
    return v.counter;
  });
}

/** Subtracts 1, returns the new value; fully ordered. */
export function atomic_long_dec_return(v: atomic_long_t): int {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter - 1;
    return v.counter;
  });
}

/** Adds, returns the old value; fully ordered. */
export function atomic_long_fetch_add(i: int, v: atomic_long_t): int {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter + i;
    return v.counter - i;
  });
}

/** Subtracts, returns the old value; fully ordered. */
export function atomic_long_fetch_sub(i: int, v: atomic_long_t): int {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter - i;
    return v.counter + i;
  });
}

/** Adds 1, returns the old value; fully ordered. */
export function atomic_long_fetch_inc(v: atomic_long_t): int {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter + 1;
    return v.counter - 1;
  });
}

/** Subtracts 1, returns the old value; fully ordered. */
export function atomic_long_fetch_dec(v: atomic_long_t): int {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter - 1;
    return v.counter + 1;
  });
}

/** Subtracts; is the new value 0? Fully ordered. */
export function atomic_long_sub_and_test(i: int, v: atomic_long_t): boolean {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter - i;
    return v.counter === 0;
  });
}

/** Subtracts 1; is the new value 0? Fully ordered. */
export function atomic_long_dec_and_test(v: atomic_long_t): boolean {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter - 1;
    return v.counter === 0;
  });
}

/** Adds 1; is the new value 0? Fully ordered. */
export function atomic_long_inc_and_test(v: atomic_long_t): boolean {
  return access('rmw', 'full', v, () => {
    v.counter = v.counter + 1;
    return v.counter === 0;
  });
}

/** Sets, returns the old value; fully ordered. */
export function atomic_long_xchg(v: atomic_long_t, i: int): int {
  return access('rmw', 'full', v, () => {
    const old = v.counter;
    v.counter = i;
    return old;
  });
}

/** Sets `next` if the value is `expected`; returns the old value. Fully ordered when it sets, else unordered. */
export function atomic_long_cmpxchg(v: atomic_long_t, expected: int, next: int): int {
  return access('rmw', 'full_if_changed', v, () => {
    const old = v.counter;
    if (old === expected) v.counter = next;
    return old;
  });
}

/** Adds unless the value is `unless`; did it? Fully ordered when it adds, else unordered. */
export function atomic_long_add_unless(v: atomic_long_t, i: int, unless: int): boolean {
  return access('rmw', 'full_if_changed', v, () => {
    if (v.counter === unless) return false;
    v.counter = v.counter + i;
    return true;
  });
}

/** Adds 1 unless the value is 0; did it? Fully ordered when it adds, else unordered. */
export function atomic_long_inc_not_zero(v: atomic_long_t): boolean {
  return access('rmw', 'full_if_changed', v, () => {
    if (v.counter === 0) return false;
    v.counter = v.counter + 1;
    return true;
  });
}

/** Subtracts 1 unless the result would be negative; returns what the result is or would be. Ordered like atomic_long_add_unless(). */
export function atomic_long_dec_if_positive(v: atomic_long_t): int {
  return access('rmw', 'full_if_changed', v, () => {
    const next = v.counter - 1;
    if (next >= 0) v.counter = next;
    return next;
  });
}
