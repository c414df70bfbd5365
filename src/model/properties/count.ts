// SPDX-License-Identifier: GPL-2.0-only
/** files_struct.count: what the series is about. Cover letter of "exec: Move unshare_files and guarantee files_struct.count is correct". */
import { int, objects } from 'fdcheck/lang';
import type { files_struct } from '../include/linux/fdtable.js';
import { task_struct } from '../include/linux/sched.js';

/** How many tasks use the table. */
export function sharers(files: files_struct): int {
  return objects<task_struct>().count((t) => t.files === files);
}

/**
 * The count of a table that anybody holds is the number of tasks that share it, plus the local variables that own a count, plus (before
 * the readers' patches) the readers. A table that nobody holds is not filled yet, or about to be freed.
 */
export function count_is_exact(): boolean {
  return objects<files_struct>().every((files) => {
    const holders = sharers(files) + files.local_holders + files.reader_holders;
    return holders === 0 || files.count.counter === holders;
  });
}

/** No task that does not share a table holds a count of it: what patches 4 to 17 make true. */
export function readers_hold_no_count(): boolean {
  return objects<files_struct>().every((files) => files.reader_holders === 0);
}

/**
 * A task that shares its table with no other, not even with one that is just giving it up, looks descriptors up without touching a count.
 * Cover letter: "it optimizes fdget".
 */
export function unshared_lookup_is_light(): boolean {
  return objects<task_struct>().every((t) => !t.slow_fdget_alone);
}

/** A table's files are closed by a task that shared it, not by a reader. */
export function sharers_close_files(): boolean {
  return objects<task_struct>().every((t) => !t.foreign_close);
}
