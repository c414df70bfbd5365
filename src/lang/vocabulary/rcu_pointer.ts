/**
 * Pointers to what RCU protects: include/linux/rcupdate.h, v5.11. Each word is one access of the place that it is given; a condition
 * is a lambda, evaluated in that same step: `rcu_dereference_check(files.fdt, () => lockdep_is_held(files.file_lock))`.
 */
import { access, check, is_constant, NULL, place } from './core.js';
import { rcu_read_lock_held, rcu_read_lock_sched_held } from './rcu.js';

/** Reads the pointer, inside rcu_read_lock(). What is read through it comes after (address dependency). */
export function rcu_dereference<T>(p: place<T>): T {
  return access('load', 'once', p, () => {
    check(rcu_read_lock_held(), 'rcu-usage', 'WARNING: suspicious RCU usage in %fn');
    return p;
  });
}

/** Reads the pointer, inside rcu_read_lock_sched() or preempt_disable(). */
export function rcu_dereference_sched<T>(p: place<T>): T {
  return access('load', 'once', p, () => {
    check(rcu_read_lock_sched_held(), 'rcu-usage', 'WARNING: suspicious RCU usage in %fn');
    return p;
  });
}

/** Reads the pointer, inside rcu_read_lock() or where the condition holds. */
export function rcu_dereference_check<T>(p: place<T>, condition: () => boolean): T {
  return access('load', 'once', p, () => {
    check(rcu_read_lock_held() || condition(), 'rcu-usage', 'WARNING: suspicious RCU usage in %fn');
    return p;
  });
}

/** Reads the pointer where the condition keeps every writer out: a plain load. A read section is not enough. */
export function rcu_dereference_protected<T>(p: place<T>, condition: () => boolean): T {
  return access('load', 'plain', p, () => {
    check(condition(), 'rcu-usage', 'WARNING: suspicious RCU usage in %fn');
    return p;
  });
}

/** Reads the pointer; whatever makes that right is not checked. */
export function rcu_dereference_raw<T>(p: place<T>): T {
  return access('load', 'once', p, () => p);
}

/** Reads the pointer's value, to compare it and not to follow it. Anywhere. */
export function rcu_access_pointer<T>(p: place<T>): T {
  return access('load', 'once', p, () => p);
}

/** Publishes: a release, so whoever reads the pointer sees what it points to. Of a constant NULL it is a WRITE_ONCE(). */
export function rcu_assign_pointer<T>(p: place<T>, value: T): void {
  if (is_constant(value) && value === NULL) {
    RCU_INIT_POINTER(p, value);
    return;
  }
  access('store', 'release', p, () => {
    p = value;
  });
}

/** Stores without order: for NULL, or where no reader can reach it yet. */
export function RCU_INIT_POINTER<T>(p: place<T>, value: T): void {
  access('store', 'once', p, () => {
    p = value;
  });
}

/** Stores the new value, returns the old one: two plain accesses, where the condition keeps other writers out. */
export function rcu_replace_pointer<T>(p: place<T>, value: T, condition: () => boolean): T {
  const old = rcu_dereference_protected(p, condition);
  rcu_assign_pointer(p, value);
  return old;
}
