// SPDX-License-Identifier: GPL-2.0-only
/** Life and death of struct file: fs/file_table.c, v5.10. */
import { access, atomic_long_dec_and_test, atomic_long_set, GFP_KERNEL, ghost, kfree_rcu, kmem_cache_zalloc, NULL, when } from 'fdcheck/lang';
import { file, filp_cachep, inode } from '../include/linux/fs.js';
import { current, KTHREADS } from '../include/linux/sched.js';
import { reference_is_left } from '../properties/exec_ghosts.js';
import { file_is_released } from '../properties/close_ghosts.js';
import { f_count_is_updated } from '../properties/measure_ghosts.js';
import { task_work_add } from '../kernel/task_work.js';
import { locks_remove_file } from './locks.js';

/** fs/file_table.c:302, v5.10: files whose final __fput is left to a kworker. */
let delayed_fput_list: file = NULL;

/** fs/file_table.c:134, v5.10: an open file of the inode with one reference; NULL without memory. */
export function alloc_empty_file(inode: inode): file {
  const f = kmem_cache_zalloc(filp_cachep, GFP_KERNEL);
  if (!f) return NULL;
  atomic_long_set(f.f_count, 1);
  f.f_inode = inode;
  return f;
}

/** fs/file_table.c:255, v5.10: nothing refers to the file any more. It is freed through RCU (file_free, :53). */
export function __fput(file: file): void {
  locks_remove_file(file);
  ghost(() => file_is_released(file));
  kfree_rcu(file);
}

/** Takes the next file off a list of files linked by f_next, in one step; its own link is cleared. */
function pop_delayed(): file {
  return access('idle', 'full', delayed_fput_list, () => {
    when(delayed_fput_list !== NULL);
    const f = delayed_fput_list;
    delayed_fput_list = f.f_next;
    f.f_next = NULL;
    return f;
  });
}

/** fs/file_table.c:303, v5.10: the kworker's loop. */
export function delayed_fput(): void {
  for (;;) __fput(pop_delayed());
}

/** fs/file_table.c:335, v5.10 (fput_many with one reference). The last reference: __fput runs on the way to user mode, or in a kworker. */
export function fput(file: file): void {
  const last = atomic_long_dec_and_test(file.f_count);
  ghost(() => {
    f_count_is_updated();
    if (!last) reference_is_left(file);
  });
  if (!last) return;
  if (!(KTHREADS && current.kthread)) {
    if (task_work_add(file)) return; // never false: no interrupt puts files here, and nothing after exit_task_work in do_exit does
  }
  access('rmw', 'full', delayed_fput_list, () => {
    file.f_next = delayed_fput_list;
    delayed_fput_list = file;
  });
}
