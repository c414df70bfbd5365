// SPDX-License-Identifier: GPL-2.0-only
/** Limits that another process changes: kernel/sys.c, v5.10. */
import { int } from 'fdcheck/lang';
import { current, task_lock, task_unlock } from '../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from './entry/common.js';

/** SYSCALL prlimit64: do_prlimit, kernel/sys.c:1543, v5.10: RLIMIT_NOFILE of the task that this one was declared to look at. */
export function prlimit_nofile(limit: int): int {
  syscall_enter_from_user_mode();
  const tsk = current.proc_task.group_leader;
  task_lock(tsk);
  tsk.signal.rlim_nofile = limit;
  task_unlock(tsk);
  syscall_exit_to_user_mode();
  return 0;
}
