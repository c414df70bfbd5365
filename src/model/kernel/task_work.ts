// SPDX-License-Identifier: GPL-2.0-only
/**
 * Work that a task does on its way to user mode: kernel/task_work.c, v5.10. The only work here is ____fput; the only task that adds
 * work to a task is that task itself. The cmpxchg loops of the lock-free list are one step each: it is linearisable.
 */
import { access, NULL } from 'fdcheck/lang';
import { __fput } from '../fs/file_table.js';
import type { file } from '../include/linux/fs.js';
import { current } from '../include/linux/sched.js';

/** kernel/task_work.c:32, v5.10: queues ____fput(file) for the running task; false once it is past exit_task_work. */
export function task_work_add(file: file): boolean {
  return access('rmw', 'full', current.task_works, () => {
    if (current.work_exited) return false; // never true: a task puts no file after exit_task_work, and adds no work to another
    file.f_next = current.task_works;
    current.task_works = file;
    return true;
  });
}

/** kernel/task_work.c:118, v5.10: detaches the list, or seals it if the task exits and the list is empty. */
function task_work_take(): file {
  return access('rmw', 'full', current.task_works, () => {
    const work = current.task_works;
    if (!work && current.exiting) current.work_exited = true;
    current.task_works = NULL;
    return work;
  });
}

/** kernel/task_work.c:118, v5.10. */
export function task_work_run(): void {
  let work = task_work_take();
  while (work) {
    const next = work.f_next;
    __fput(work);
    work = next;
    if (!work) work = task_work_take();
  }
}
