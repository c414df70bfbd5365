/** The ends of a task: kernel/exit.c, kernel/locking/lockdep.c, v5.11. And waits whose never ending is a valid end. */
import { access, check, exit_task, ghost, NULL, self, when } from './core.js';
import { sleeping_locks_held } from './lock_checks.js';
import { preempt_depth } from './preempt.js';
import { rcu_depth } from './rcu.js';

/** Waits for the condition, which is evaluated in one step, raw. Waiting for ever is a valid end: a worker without work. */
export function idle_until(condition: () => boolean): void {
  access('idle', 'acquire', NULL, () => when(condition()));
}

/** Waits for ever: a valid end. */
export function pause_forever(): never {
  idle_until(() => false);
  exit_task();
}

/** A report if the running task holds a lock or is inside a read section: on its way to user mode. No step. */
export function lockdep_sys_exit(): void {
  ghost(() => check(holds_nothing(), 'held-at-exit', 'WARNING: lock held when returning to user space in %fn'));
}

/** A report if the running task still holds a lock or is inside a read section. No step. */
export function debug_check_no_locks_held(): void {
  ghost(() => check(holds_nothing(), 'held-at-exit', 'WARNING: task still has locks held in %fn'));
}

/** The end of do_exit(): the task is gone. Nothing after it runs. */
export function do_task_dead(): never {
  debug_check_no_locks_held();
  exit_task();
}

function holds_nothing(): boolean {
  return sleeping_locks_held[self()] === 0 && preempt_depth[self()] === 0 && rcu_depth[self()] === 0;
}
