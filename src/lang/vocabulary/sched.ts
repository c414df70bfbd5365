/**
 * Sleeping without a queue: include/linux/sched.h, kernel/sched/core.c, v5.11 (set_current_state, schedule, wake_up_process). The
 * pattern is: set the state, look at the condition, schedule(); the waker makes the condition true, then wakes.
 * The numbers of the states are this model's own; stopped and traced tasks are not modelled.
 */
import { access, array, Int, int, self, when, zeroed } from './core.js';
import { might_sleep, might_sleep_here } from './preempt.js';
import { fatal_signal_pending_here, signal_pending_here } from './signal.js';

export const TASK_RUNNING = 0;
export const TASK_INTERRUPTIBLE = 1;
export const TASK_UNINTERRUPTIBLE = 2;
export const TASK_KILLABLE = 3;

/** Each task's state. */
export const task_state: array<Int<0, 3>, 'tasks'> = zeroed();

/** Store, then a full barrier: what the task reads next is not older than its new state. */
export function set_current_state(state: int): void {
  access('store', 'full', task_state[self()], () => {
    task_state[self()] = state;
  });
}

/** The same without a barrier. */
export function __set_current_state(state: int): void {
  access('store', 'once', task_state[self()], () => {
    task_state[self()] = state;
  });
}

/** Sleeps until the task is running again: by wake_up_process(), or by a signal that its state lets through. */
export function schedule(): void {
  access('wait', 'full', task_state[self()], () => {
    might_sleep_here();
    when(task_state[self()] === TASK_RUNNING || woken_by_signal(task_state[self()]));
    task_state[self()] = TASK_RUNNING;
  });
}

/** Makes the task (index from 0) run; did it sleep? Full barrier. */
export function wake_up_process(task: int): boolean {
  return access('wake', 'full_if_changed', task_state[task], () => {
    const slept = task_state[task] !== TASK_RUNNING;
    task_state[task] = TASK_RUNNING;
    return slept;
  });
}

/** A place where another task may run; every place is one here. May sleep. */
export function cond_resched(): void {
  might_sleep();
}

function woken_by_signal(state: int): boolean {
  if (state === TASK_INTERRUPTIBLE) return signal_pending_here();
  return state === TASK_KILLABLE && fatal_signal_pending_here();
}
