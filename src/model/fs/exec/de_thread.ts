// SPDX-License-Identifier: GPL-2.0-only
/** How a thread that execs becomes the only one of its group: fs/exec.c:1030 to 1175, v5.10. */
import {
  __set_current_state, BUG_ON, EAGAIN, fatal_signal_pending, int, NULL, read_lock, read_unlock, schedule, spin_lock, spin_unlock, TASK_KILLABLE,
  write_lock, write_unlock,
} from 'fdcheck/lang';
import { EXIT_DEAD, EXIT_ZOMBIE, SIGCHLD, signal_struct, task_struct, tasklist_lock, thread_group_leader } from '../../include/linux/sched.js';
import { release_task } from '../../kernel/exit.js';
import { signal_group_exit, thread_group_empty, zap_other_threads } from '../../kernel/signal.js';

/** fs/exec.c:1064, v5.10: waits until every other thread, but for the leader, is gone; false if the task is killed meanwhile. */
function wait_for_threads(sig: signal_struct): boolean {
  // Entered and left with siglock held, but for the failure.
  while (sig.notify_count) {
    __set_current_state(TASK_KILLABLE);
    spin_unlock(sig.siglock);
    schedule();
    if (fatal_signal_pending()) return false;
    spin_lock(sig.siglock);
  }
  return true;
}

/** fs/exec.c:1082, v5.10: waits until the leader is a zombie, then takes over its place; false if the task is killed meanwhile. */
function become_leader(tsk: task_struct, sig: signal_struct): boolean {
  const leader = tsk.group_leader;
  write_lock(tasklist_lock);
  sig.notify_count = -1;
  while (!leader.exit_state) {
    __set_current_state(TASK_KILLABLE);
    write_unlock(tasklist_lock);
    schedule();
    if (fatal_signal_pending()) return false;
    write_lock(tasklist_lock);
    sig.notify_count = -1;
  }
  tsk.group_leader = tsk;
  leader.group_leader = tsk;
  tsk.exit_signal = SIGCHLD;
  leader.exit_signal = -1;
  BUG_ON(leader.exit_state !== EXIT_ZOMBIE);
  leader.exit_state = EXIT_DEAD;
  write_unlock(tasklist_lock);
  release_task(leader);
  return true;
}

/** fs/exec.c:1164, v5.10: the label `killed` of de_thread. */
function de_thread_killed(sig: signal_struct): int {
  read_lock(tasklist_lock);
  sig.group_exit_task = NULL;
  sig.notify_count = 0;
  read_unlock(tasklist_lock);
  return -EAGAIN;
}

/** fs/exec.c:1037, v5.10: makes the running task the only thread of its group. On success every other has been through exit_files. */
export function de_thread(tsk: task_struct): int {
  if (thread_group_empty(tsk)) return 0;
  const sig = tsk.signal;
  spin_lock(sig.siglock);
  if (signal_group_exit(sig)) {
    spin_unlock(sig.siglock);
    return -EAGAIN;
  }
  sig.group_exit_task = tsk;
  const others = zap_other_threads(tsk);
  const leads = thread_group_leader(tsk);
  sig.notify_count = leads ? others : others - 1;
  if (!wait_for_threads(sig)) return de_thread_killed(sig);
  spin_unlock(sig.siglock);
  if (!leads && !become_leader(tsk, sig)) return de_thread_killed(sig);
  sig.group_exit_task = NULL;
  sig.notify_count = 0;
  return 0;
}
