/**
 * Assertions: include/asm-generic/bug.h, v5.11. The condition is evaluated before (its loads are steps); the test itself is no step.
 * In the kernel a WARN goes on; here it ends the path in a report, so that the shortest trail to it is shown.
 */
import { check, exit_task } from './core.js';

/** The model claims the condition here. Not a word of the kernel. */
export function assert(condition: boolean): void {
  check(condition, 'assert', 'assertion failed in %fn');
}

export function BUG_ON(condition: boolean): void {
  check(!condition, 'bug', 'kernel BUG in %fn');
}

export function BUG(): never {
  check(false, 'bug', 'kernel BUG in %fn');
  exit_task();
}

/** Returns the condition, for `if (WARN_ON(x)) return;`. */
export function WARN_ON(condition: boolean): boolean {
  check(!condition, 'warn', 'WARNING in %fn');
  return condition;
}

/** The first time is the only time here: the path ends. */
export function WARN_ON_ONCE(condition: boolean): boolean {
  return WARN_ON(condition);
}
