// SPDX-License-Identifier: GPL-2.0-only
/** Claims about the descriptor table itself. */
import { address_of, BITS_PER_LONG, implies, inside, int, is_live, NULL, objects, range, task_index, ULONG_MAX, under } from 'fdcheck/lang';
import { expand_fdtable } from '../fs/file.js';
import { FDS_MAX, fdtable, files_struct, FULL_FDS_BITS } from '../include/linux/fdtable.js';
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

/**
 * Whenever nobody is inside a section of file_lock: an installed number is marked taken, and every number below next_fd is taken. Of
 * every table that is made, private copies too.
 */
export function bitmap_and_slots_agree(): boolean {
  return objects<files_struct>().every((files) => !files.built || agrees(files));
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
    if (!files.built) continue;
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

/** A table that a task uses is alive. */
export function used_tables_are_alive(): boolean {
  return objects<task_struct>().every((t) => !t.files || is_live(t.files));
}

/** A file in a slot is alive, and has at least as many references as slots of tables hold it. */
export function slots_own_references(): boolean {
  return objects<files_struct>().every((files) => !files.built || range(0, FDS_MAX).every((fd) => {
    if (fd >= files.fdt.max_fds) return true;
    const file = files.fdt.fd[fd];
    return file === NULL || (is_live(file) && file.f_count.counter >= installed(file));
  }));
}

/**
 * Whenever nobody is inside a section of file_lock: a number that is taken and has no file is owed a file by exactly one task, which
 * is between reserving it and installing a file or giving it back.
 */
export function reserved_numbers_have_one_owner(): boolean {
  return objects<files_struct>().every((files) => !files.built || !is_used(files) || under(files.file_lock, () => range(0, FDS_MAX).every((fd) => {
    if (fd >= files.fdt.max_fds) return true;
    if (!is_open(files.fdt, fd) || files.fdt.fd[fd] !== NULL) return true;
    return objects<task_struct>().count((t) => t.files === files && t.reserved === fd + 1) === 1;
  })));
}

function is_used(files: files_struct): boolean {
  return objects<task_struct>().some((t) => t.files === files);
}

/** Whenever nobody is inside a section of file_lock: a word that full_fds_bits says is full has no free number. */
export function full_words_are_full(): boolean {
  return objects<files_struct>().every((files) => !FULL_FDS_BITS || !files.built || under(files.file_lock, () => range(0, FDS_MAX / BITS_PER_LONG).every((word) => {
    if (word * BITS_PER_LONG >= files.fdt.max_fds) return true;
    const full = ((files.fdt.full_fds_bits[word / BITS_PER_LONG] >> word % BITS_PER_LONG) & 1) !== 0;
    return !full || files.fdt.open_fds[word] === ULONG_MAX;
  })));
}

/**
 * Whenever nobody is inside a section of file_lock: a word without a free number is said to be full, or the search would be slow. Not so of a
 * copy that close_range makes before d888c83fcec7, whose last bits are any.
 */
export function full_words_are_marked(): boolean {
  return objects<files_struct>().every((files) => !FULL_FDS_BITS || !files.built || under(files.file_lock, () => range(0, FDS_MAX / BITS_PER_LONG).every((word) => {
    if (word * BITS_PER_LONG >= files.fdt.max_fds) return true;
    return files.fdt.open_fds[word] !== ULONG_MAX || ((files.fdt.full_fds_bits[word / BITS_PER_LONG] >> word % BITS_PER_LONG) & 1) !== 0;
  })));
}

/** A table is only ever replaced by one that is no smaller, with file_lock held and resize_in_progress set. */
export function tables_only_grow(): boolean {
  return objects<files_struct>().every((files) => !files.replaced_badly);
}

/** Whenever nobody is inside a section of file_lock: at most one task is expanding a table, and resize_in_progress says whether one is. */
export function one_task_resizes(): boolean {
  return objects<files_struct>().every((files) => !files.built || under(files.file_lock, () => {
    const resizing = objects<task_struct>().count((t) => t.files === files && inside(task_index(t), expand_fdtable));
    return resizing <= 1 && files.resize_in_progress === (resizing === 1);
  }));
}

/** A file that a task uses without a reference of its own has a reference of somebody else. */
export function borrowed_files_are_referenced(): boolean {
  return objects<task_struct>().every((t) => implies(t.borrowed !== 0, () => objects<file>().some((f) => address_of(f) === t.borrowed && f.f_count.counter > 0)));
}

/** A task changes its own table, or one that no task uses: the helpers that work on any table are not needed. Patches 18, 20, 21 and 24. */
export function tasks_change_their_own_table(): boolean {
  return objects<task_struct>().every((t) => !t.changed_foreign_table);
}

/** A copy of a table has every file that was installed when its size was settled, but for those that close_range is to close in it. */
export function copies_carry_what_is_installed(): boolean {
  return objects<task_struct>().every((t) => !t.copy_lost_a_file);
}

/** When close_range with CLOSE_RANGE_UNSHARE is over, no descriptor of the range is left in the private table; or each has close-on-exec. */
export function private_range_is_done(): boolean {
  return objects<task_struct>().every((t) => !t.range_left);
}
