// SPDX-License-Identifier: GPL-2.0-only
/** What a program may expect of execve. */
import { objects } from 'fdcheck/lang';
import { task_struct } from '../include/linux/sched.js';
import { has_private_copy } from './exec_ghosts.js';
import { every_taken_number_has_a_file } from './table.js';

/**
 * A POSIX lock that the process holds when it calls execve is there when execve succeeds, and is its own: provided that its table is
 * shared within the thread group only, throughout, and no thread closes a descriptor of that inode, replaces it or unlocks it meanwhile.
 * Patch 1, b6043501289e.
 */
export function posix_lock_survives_exec(): boolean {
  return objects<task_struct>().every((t) => !t.exec_lost_lock);
}

/** An execve that fails before the point of no return leaves the table as it found it: the same table, no ->flush called. */
export function failed_exec_leaves_table(): boolean {
  return objects<task_struct>().every((t) => !t.exec_failed_impure);
}

/** An execve that does not succeed returns an error to its program, unless somebody kills it: none fails past the point of no return. */
export function exec_errors_are_returned(): boolean {
  return objects<task_struct>().every((t) => !t.exec_died);
}

/**
 * A program that is executed by a descriptor, under the name /dev/fd/N, is taken to be inaccessible by that name if and only if the
 * descriptor is gone when it runs (BINPRM_FLAGS_PATH_INACCESSIBLE).
 */
export function inaccessible_path_is_foreseen(): boolean {
  return objects<task_struct>().every((t) => !t.exec_path_misjudged);
}

/** No two tasks inside execve have another table than the one they shared at its start. */
export function one_exec_copies_the_table(): boolean {
  return objects<task_struct>().count((t) => has_private_copy(t)) <= 1;
}

/** A close() of the last descriptor of a file that a program can see gives the last reference up: no copy that an execve made has one more. */
export function close_releases_at_once(): boolean {
  return objects<task_struct>().every((t) => !t.close_delayed);
}

/** No number of the new program's table is taken without a file when execve succeeds, nor before it opens one. */
export function exec_leaves_no_number_reserved(): boolean {
  return objects<task_struct>().every((t) => !t.exec_succeeded || !t.files || every_taken_number_has_a_file(t.files));
}

/** Witness: some execve succeeded and kept a lock that it had to keep. */
export function exec_keeps_a_lock(): boolean {
  return objects<task_struct>().some((t) => t.exec_kept_lock);
}

/** Witness: some execve succeeded. */
export function an_exec_succeeds(): boolean {
  return objects<task_struct>().some((t) => t.exec_succeeded);
}

/** Witness: some execve returned an error to its program. */
export function an_exec_fails(): boolean {
  return objects<task_struct>().some((t) => t.exec_failed);
}
