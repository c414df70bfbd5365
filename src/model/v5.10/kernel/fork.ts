// SPDX-License-Identifier: GPL-2.0-only
/** Functions of kernel/fork.c that the series gave another signature, as v5.10 has them. */
import { exists_until, ghost, int, NULL } from 'fdcheck/lang';
import type { files_struct } from '../../include/linux/fdtable.js';
import { current, task_lock, task_unlock } from '../../include/linux/sched.js';
import { NR_OPEN_MAX, unshare_fd } from '../../kernel/fork.js';

/** kernel/fork.c:3027, v5.10: [displaced, error]. The caller owns the count of the table that it shared until now. */
export function unshare_files(): [files_struct, int] {
  exists_until('series/2');
  const [copy, error] = unshare_fd(NR_OPEN_MAX);
  if (error || !copy) return [NULL, error];
  const displaced = current.files;
  task_lock(current);
  current.files = copy;
  ghost(() => {
    copy.local_holders = copy.local_holders - 1;
    displaced.local_holders = displaced.local_holders + 1;
  });
  task_unlock(current);
  return [displaced, 0];
}
