// SPDX-License-Identifier: GPL-2.0-only
/** From close() to __fput: bodies of ghost blocks. */
import { address_of, objects, range } from 'fdcheck/lang';
import type { file } from '../include/linux/fs.js';
import { current, task_struct } from '../include/linux/sched.js';

function has_a_descriptor(file: file): boolean {
  return objects<task_struct>().some((t) => {
    if (!t.files) return false;
    const fdt = t.files.fdt;
    return range(0, fdt.max_fds).some((fd) => fdt.fd[fd] === file);
  });
}

/** The running task took the file out of its slot, to close it. */
export function descriptor_is_taken(file: file): void {
  if (!has_a_descriptor(file)) current.closing = address_of(file);
}

/** The running task is in __fput of the file. */
export function file_is_released(file: file): void {
  for (const t of objects<task_struct>()) {
    if (t.closing !== address_of(file)) continue;
    t.closing = 0;
    if (t !== current) t.close_was_not_last = true;
  }
}

/** close() returns to its program. */
export function close_returns(): void {
  if (current.closing !== 0) current.close_was_not_last = true;
  current.closing = 0;
}
