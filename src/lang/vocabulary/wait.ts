/**
 * Wait queues: include/linux/wait.h, kernel/sched/wait.c, v5.11. A waiter sleeps until a wake_up of its queue has marked it, whatever
 * the condition is by then: so a forgotten wake_up is found, as a hung task. Exclusive waiters are not modelled, so wake_up() wakes all.
 */
import { access, int, opaque, self, task_set, when } from './core.js';
import { ERESTARTSYS } from './errno.js';
import { might_sleep, might_sleep_here } from './preempt.js';
import { set_has_self, set_with, set_without } from './sets.js';
import { fatal_signal_pending_here, signal_pending_here } from './signal.js';

export interface wait_queue_head_t extends opaque {
  /** Tasks in the queue: each is going to sleep, or asleep, until a wake_up takes it out. */
  waiting: task_set;
}

export function init_waitqueue_head(wq: wait_queue_head_t): void {
  access('store', 'plain', wq, () => {
    wq.waiting = 0;
  });
}

/**
 * Sleeps until the condition holds. It is evaluated by the caller, each load a step: first without the queue, then each time after
 * having entered it. May sleep, so a report in atomic context even if the condition holds at once.
 */
export function wait_event(wq: wait_queue_head_t, condition: () => boolean): void {
  might_sleep();
  if (condition()) return;
  for (;;) {
    prepare_to_wait(wq);
    if (condition()) break;
    access('wait', 'full', wq, () => when(!set_has_self(wq.waiting)));
  }
  finish_wait(wq);
}

/** 0 when the condition holds; -ERESTARTSYS when a fatal signal came first. */
export function wait_event_killable(wq: wait_queue_head_t, condition: () => boolean): int {
  might_sleep();
  if (condition()) return 0;
  for (;;) {
    const killed = access('wait', 'full', wq, () => enter_unless(wq, fatal_signal_pending_here()));
    if (condition()) break;
    if (killed) return -ERESTARTSYS;
    access('wait', 'full', wq, () => when(!set_has_self(wq.waiting) || fatal_signal_pending_here()));
  }
  finish_wait(wq);
  return 0;
}

/** 0 when the condition holds; -ERESTARTSYS when any signal came first. */
export function wait_event_interruptible(wq: wait_queue_head_t, condition: () => boolean): int {
  might_sleep();
  if (condition()) return 0;
  for (;;) {
    const interrupted = access('wait', 'full', wq, () => enter_unless(wq, signal_pending_here()));
    if (condition()) break;
    if (interrupted) return -ERESTARTSYS;
    access('wait', 'full', wq, () => when(!set_has_self(wq.waiting) || signal_pending_here()));
  }
  finish_wait(wq);
  return 0;
}

/** Enters the queue. Full barrier after it (set_current_state), so that the condition read next is not older. */
export function prepare_to_wait(wq: wait_queue_head_t): void {
  access('wait', 'full', wq, () => {
    might_sleep_here();
    wq.waiting = set_with(wq.waiting, self());
  });
}

/** Leaves the queue, if a wake_up has not done so. */
export function finish_wait(wq: wait_queue_head_t): void {
  access('rmw', 'relaxed', wq, () => {
    wq.waiting = set_without(wq.waiting, self());
  });
}

/** Wakes every waiter of the queue. What was stored before is seen by whoever wakes, and by whoever enters the queue later. */
export function wake_up_all(wq: wait_queue_head_t): void {
  access('wake', 'full_if_changed', wq, () => {
    wq.waiting = 0;
  });
}

/** Wakes every waiter that is not exclusive: here all of them. */
export function wake_up(wq: wait_queue_head_t): void {
  wake_up_all(wq);
}

/** Is anybody in the queue? A bare load: without a barrier before it, it may miss a waiter (include/linux/wait.h says so). */
export function waitqueue_active(wq: wait_queue_head_t): boolean {
  return access('load', 'once', wq, () => wq.waiting !== 0);
}

/** For use inside an access: with a signal the task is out of the queue, else in it. Returns whether there was a signal. */
function enter_unless(wq: wait_queue_head_t, signalled: boolean): boolean {
  wq.waiting = signalled ? set_without(wq.waiting, self()) : set_with(wq.waiting, self());
  return signalled;
}
