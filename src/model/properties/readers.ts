// SPDX-License-Identifier: GPL-2.0-only
/** Claims about who looks into another task's descriptors: patches 4 to 17, and what they changed besides. */
import { objects } from 'fdcheck/lang';
import { task_struct } from '../include/linux/sched.js';

/** The count of a table is incremented by clone(CLONE_FILES) and by nothing else. Cover letter: "is only incremented if CLONE_FILES is passed". */
export function only_clone_raises_the_count(): boolean {
  return objects<task_struct>().every((t) => !t.raised_count);
}

/** Who increments the count of a table shares it already. */
export function sharers_raise_the_count(): boolean {
  return objects<task_struct>().every((t) => !t.raised_foreign_count);
}

/** When close() of a file's only descriptor returns, the file is closed: __fput ran, in the task that called close(). Not in the cover letter. */
export function close_is_synchronous(): boolean {
  return objects<task_struct>().every((t) => !t.close_was_not_last);
}

/** While a file's path is taken, a reference keeps the file, or the file_lock of the table that has it. Message of patch 6. */
export function path_is_pinned(): boolean {
  return objects<task_struct>().every((t) => !t.took_unpinned_path);
}

/** All names of one listing of /proc/PID/fd are of one table. Not in the cover letter. */
export function listing_is_of_one_table(): boolean {
  return objects<task_struct>().every((t) => !t.listed_two_tables);
}

/** No name is listed of a task that has given up its table. */
export function listing_ends_with_the_task(): boolean {
  return objects<task_struct>().every((t) => !t.listed_after_exit);
}

/** A lock that fdinfo shows is one of the table in which the file was found. */
export function shown_locks_are_the_targets(): boolean {
  return objects<task_struct>().every((t) => !t.showed_foreign_lock);
}

/** The iterator never comes back to a descriptor that it skipped. */
export function iterator_moves_on(): boolean {
  return objects<task_struct>().every((t) => !t.went_back);
}

/** Witness: the iterator met a file whose last reference was gone, and skipped it. */
export function iterator_skips_a_file(): boolean {
  return objects<task_struct>().some((t) => t.skipped_a_file);
}
