// SPDX-License-Identifier: GPL-2.0-only
/** execve: fs/exec.c, v5.10 and patches 1 to 3. */
import {
  __set_current_state, become, BUG_ON, down_write_killable, EAGAIN, EINTR, ENOENT, ERESTARTNOINTR, fatal_signal_pending, ghost, inject, int,
  lockdep_sys_exit, mutex_lock_interruptible, mutex_unlock, NULL, program, read_lock, read_unlock, schedule, since, spin_lock, spin_unlock,
  TASK_KILLABLE, up_write, write_lock, write_unlock,
} from 'fdcheck/lang';
import { current, EXIT_DEAD, EXIT_ZOMBIE, SIGCHLD, signal_struct, task_struct, tasklist_lock, thread_group_leader } from '../include/linux/sched.js';
import { user_mode } from '../kernel/entry/common.js';
import { do_exit, release_task } from '../kernel/exit.js';
import { unshare_files } from '../kernel/fork.js';
import { force_sigsegv, signal_group_exit, thread_group_empty, zap_other_threads } from '../kernel/signal.js';
import { unshare_files as unshare_files_displaced } from '../v5.10/kernel/fork.js';
import { task_work_run } from '../kernel/task_work.js';
import { reset_files_struct } from '../v5.10/fs/file.js';
import { exec_begins, exec_returns } from '../properties/exec_ghosts.js';
import { do_close_on_exec, put_files_struct } from './file.js';

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
function de_thread(tsk: task_struct): int {
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

/** The table is no longer shared after it. Patch 1 moved it to here, patch 2 moved the put inside. */
function unshare_files_after_de_thread(): int {
  if (since('series/2')) {
    return unshare_files();
  } else {
    const [displaced, retval] = unshare_files_displaced();
    if (displaced) put_files_struct(displaced);
    return retval;
  }
}

/** fs/exec.c:966, v5.10: the new address space. It fails if the task is killed while somebody looks at the old one, or dumps it. */
function exec_mmap(): int {
  const ret = down_write_killable(current.signal.exec_update_lock);
  if (ret) return ret;
  if (inject('exec_mmap')) {
    up_write(current.signal.exec_update_lock);
    return -EINTR;
  }
  return 0;
}

/** fs/exec.c:1238, v5.10; :1239, v5.11. Its failures are fatal: nobody sees them. */
function begin_new_exec(): int {
  const me = current;
  let retval = de_thread(me);
  if (retval) return retval;
  if (since('series/1')) {
    retval = unshare_files_after_de_thread();
    if (retval) return retval;
  }
  retval = exec_mmap();
  if (retval) return retval;
  do_close_on_exec(me.files);
  return 0;
}

/** fs/exec.c:1727, v5.10, with the binary handler: [error, cred still held]. */
function exec_binprm(): [int, boolean] {
  const retval = begin_new_exec();
  if (!retval) {
    // setup_new_exec: fs/exec.c:1412
    up_write(current.signal.exec_update_lock);
    mutex_unlock(current.signal.cred_guard_mutex);
    return [0, false];
  }
  // Past the point of no return: the program must not run again.
  if (!fatal_signal_pending()) force_sigsegv();
  return [retval, true];
}

/** fs/exec.c:1791, v5.10: bprm_execve from prepare_bprm_creds to out_unmark. [error, cred still held] */
function exec_with_creds(): [int, boolean] {
  if (mutex_lock_interruptible(current.signal.cred_guard_mutex)) return [-ERESTARTNOINTR, false];
  // do_open_execat
  if (inject('exec_open')) return [-ENOENT, true];
  return exec_binprm();
}

/** fs/exec.c:1775, v5.10: the table is copied first. If that table was shared, it is put last, or taken back. Patch 1 removes both. */
function bprm_execve(): [int, boolean] {
  if (since('series/1')) {
    return exec_with_creds();
  } else {
    const [displaced, error] = unshare_files_displaced();
    if (error) return [error, false];
    const [retval, cred] = exec_with_creds();
    if (displaced && retval) reset_files_struct(displaced);
    else if (displaced) put_files_struct(displaced);
    return [retval, cred];
  }
}

/** fs/exec.c:1855, v5.10. */
function do_execveat_common(): int {
  const [retval, cred] = bprm_execve();
  // free_bprm: fs/exec.c:1460
  if (cred) mutex_unlock(current.signal.cred_guard_mutex);
  return retval;
}

/** SYSCALL execve: fs/exec.c:2054, v5.10. On success the task goes on in `next`. */
export function execve(next: program): int {
  const killed_before = fatal_signal_pending();
  ghost(() => exec_begins());
  if (killed_before) do_exit();
  const retval = do_execveat_common();
  task_work_run();
  const killed = fatal_signal_pending();
  ghost(() => exec_returns(retval, killed));
  if (killed) do_exit();
  lockdep_sys_exit();
  if (retval) return retval;
  become(user_mode, next);
}
