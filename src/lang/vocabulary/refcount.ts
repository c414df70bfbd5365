/**
 * refcount_t: include/linux/refcount.h, lib/refcount.c, v5.11; orderings from Documentation/core-api/refcount-vs-atomic.rst.
 * Where the kernel warns and saturates, the path ends in a report here. Each word is one step.
 */
import { access, check, Int, int, opaque } from './core.js';

/** 0 .. 15: an overflow of the real counter is out of reach, so leaving the range is a model error, except below 0. */
export interface refcount_t extends opaque {
  refs: Int<0, 15>;
}

/** Orders nothing. */
export function refcount_set(r: refcount_t, n: int): void {
  access('store', 'once', r, () => {
    r.refs = n;
  });
}

/** Orders nothing. */
export function refcount_read(r: refcount_t): int {
  return access('load', 'once', r, () => r.refs);
}

/** Adds 1; the caller holds a reference already. Orders nothing. */
export function refcount_inc(r: refcount_t): void {
  access('rmw', 'relaxed', r, () => refs_add(r, 1));
}

/** Adds; the caller holds a reference already. Orders nothing. */
export function refcount_add(i: int, r: refcount_t): void {
  access('rmw', 'relaxed', r, () => refs_add(r, i));
}

/** Adds 1 unless it is 0; did it? Orders nothing but later stores of a task that branches on it. */
export function refcount_inc_not_zero(r: refcount_t): boolean {
  return access('rmw', 'relaxed', r, () => refs_add_not_zero(r, 1));
}

/** Adds unless it is 0; did it? Ordered like refcount_inc_not_zero(). */
export function refcount_add_not_zero(i: int, r: refcount_t): boolean {
  return access('rmw', 'relaxed', r, () => refs_add_not_zero(r, i));
}

/** Subtracts 1; it must not become 0. Release. */
export function refcount_dec(r: refcount_t): void {
  access('rmw', 'release', r, () => {
    check(r.refs > 1, 'refcount', 'refcount_t: decrement hit 0; leaking memory.');
    r.refs = r.refs - 1;
  });
}

/** Subtracts 1; is it 0 now? Release, and acquire when it is. */
export function refcount_dec_and_test(r: refcount_t): boolean {
  return access('rmw', 'release_acquire_if_true', r, () => refs_sub_and_test(r, 1));
}

/** Subtracts; is it 0 now? Release, and acquire when it is. */
export function refcount_sub_and_test(i: int, r: refcount_t): boolean {
  return access('rmw', 'release_acquire_if_true', r, () => refs_sub_and_test(r, i));
}

/** Subtracts 1 if it is 1; did it? Release. */
export function refcount_dec_if_one(r: refcount_t): boolean {
  return access('rmw', 'release', r, () => {
    if (r.refs !== 1) return false;
    r.refs = 0;
    return true;
  });
}

/** Subtracts 1 unless it is 1; did it? Release. */
export function refcount_dec_not_one(r: refcount_t): boolean {
  return access('rmw', 'release', r, () => {
    if (r.refs === 1) return false;
    check(r.refs > 0, 'refcount', 'refcount_t: underflow; use-after-free.');
    r.refs = r.refs - 1;
    return true;
  });
}

function refs_add(r: refcount_t, i: int): void {
  check(r.refs !== 0, 'refcount', 'refcount_t: addition on 0; use-after-free.');
  r.refs = r.refs + i;
}

function refs_add_not_zero(r: refcount_t, i: int): boolean {
  if (r.refs === 0) return false;
  r.refs = r.refs + i;
  return true;
}

function refs_sub_and_test(r: refcount_t, i: int): boolean {
  check(r.refs >= i, 'refcount', 'refcount_t: underflow; use-after-free.');
  r.refs = r.refs - i;
  return r.refs === 0;
}
