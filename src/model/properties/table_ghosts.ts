// SPDX-License-Identifier: GPL-2.0-only
/** What happens to descriptor tables, noted as it goes: bodies of ghost blocks. */
import { address_of, BITS_PER_LONG, int, lockdep_is_held, min, objects, range } from 'fdcheck/lang';
import { Fd, fdtable, FDS_MAX, files_struct } from '../include/linux/fdtable.js';
import type { file } from '../include/linux/fs.js';
import { current, task_struct } from '../include/linux/sched.js';

/** The running task changes the table: its own, or one that no task uses and that it holds alone. */
export function table_is_changed(files: files_struct): void {
  if (files !== current.files && objects<task_struct>().some((t) => t.files === files)) current.changed_foreign_table = true;
}

/** The running task has taken the number, and owes a file for it. */
export function number_is_reserved(files: files_struct, fd: Fd): void {
  table_is_changed(files);
  current.reserved = fd + 1;
}

/** The running task has installed the file, or given the number back. */
export function number_is_settled(files: files_struct): void {
  table_is_changed(files);
  current.reserved = 0;
}

/** The running task uses the file without a reference of its own. */
export function file_is_borrowed(file: file): void {
  current.borrowed = address_of(file);
}

/** It does not use it any more. */
export function borrowing_ends(): void {
  current.borrowed = 0;
}

/** files->fdt changes from `cur` to `next`. */
export function fdt_is_replaced(files: files_struct, cur: fdtable, next: fdtable): void {
  table_is_changed(files);
  if (next.max_fds < cur.max_fds || !files.resize_in_progress || !lockdep_is_held(files.file_lock)) files.replaced_badly = true;
}

/**
 * The running task is to close the descriptors from `fd` to `max_fd` in the copy that it makes next, so that they need not be in it; or
 * only to mark them (close-on-exec).
 */
export function range_is_dropped(fd: Fd, max_fd: Fd, marks: boolean): void {
  current.drop_marks = marks;
  current.drop_from = min(fd, FDS_MAX);
  current.drop_end = min(max_fd + 1, FDS_MAX);
}

/** How large the copy is to be is settled: what is installed now, and is not dropped, must be in it. */
export function copy_is_sized(fdt: fdtable): void {
  let carried = 0;
  for (let fd = 0; fd < fdt.max_fds; fd++) {
    const dropped = !current.drop_marks && fd >= current.drop_from && fd < current.drop_end;
    if (fdt.fd[fd] && !dropped) carried = carried | (1 << fd);
  }
  current.must_carry = carried;
}

/** The copy is whole. */
export function copy_is_made(newf: files_struct, fdt: fdtable): void {
  newf.built = true;
  for (let fd = 0; fd < FDS_MAX; fd++) {
    if (((current.must_carry >> fd) & 1) !== 0 && (fd >= fdt.max_fds || !fdt.fd[fd])) current.copy_lost_a_file = true;
  }
  current.must_carry = 0;
}

function close_on_exec_is_set(fdt: fdtable, fd: int): boolean {
  return ((fdt.close_on_exec[fd / BITS_PER_LONG] >> fd % BITS_PER_LONG) & 1) !== 0;
}

/** close_range is over, on a private copy: whatever is left of its range in there was to be closed, or marked. */
export function range_is_done(copy: files_struct): void {
  const fdt = copy.fdt;
  for (const fd of range(0, FDS_MAX)) {
    if (fd < current.drop_from || fd >= current.drop_end || fd >= fdt.max_fds) continue;
    if (fdt.fd[fd] && (!current.drop_marks || !close_on_exec_is_set(fdt, fd))) current.range_left = true;
  }
  range_is_forgotten();
}

/** close_range is over, one way or the other: the next copy that the task makes is to have everything. */
export function range_is_forgotten(): void {
  current.drop_marks = false;
  current.drop_from = 0;
  current.drop_end = 0;
}
