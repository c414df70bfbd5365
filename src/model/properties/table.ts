// SPDX-License-Identifier: GPL-2.0-only
/** Claims about the descriptor table itself. */
import { BITS_PER_LONG, int, NULL, objects, range, under } from 'fdcheck/lang';
import { FDS_MAX, fdtable, files_struct } from '../include/linux/fdtable.js';
import type { file } from '../include/linux/fs.js';
import { task_struct } from '../include/linux/sched.js';

function is_open(fdt: fdtable, fd: int): boolean {
  return ((fdt.open_fds[fd / BITS_PER_LONG] >> fd % BITS_PER_LONG) & 1) !== 0;
}

/** Every number from `start` on, below `end`, is taken. */
export function all_open(fdt: fdtable, start: int, end: int): boolean {
  for (let fd = start; fd < end; fd++) {
    if (!is_open(fdt, fd)) return false;
  }
  return true;
}

/** Whenever nobody is inside a section of file_lock: an installed number is marked taken, and every number below next_fd is taken. */
export function bitmap_and_slots_agree(): boolean {
  return objects<task_struct>().every((t) => !t.files || agrees(t.files));
}

function agrees(files: files_struct): boolean {
  return under(files.file_lock, () => range(0, FDS_MAX).every((fd) => {
    if (fd >= files.fdt.max_fds) return fd >= files.next_fd;
    const open = is_open(files.fdt, fd);
    return (open || !files.fdt.fd[fd]) && (open || fd >= files.next_fd);
  }));
}

/** A number that is given out was the lowest free one from the start of the search on, at that instant. */
export function lowest_free_number(): boolean {
  return objects<files_struct>().every((files) => !files.not_lowest);
}

function installed(file: file): int {
  let slots = 0;
  for (const files of objects<files_struct>()) {
    for (let fd = 0; fd < files.fdt.max_fds; fd++) {
      if (files.fdt.fd[fd] === file) slots++;
    }
  }
  return slots;
}

/** No number of the table is reserved: taken, and without a file. */
export function every_taken_number_has_a_file(files: files_struct): boolean {
  return range(0, FDS_MAX).every((fd) => fd >= files.fdt.max_fds || !is_open(files.fdt, fd) || files.fdt.fd[fd] !== NULL);
}

/** At the end every number that is taken has a file: no open() is half-way, and no close() forgot to give its number back. */
export function taken_numbers_have_files(): boolean {
  return objects<task_struct>().every((t) => !t.files || every_taken_number_has_a_file(t.files));
}

/** At the end every open file is in some slot, with as many references as it is in slots, and every table belongs to a task. */
export function files_released(): boolean {
  return objects<file>().every((f) => f.f_count.counter === installed(f) && f.f_count.counter > 0)
    && objects<files_struct>().every((files) => objects<task_struct>().some((t) => t.files === files));
}

/** When fget returns a file, the slot still holds it. Not true: the slot may be cleared after the reference was taken. */
export function fget_finds_what_the_slot_holds(): boolean {
  return objects<task_struct>().every((t) => !t.fget_stale);
}

/**
 * A file that fget gives was in the slot at a moment at which the caller had its reference already: nobody can have seen the file without
 * other references since. 054aa8d439b9 (v5.16). The moments looked at are fget's own accesses, the taking of the reference and the second
 * look, of the table that is current then: where the table grows between them it is stricter than what the patch promises.
 */
export function fget_holds_what_the_slot_held(): boolean {
  return objects<task_struct>().every((t) => !t.fget_unheld);
}
