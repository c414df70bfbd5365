// SPDX-License-Identifier: GPL-2.0-only
/** fork, clone, and the unsharing of the descriptor table: kernel/fork.c, v5.10. */
import {
  access, address_of, atomic_inc, atomic_read, check, EINTR, ENOMEM, exists_since, fatal_signal_pending, GFP_KERNEL, ghost, int, kfree, kzalloc,
  NULL, objects, program, set_with, spawn, spin_lock, spin_unlock, task_index, write_lock, write_unlock,
} from 'fdcheck/lang';
import { dup_fd, exit_files, put_files_struct } from '../fs/file.js';
import type { files_struct } from '../include/linux/fdtable.js';
import { CLONE_FILES, CLONE_THREAD, current, rlimit_nofile, SIGCHLD, signal_struct, task_lock, task_struct, task_unlock, tasklist_lock } from '../include/linux/sched.js';
import { count_is_raised } from '../properties/count_ghosts.js';
import { table_is_shared_outside } from '../properties/exec_ghosts.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode, user_mode } from './entry/common.js';

/** ~0U: no limit. */
export const NR_OPEN_MAX = 4095;

/** kernel/fork.c:851, v5.10: a task of the spec that was not born yet. Nobody else can see it before copy_process ends. */
function dup_task_struct(): task_struct {
  return access('alloc', 'none', NULL, () => {
    for (const p of objects<task_struct>()) {
      if (!p.pid) {
        p.pid = true;
        return p;
      }
    }
    check(false, 'model', 'no task is left to be the child: add one to the tasks of the spec, e.g. T3: unborn');
    return NULL;
  });
}

/** kernel/fork.c:1447, v5.10. */
function copy_files(clone_flags: int, tsk: task_struct): int {
  const oldf = current.files;
  if (!oldf) return 0;
  if (clone_flags & CLONE_FILES) {
    atomic_inc(oldf.count);
    ghost(() => {
      oldf.local_holders = oldf.local_holders + 1;
      count_is_raised(oldf, true);
    });
    tsk.files = oldf;
    ghost(() => { oldf.local_holders = oldf.local_holders - 1; });
    return 0;
  }
  const [newf, error] = dup_fd(oldf, NR_OPEN_MAX);
  if (!newf) return error;
  tsk.files = newf;
  ghost(() => { newf.local_holders = newf.local_holders - 1; });
  return 0;
}

/** kernel/fork.c:1549, v5.10: a thread shares its group's signal_struct, any other child has a new one. */
function copy_signal(clone_flags: int, tsk: task_struct): int {
  if (clone_flags & CLONE_THREAD) {
    tsk.signal = current.signal;
    tsk.mm = current.mm;
    tsk.group_leader = current.group_leader;
    tsk.exit_signal = -1;
    return 0;
  }
  const sig = kzalloc<signal_struct>(GFP_KERNEL);
  if (!sig) return -ENOMEM;
  sig.rlim_nofile = rlimit_nofile();
  tsk.signal = sig;
  tsk.mm = sig.mm;
  tsk.group_leader = tsk;
  tsk.exit_signal = SIGCHLD;
  return 0;
}

/** kernel/fork.c:2339, v5.10 (bad_fork_cleanup_signal). */
function cleanup_signal(clone_flags: int, tsk: task_struct): void {
  const sig = tsk.signal;
  tsk.mm = NULL;
  tsk.signal = NULL;
  if (!(clone_flags & CLONE_THREAD)) kfree(sig);
}

/** kernel/fork.c:2211, v5.10: the child becomes visible, unless the parent is being killed. */
function attach_task(p: task_struct): int {
  const siglock_of = current.signal;
  write_lock(tasklist_lock);
  spin_lock(siglock_of.siglock);
  const killed = fatal_signal_pending();
  if (!killed) {
    const sig = p.signal;
    sig.thread_head = set_with(sig.thread_head, task_index(p));
    ghost(() => { if (p.files === current.files && sig !== siglock_of) table_is_shared_outside(address_of(p.files)); });
  }
  spin_unlock(siglock_of.siglock);
  write_unlock(tasklist_lock);
  return killed ? -EINTR : 0;
}

/** kernel/fork.c:1843, v5.10: [child, 0] or [NULL, error]. */
function copy_process(clone_flags: int): [task_struct, int] {
  const p = dup_task_struct();
  let retval = copy_files(clone_flags, p);
  if (!retval) {
    retval = copy_signal(clone_flags, p);
    if (!retval) {
      retval = attach_task(p);
      if (retval) cleanup_signal(clone_flags, p);
    }
    if (retval) exit_files(p);
  }
  if (!retval) return [p, 0];
  p.pid = false;
  return [NULL, retval];
}

/** kernel/fork.c:2416, v5.10: the child runs `child` in user mode. Returns the child's number, from 1, or an error. */
function kernel_clone(clone_flags: int, child: program): int {
  const [p, error] = copy_process(clone_flags);
  if (!p) return error;
  spawn(task_index(p), user_mode, child);
  return task_index(p) + 1;
}

/** SYSCALL fork: kernel/fork.c:2513, v5.10. */
export function fork(child: program): int {
  return clone(0, child);
}

/** SYSCALL clone: kernel/fork.c:2558, v5.10. */
export function clone(clone_flags: int, child: program): int {
  syscall_enter_from_user_mode();
  const ret = kernel_clone(clone_flags, child);
  syscall_exit_to_user_mode();
  return ret;
}

/** kernel/fork.c:2876, v5.10: [copy, 0], [NULL, 0] if the table is not shared, or [NULL, error]. */
export function unshare_fd(max_fds: int): [files_struct, int] {
  const fd = current.files;
  if (fd && atomic_read(fd.count) > 1) return dup_fd(fd, max_fds);
  return [NULL, 0];
}

/** kernel/fork.c:3032, v5.11. */
export function unshare_files(): int {
  exists_since('series/2');
  const [copy, error] = unshare_fd(NR_OPEN_MAX);
  if (error || !copy) return error;
  const old = current.files;
  task_lock(current);
  current.files = copy;
  ghost(() => {
    copy.local_holders = copy.local_holders - 1;
    old.local_holders = old.local_holders + 1;
  });
  task_unlock(current);
  put_files_struct(old);
  return 0;
}

/** kernel/fork.c:2900, v5.10; :2905, v5.11, with CLONE_FILES and no other flag. POSIX locks stay with the table that was shared. */
function ksys_unshare(): int {
  const [new_fd, err] = unshare_fd(NR_OPEN_MAX);
  if (err || !new_fd) return err;
  task_lock(current);
  const fd = current.files;
  current.files = new_fd;
  ghost(() => {
    new_fd.local_holders = new_fd.local_holders - 1;
    fd.local_holders = fd.local_holders + 1;
  });
  task_unlock(current);
  put_files_struct(fd);
  return 0;
}

/** SYSCALL unshare of CLONE_FILES: kernel/fork.c:3016, v5.10. */
export function unshare(): int {
  syscall_enter_from_user_mode();
  const ret = ksys_unshare();
  syscall_exit_to_user_mode();
  return ret;
}
