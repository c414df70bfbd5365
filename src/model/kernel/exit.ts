// SPDX-License-Identifier: GPL-2.0-only
/** The end of a task: kernel/exit.c, v5.10. Only what descriptors and de_thread can see. */
import {
  __set_current_state, atomic_dec_and_test, complete, do_task_dead, down_read, NULL, schedule, set_current_state, set_without, spin_lock, spin_unlock,
  task_index, TASK_RUNNING, TASK_UNINTERRUPTIBLE, up_read, wake_up_process, write_lock, write_unlock, xchg,
} from 'fdcheck/lang';
import { exit_files } from '../fs/file.js';
import {
  CORE_DUMPS, core_state, current, EXIT_DEAD, EXIT_ZOMBIE, SIGNAL_GROUP_EXIT, task_lock, task_struct, task_unlock, tasklist_lock, thread_group_leader,
} from '../include/linux/sched.js';
import { syscall_enter_from_user_mode } from './entry/common.js';
import { signal_group_exit, thread_group_empty, zap_other_threads } from './signal.js';
import { task_work_run } from './task_work.js';

/** kernel/exit.c:91, v5.10. Entered with tasklist_lock held. */
function __exit_signal(tsk: task_struct): void {
  const sig = tsk.signal;
  spin_lock(sig.siglock);
  if (!thread_group_leader(tsk)) { // never true: no parent reaps a leader here, and de_thread makes the old one a thread first
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

/**
 * kernel/exit.c:456, v5.10 (exit_mm): a thread that a signal ends is at rest until the core is written. One that was exiting of itself when
 * the dump began does not wait, and is not in the core.
 */
function wait_for_core_dump(tsk: task_struct, core_state: core_state): void {
  tsk.core_task = tsk;
  if (tsk.signaled) tsk.core_next = xchg(core_state.dumper_next, tsk);
  else tsk.core_task = NULL;
  // The last one that the dumper waits for.
  if (atomic_dec_and_test(core_state.nr_threads)) complete(core_state.startup);
  for (;;) {
    set_current_state(TASK_UNINTERRUPTIBLE);
    if (!tsk.core_task) break;
    schedule();
  }
  __set_current_state(TASK_RUNNING);
}

/** kernel/exit.c:433, v5.10: leaves the address space, after a core dump that goes on. The descriptors are still there. */
function exit_mm(tsk: task_struct): void {
  const mm = tsk.mm;
  down_read(mm.mmap_lock);
  const core_state = mm.core_state;
  if (core_state) {
    up_read(mm.mmap_lock);
    wait_for_core_dump(tsk, core_state);
    down_read(mm.mmap_lock);
  }
  task_lock(tsk);
  tsk.mm = NULL;
  up_read(mm.mmap_lock);
  task_unlock(tsk);
}

/** kernel/exit.c:712, v5.10. */
function do_exit(): never {
  const tsk = current;
  // exit_signals: kernel/signal.c:2834
  tsk.exiting = true;
  if (CORE_DUMPS) exit_mm(tsk);
  exit_files(tsk);
  // exit_task_work: include/linux/task_work.h
  task_work_run();
  exit_notify(tsk);
  do_task_dead();
}

/** kernel/signal.c:2738, v5.10 (get_signal): a fatal signal ends the running task. */
export function die_of_signal(): never {
  if (CORE_DUMPS) current.signaled = true;
  do_exit();
}

/** SYSCALL exit: kernel/exit.c:873, v5.10. */
export function exit(): void {
  do_exit();
}

/** kernel/exit.c:883, v5.10: ends every thread of the group. */
export function do_group_exit(): never {
  const sig = current.signal;
  if (!signal_group_exit(sig) && !thread_group_empty(current)) {
    spin_lock(sig.siglock);
    if (!signal_group_exit(sig)) {
      sig.flags = SIGNAL_GROUP_EXIT;
      zap_other_threads(current);
    }
    spin_unlock(sig.siglock);
  }
  do_exit();
}

/** SYSCALL exit_group: kernel/exit.c:915, v5.10. */
export function exit_group(): void {
  syscall_enter_from_user_mode();
  do_group_exit();
}
