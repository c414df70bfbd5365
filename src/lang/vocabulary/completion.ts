/**
 * Completions: include/linux/completion.h, kernel/sched/completion.c, v5.11. complete() is a release and, as it wakes, a full barrier;
 * the end of a wait is an acquire.
 */
import { access, Int, int, opaque, when } from './core.js';
import { ERESTARTSYS } from './errno.js';
import { might_sleep_here } from './preempt.js';
import { fatal_signal_pending_here, signal_pending_here } from './signal.js';

/** What `done` is after complete_all(): the kernel's UINT_MAX. */
const COMPLETED_FOR_ALL = 7;

export interface completion extends opaque {
  done: Int<0, 7>;
}

export function init_completion(x: completion): void {
  access('store', 'plain', x, () => {
    x.done = 0;
  });
}

/** Makes it usable again after complete_all(). */
export function reinit_completion(x: completion): void {
  access('store', 'plain', x, () => {
    x.done = 0;
  });
}

/** Lets one waiter go on, now or when it comes. */
export function complete(x: completion): void {
  access('wake', 'full', x, () => {
    if (x.done !== COMPLETED_FOR_ALL) x.done = x.done + 1;
  });
}

/** Lets all waiters go on, now and from now on. */
export function complete_all(x: completion): void {
  access('wake', 'full', x, () => {
    x.done = COMPLETED_FOR_ALL;
  });
}

/** Waits for complete(). May sleep. */
export function wait_for_completion(x: completion): void {
  access('wait', 'acquire', x, () => {
    might_sleep_here();
    when(x.done !== 0);
    consume(x);
  });
}

/** 0 when completed; -ERESTARTSYS when a fatal signal came before. */
export function wait_for_completion_killable(x: completion): int {
  return access('wait', 'acquire', x, () => {
    might_sleep_here();
    if (x.done === 0) {
      when(fatal_signal_pending_here());
      return -ERESTARTSYS;
    }
    consume(x);
    return 0;
  });
}

/** 0 when completed; -ERESTARTSYS when any signal came before. */
export function wait_for_completion_interruptible(x: completion): int {
  return access('wait', 'acquire', x, () => {
    might_sleep_here();
    if (x.done === 0) {
      when(signal_pending_here());
      return -ERESTARTSYS;
    }
    consume(x);
    return 0;
  });
}

/** Takes a completion if there is one; never waits. */
export function try_wait_for_completion(x: completion): boolean {
  return access('rmw', 'acquire', x, () => {
    if (x.done === 0) return false;
    consume(x);
    return true;
  });
}

/** Would a wait go on at once? Takes nothing. */
export function completion_done(x: completion): boolean {
  return access('load', 'once', x, () => x.done !== 0);
}

function consume(x: completion): void {
  if (x.done !== COMPLETED_FOR_ALL) x.done = x.done - 1;
}
