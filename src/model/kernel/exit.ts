// SPDX-License-Identifier: GPL-2.0-only
/** The end of a task: kernel/exit.c, v5.10. Only what descriptors and de_thread can see. */
import { do_task_dead, set_without, spin_lock, spin_unlock, task_index, wake_up_process, write_lock, write_unlock } from 'fdcheck/lang';
import { exit_files } from '../fs/file.js';
import { current, EXIT_DEAD, EXIT_ZOMBIE, tasklist_lock, task_struct, thread_group_leader } from '../include/linux/sched.js';
import { task_work_run } from './task_work.js';

/** kernel/exit.c:91, v5.10. Entered with tasklist_lock held. */
function __exit_signal(tsk: task_struct): void {
  const sig = tsk.signal;
  spin_lock(sig.siglock);
  if (!thread_group_leader(tsk)) {
    const notify_count = sig.notify_count;
    if (notify_count > 0) {
      sig.notify_count = notify_count - 1;
      if (notify_count === 1) wake_up_process(task_index(sig.group_exit_task));
    }
  }
  sig.thread_head = set_without(sig.thread_head, task_index(tsk));
  spin_unlock(sig.siglock);
}

/** kernel/exit.c:181, v5.10. A leader that is a zombie stays one: its parent waits for it some day. */
export function release_task(p: task_struct): void {
  write_lock(tasklist_lock);
  __exit_signal(p);
  write_unlock(tasklist_lock);
}

/** kernel/exit.c:646, v5.10: a thread reaps itself, a leader becomes a zombie; wakes the thread that waits in de_thread. */
function exit_notify(tsk: task_struct): void {
  write_lock(tasklist_lock);
  const autoreap = !thread_group_leader(tsk);
  tsk.exit_state = autoreap ? EXIT_DEAD : EXIT_ZOMBIE;
  const sig = tsk.signal;
  if (sig.notify_count < 0) wake_up_process(task_index(sig.group_exit_task));
  write_unlock(tasklist_lock);
  if (autoreap) release_task(tsk);
}

/** kernel/exit.c:712, v5.10. */
export function do_exit(): never {
  const tsk = current;
  tsk.exiting = true;
  exit_files(tsk);
  // exit_task_work: include/linux/task_work.h
  task_work_run();
  exit_notify(tsk);
  do_task_dead();
}

/** SYSCALL exit: kernel/exit.c:873, v5.10. */
export function exit(): void {
  do_exit();
}
