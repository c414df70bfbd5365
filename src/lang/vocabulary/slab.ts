/**
 * Memory: include/linux/slab.h, mm/slab_common.c, v5.11. An allocation fails, with NULL, where the spec has a budget for the fault
 * 'enomem'; running out of the pool is a model error. With GFP_KERNEL it may sleep.
 * What is allocated without zeroing is uninitialised until written, locks and counters too: spin_lock_init() and its like are needed.
 */
import { access, alloc_object, check, free_object, inject, int, is_live, NULL, opaque } from './core.js';
import { might_sleep_here } from './preempt.js';

/** What an allocation may do. */
export type gfp_t = int;
/** It may sleep to reclaim memory. */
export const __GFP_DIRECT_RECLAIM = 1;
export const GFP_ATOMIC = 0;
export const GFP_NOWAIT = 0;
export const GFP_KERNEL = __GFP_DIRECT_RECLAIM;
export const GFP_KERNEL_ACCOUNT = __GFP_DIRECT_RECLAIM;

/** A cache of objects of one struct: `export const files_cachep: kmem_cache<files_struct> = zeroed();`. It has no state. */
export interface kmem_cache<T> extends opaque {
  readonly of?: T;
}

/** An uninitialised object, or NULL. */
export function kmem_cache_alloc<T>(cache: kmem_cache<T>, flags: gfp_t): T {
  return access('alloc', 'none', cache, () => uninitialised<T>(flags));
}

/** A zeroed object, or NULL. */
export function kmem_cache_zalloc<T>(cache: kmem_cache<T>, flags: gfp_t): T {
  return access('alloc', 'none', cache, () => zeroed_object<T>(flags));
}

/**
 * An object of a cache with SLAB_TYPESAFE_BY_RCU, or NULL: it is reused at once, whoever still looks at it, and its fields are what
 * its last user left.
 */
export function kmem_cache_alloc_typesafe<T>(cache: kmem_cache<T>, flags: gfp_t): T {
  return access('alloc', 'none', cache, () => as_it_was<T>(flags));
}

/** Frees now, whoever still looks at it. Not for NULL. */
export function kmem_cache_free<T>(cache: kmem_cache<T>, object: T): void {
  access('free', 'none', cache, () => release(object));
}

/** An uninitialised object, or NULL: `const fdt = kmalloc<fdtable>(GFP_KERNEL);`. */
export function kmalloc<T>(flags: gfp_t): T {
  return access('alloc', 'none', NULL, () => uninitialised<T>(flags));
}

/** A zeroed object, or NULL. */
export function kzalloc<T>(flags: gfp_t): T {
  return access('alloc', 'none', NULL, () => zeroed_object<T>(flags));
}

/** Frees now, whoever still looks at it. Nothing happens for NULL. */
export function kfree<T>(object: T): void {
  if (!object) return;
  access('free', 'none', NULL, () => release(object));
}

/** kfree() of memory that may come from vmalloc; may sleep. */
export function kvfree<T>(object: T): void {
  if (!object) return;
  access('free', 'none', NULL, () => {
    might_sleep_here();
    release(object);
  });
}

function uninitialised<T>(flags: gfp_t): T {
  return allocation_fails(flags) ? NULL : alloc_object<T>('uninit');
}

function zeroed_object<T>(flags: gfp_t): T {
  return allocation_fails(flags) ? NULL : alloc_object<T>('zero');
}

function as_it_was<T>(flags: gfp_t): T {
  return allocation_fails(flags) ? NULL : alloc_object<T>('keep');
}

function allocation_fails(flags: gfp_t): boolean {
  if (flags & __GFP_DIRECT_RECLAIM) might_sleep_here();
  return inject('enomem');
}

function release<T>(object: T): void {
  check(is_live(object), 'double-free', 'BUG: KASAN: double-free or invalid-free in %fn');
  free_object(object);
}
