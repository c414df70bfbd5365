// SPDX-License-Identifier: GPL-2.0-only
/** Fatal signals to threads: kernel/signal.c, v5.10. No other signal exists here. */
import { access, fatal_signal_pending, int, NULL, objects, self, send_sigkill, set_has, task_index } from 'fdcheck/lang';
import { CORE_DUMPS, current, SIGNAL_GROUP_EXIT, signal_struct, task_struct } from '../include/linux/sched.js';
import { do_coredump } from '../fs/coredump.js';
import { syscall_enter_from_user_mode } from './entry/common.js';
import { do_group_exit } from './exit.js';

/** include/linux/sched/signal.h:670, v5.10: no other thread is in the group. One read of the list. */
export function thread_group_empty(p: task_struct): boolean {
  const sig = p.signal;
  return sig.thread_head === 1 << task_index(p);
}

/** include/linux/sched/signal.h:267, v5.10. */
export function signal_group_exit(sig: signal_struct): boolean {
  return (sig.flags & SIGNAL_GROUP_EXIT) !== 0 || sig.group_exit_task !== NULL;
}

/** include/linux/sched/signal.h:664, v5.10: the thread after the one of that index in the group's list, or NULL. One load of the list. */
export function next_thread(sig: signal_struct, index: int): task_struct {
  return access('load', 'plain', sig.thread_head, () => {
    for (const t of objects<task_struct>()) {
      if (task_index(t) > index && set_has(sig.thread_head, task_index(t))) return t;
    }
    return NULL;
  });
}

/** kernel/signal.c:1348, v5.10: kills every other thread of the group that is not dead yet; how many others there are. */
export function zap_other_threads(p: task_struct): int {
  const sig = p.signal;
  let count = 0;
  for (let t = next_thread(sig, -1); t; t = next_thread(sig, task_index(t))) {
    if (t === p) continue;
    count++;
    if (t.exit_state === 0) send_sigkill(task_index(t));
  }
  return count;
}

/** kernel/signal.c:1640, v5.10: the running task dies on its way to user mode. It is the last of its group, or the group dies. */
export function force_sigsegv(): void {
  send_sigkill(self());
}

/** kernel/signal.c:2527, v5.10 (get_signal), for a signal whose action is to dump core. A task that is being killed dies without. */
export function get_coredump_signal(): never {
  if (CORE_DUMPS) current.signaled = true;
  if (!fatal_signal_pending()) do_coredump();
  do_group_exit();
}

/** SYSCALL tgkill of oneself with SIGABRT, which is not caught: kernel/signal.c:3838, v5.10. */
export function abort(): void {
  syscall_enter_from_user_mode();
  get_coredump_signal();
}
