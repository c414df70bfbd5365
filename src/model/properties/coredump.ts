// SPDX-License-Identifier: GPL-2.0-only
/** Claims about core dumps. */
import { inside, NULL, objects, task_index } from 'fdcheck/lang';
import { elf_coredump_extra_notes } from '../arch/powerpc/platforms/cell/spufs/coredump.js';
import { task_struct } from '../include/linux/sched.js';
import { sharers } from './count.js';

function writes_notes(t: task_struct): boolean {
  return inside(task_index(t), elf_coredump_extra_notes);
}

/** The thread waits in exit_mm, and has its descriptors. */
function is_at_rest(t: task_struct): boolean {
  return t.core_task === t && t.mm !== NULL && t.files !== NULL;
}

function left_before(t: task_struct): boolean {
  return t.core_task === NULL && t.mm === NULL;
}

function leaves_of_itself(t: task_struct): boolean {
  return t.exiting && !t.signaled;
}

/** Nobody else uses the table whose descriptors are written to the core file. */
export function core_is_dumped_from_a_private_table(): boolean {
  return objects<task_struct>().every((t) => !writes_notes(t) || sharers(t.files) === 1);
}

/**
 * While the core file is written, every other thread of the group is at rest, with its descriptors, or has left the address space before, or
 * is on its way out of itself: it was exiting when the dump began.
 */
export function threads_rest_during_core_dump(): boolean {
  return objects<task_struct>().every((t) => !writes_notes(t)
    || objects<task_struct>().every((other) => other === t || other.signal !== t.signal || is_at_rest(other) || left_before(other) || leaves_of_itself(other)));
}

/** Witness: the notes of some core file are written. */
export function a_core_is_dumped(): boolean {
  return objects<task_struct>().some((t) => writes_notes(t));
}
