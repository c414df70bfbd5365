// SPDX-License-Identifier: GPL-2.0-only
/** What a program may expect of execve. */
import { objects } from 'fdcheck/lang';
import { task_struct } from '../include/linux/sched.js';

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
