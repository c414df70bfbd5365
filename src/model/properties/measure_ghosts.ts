// SPDX-License-Identifier: GPL-2.0-only
/** What is counted: bodies of ghost blocks. A counter stays at 15. */
import { current, task_struct } from '../include/linux/sched.js';

/** The running task added to or subtracted from the reference count of a file. */
export function f_count_is_updated(): void {
  if (current.f_count_updates < 15) current.f_count_updates = current.f_count_updates + 1;
}

/** The running task took that task's lock. */
export function task_lock_is_taken(p: task_struct): void {
  if (p !== current && current.foreign_task_locks < 15) current.foreign_task_locks = current.foreign_task_locks + 1;
}
