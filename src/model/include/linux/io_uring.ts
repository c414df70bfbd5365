// SPDX-License-Identifier: GPL-2.0-only
/** What the rest of the kernel calls of io_uring: include/linux/io_uring.h, v5.10. */
import { check } from 'fdcheck/lang';
import { current } from './sched.js';

/** include/linux/io_uring.h:43, v5.10: cancels what the task asked its rings for. No task has a ring here, so that there is nothing to cancel. */
export function io_uring_task_cancel(): void {
  check(!current.io_uring, 'model', 'rings of io_uring are not modelled: %fn');
}
