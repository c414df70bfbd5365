// SPDX-License-Identifier: GPL-2.0-only
/** Between user mode and the kernel: kernel/entry/common.c, v5.10. */
import { fatal_signal_pending, fatal_signal_pending_here, idle_until, lockdep_sys_exit, program } from 'fdcheck/lang';
import { die_of_signal } from '../exit.js';
import { task_work_run } from '../task_work.js';

/** User mode: the program; one that ends leaves the task idle, with its files. */
export function user_mode(p: program): void {
  p();
  pause();
}

/** A kill that arrives in user mode takes effect before the next system call. */
export function syscall_enter_from_user_mode(): void {
  if (fatal_signal_pending()) die_of_signal();
}

/** kernel/entry/common.c:140, v5.10: pending task work, then a pending kill (get_signal, do_group_exit). */
export function syscall_exit_to_user_mode(): void {
  task_work_run();
  if (fatal_signal_pending()) die_of_signal();
  lockdep_sys_exit();
}

/** SYSCALL pause: kernel/signal.c:4445, v5.10: waits for a kill, for ever if need be: a valid end. */
export function pause(): void {
  idle_until(() => fatal_signal_pending_here());
  die_of_signal();
}
