/**
 * RCU: include/linux/rcupdate.h, kernel/rcu/tree.c, v5.11. A reader is a task inside rcu_read_lock(), rcu_read_lock_sched() or
 * preempt_disable(): the flavours are one since v4.20. A spin-lock section is no reader, as it is none on a real-time kernel.
 * A grace period is the set of readers at its start; a task leaves it in the step in which it leaves its outermost section.
 * What waits for one: rcu_sync.ts. How pointers are read: rcu_pointer.ts.
 */
import { access, array, check, Int, rcu_nesting, rcu_quiesce, self, zeroed } from './core.js';
import { preempt_count_add, preempt_count_sub } from './preempt.js';

/** Depth of read sections of every flavour, a task. */
export const rcu_depth: array<rcu_nesting, 'tasks'> = zeroed();

/** Of these, how many are rcu_read_lock(): what rcu_dereference() asks for. */
export const rcu_read_depth: array<Int<0, 15>, 'tasks'> = zeroed();

/** Starts a read section: what it can see is not freed before it ends. Orders nothing; nests. No sleeping inside. */
export function rcu_read_lock(): void {
  access('rcu', 'none', rcu_depth[self()], () => {
    rcu_read_depth[self()] = rcu_read_depth[self()] + 1;
    section_enter();
  });
}

export function rcu_read_unlock(): void {
  access('rcu', 'none', rcu_depth[self()], () => {
    check(rcu_read_depth[self()] > 0, 'lockdep', 'WARNING: bad unlock balance detected in %fn');
    rcu_read_depth[self()] = rcu_read_depth[self()] - 1;
    section_leave();
  });
}

/** Starts a read section for rcu_dereference_sched(), with preemption disabled. */
export function rcu_read_lock_sched(): void {
  access('rcu', 'none', rcu_depth[self()], () => section_enter());
}

export function rcu_read_unlock_sched(): void {
  access('rcu', 'none', rcu_depth[self()], () => {
    check(rcu_read_lock_sched_held(), 'lockdep', 'WARNING: bad unlock balance detected in %fn');
    section_leave();
  });
}

/** Atomic context, and a read section. include/linux/preempt.h */
export function preempt_disable(): void {
  rcu_read_lock_sched();
}

export function preempt_enable(): void {
  rcu_read_unlock_sched();
}

/** Is the running task inside rcu_read_lock()? For a condition that is evaluated inside an access. */
export function rcu_read_lock_held(): boolean {
  return rcu_read_depth[self()] > 0;
}

/** Is the running task inside rcu_read_lock_sched() or preempt_disable()? For a condition that is evaluated inside an access. */
export function rcu_read_lock_sched_held(): boolean {
  return rcu_depth[self()] > rcu_read_depth[self()];
}

/** A report if the condition holds: `RCU_LOCKDEP_WARN(() => !rcu_read_lock_held())`. Evaluated in one step. */
export function RCU_LOCKDEP_WARN(suspicious: () => boolean): void {
  access('other', 'none', rcu_depth[self()], () => check(!suspicious(), 'rcu-usage', 'WARNING: suspicious RCU usage in %fn'));
}

function section_enter(): void {
  rcu_depth[self()] = rcu_depth[self()] + 1;
  preempt_count_add();
}

function section_leave(): void {
  rcu_depth[self()] = rcu_depth[self()] - 1;
  preempt_count_sub();
  if (rcu_depth[self()] === 0) rcu_quiesce();
}
