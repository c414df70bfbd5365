/**
 * Atomic context: include/linux/preempt.h and kernel/sched/core.c (___might_sleep), v5.11. One depth a task covers held spin
 * locks, preempt_disable() and RCU read sections (rcu.ts); it is a function of what the task is inside, so it multiplies no states.
 */
import { array, check, ghost, Int, self, zeroed } from './core.js';

/** Depth of preemption-disabled sections a task; 15 is more than the code under study nests. */
export const preempt_depth: array<Int<0, 15>, 'tasks'> = zeroed();

/** For use inside an access. */
export function preempt_count_add(): void {
  preempt_depth[self()] = preempt_depth[self()] + 1;
}

/** For use inside an access. */
export function preempt_count_sub(): void {
  preempt_depth[self()] = preempt_depth[self()] - 1;
}

/** For use inside an access: this may block, so no spin lock may be held, preemption is enabled, and it is no RCU read section. */
export function might_sleep_here(): void {
  check(preempt_depth[self()] === 0, 'atomic-sleep', 'BUG: sleeping function called from invalid context in %fn');
}

/** Says that what follows may block; a report in atomic context. No step: only the task itself changes its depth. */
export function might_sleep(): void {
  ghost(() => might_sleep_here());
}
