// SPDX-License-Identifier: GPL-2.0-only
/** Who adds to the count of a table: bodies of ghost blocks. */
import type { files_struct } from '../include/linux/fdtable.js';
import { current } from '../include/linux/sched.js';

/** The running task adds to the count of the table: as clone(CLONE_FILES), or otherwise. */
export function count_is_raised(files: files_struct, by_clone: boolean): void {
  if (!by_clone) current.raised_count = true;
  if (current.files !== files) current.raised_foreign_count = true;
}
