// SPDX-License-Identifier: GPL-2.0-only
/** The kinds of tasks that a spec can have, as they are before time zero. */
import { alloc_object, bound, ghost, pool_size, program, set_with, task_index, task_kind } from 'fdcheck/lang';
import { FDS_MAX, files_struct, NR_OPEN_DEFAULT } from './include/linux/fdtable.js';
import { dcache, inode } from './include/linux/fs.js';
import { current, SIGCHLD, signal_struct, task_struct } from './include/linux/sched.js';
import { set_capacities } from './fs/file/fdtable.js';
import { delayed_fput } from './fs/file_table.js';
import { user_mode } from './kernel/entry/common.js';

/** The inodes exist before the first process. */
function mount_root(): void {
  if (dcache[0]) return;
  for (let i = 0; i < pool_size<inode>(); i++) dcache[i] = alloc_object<inode>('zero');
}

function new_thread_group(): void {
  const sig = alloc_object<signal_struct>('zero');
  sig.thread_head = set_with(0, task_index(current));
  sig.rlim_nofile = bound('RLIMIT_NOFILE', FDS_MAX);
  current.signal = sig;
  current.mm = sig.mm;
  current.group_leader = current;
  current.exit_signal = SIGCHLD;
  current.pid = true;
}

function new_table(): files_struct {
  const files = alloc_object<files_struct>('zero');
  files.count.counter = 1;
  set_capacities(files.fdtab, NR_OPEN_DEFAULT);
  files.fdt = files.fdtab;
  ghost(() => { files.built = true; });
  return files;
}

/** A process of one thread with a table of its own, empty. */
export const process = task_kind({
  setup: () => {
    mount_root();
    new_thread_group();
    current.files = new_table();
  },
  run: user_mode,
});

/** Another thread of that task's process: it shares the table (CLONE_THREAD | CLONE_FILES). */
export const thread_of = task_kind({
  setup: (leader: task_struct) => {
    const sig = leader.signal;
    sig.thread_head = set_with(sig.thread_head, task_index(current));
    current.signal = sig;
    current.mm = sig.mm;
    current.group_leader = leader;
    current.exit_signal = -1;
    current.pid = true;
    current.files = leader.files;
    current.files.count.counter = current.files.count.counter + 1;
  },
  run: user_mode,
});

/** A process of its own that shares that task's table (CLONE_FILES without CLONE_THREAD). */
export const shares_files_with = task_kind({
  setup: (other: task_struct) => {
    new_thread_group();
    current.files = other.files;
    current.files.count.counter = current.files.count.counter + 1;
  },
  run: user_mode,
});

/** A process that reads /proc/PID of that task. Its own table does not matter, so that it has none. */
export const reader_of = task_kind({
  setup: (target: task_struct) => {
    new_thread_group();
    current.proc_task = target;
  },
  run: user_mode,
});

/** A process with a table of its own that looks into that task: kcmp, pidfd_getfd. */
export const tracer_of = task_kind({
  setup: (target: task_struct) => {
    new_thread_group();
    current.files = new_table();
    current.proc_task = target;
  },
  run: user_mode,
});

/** A kernel thread's own function. It ends when that returns. */
function kernel_mode(work: program): void {
  work();
}

/** A kernel thread that works for that task, in kernel mode for ever: in a spec with the bound 'kthreads'. */
export const kthread_for = task_kind({
  setup: (target: task_struct) => {
    new_thread_group();
    current.kthread = true;
    current.proc_task = target;
  },
  run: kernel_mode,
});

/** A task that is not there yet: the child of a fork or clone. */
export function unborn(): void {}

/** The worker that runs the final __fput of files that no task could run: `W: kworker`. It waits for work, which is a valid end. */
export function kworker(): void {
  delayed_fput();
}
