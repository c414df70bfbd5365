/**
 * Signals, as far as waiting code can see them: include/linux/sched/signal.h, v5.11. A fatal signal (SIGKILL) is a task's bit in
 * `sigkill`, any other one its bit in `sigpending`. Both come from the model (send_sigkill, send_signal) or, where the spec has a
 * budget for the faults 'kill' and 'signal', from outside at any moment in which the task looks.
 * A spec with such a budget does not find a hang that a signal would end.
 */
import { access, inject, int, self, task_set } from './core.js';
import { set_has_self, set_with, set_without } from './sets.js';

/** Tasks with a fatal signal pending; it stays until they are gone. */
export let sigkill: task_set = 0;
/** Tasks with another signal pending. */
export let sigpending: task_set = 0;

/** Kills the task (index from 0): it sees it at its next killable wait, and on its way to user mode. */
export function send_sigkill(task: int): void {
  access('rmw', 'full', sigkill, () => {
    sigkill = set_with(sigkill, task);
  });
}

/** Sends the task (index from 0) a signal that it handles. */
export function send_signal(task: int): void {
  access('rmw', 'full', sigpending, () => {
    sigpending = set_with(sigpending, task);
  });
}

/** The running task has handled its signals: on its way to user mode. */
export function flush_signals(): void {
  access('rmw', 'relaxed', sigpending, () => {
    sigpending = set_without(sigpending, self());
  });
}

/** For use inside an access. */
export function fatal_signal_pending_here(): boolean {
  if (inject('kill')) sigkill = set_with(sigkill, self());
  return set_has_self(sigkill);
}

/** For use inside an access. */
export function signal_pending_here(): boolean {
  if (inject('signal')) sigpending = set_with(sigpending, self());
  return set_has_self(sigpending) || fatal_signal_pending_here();
}

/** Is the running task being killed? One load. */
export function fatal_signal_pending(): boolean {
  return access('load', 'once', sigkill, () => fatal_signal_pending_here());
}

/** Has the running task any signal to handle? One load. */
export function signal_pending(): boolean {
  return access('load', 'once', sigpending, () => signal_pending_here());
}
