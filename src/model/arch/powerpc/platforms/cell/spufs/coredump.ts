// SPDX-License-Identifier: GPL-2.0-only
/** Notes of a core file about the contexts of SPUs that the task has open: arch/powerpc/platforms/cell/spufs/coredump.c, v5.10; patch 10. */
import { int, NULL, rcu_read_lock, rcu_read_unlock, since } from 'fdcheck/lang';
import { Fd, fcheck, lookup_fd_rcu } from '../../../../../include/linux/fdtable.js';
import type { file, inode } from '../../../../../include/linux/fs.js';
import { current } from '../../../../../include/linux/sched.js';
import { iterate_fd } from '../../../../../fs/file.js';

/** arch/powerpc/platforms/cell/spufs/coredump.c:44, v5.10: every file is the directory of a context here. */
function match_context(_file: file, fd: Fd): int {
  return fd + 1;
}

/** arch/powerpc/platforms/cell/spufs/coredump.c:67, v5.10: the next context from `fd` on, and its descriptor. The table must not be shared. */
function coredump_next_context(fd: Fd): [inode, Fd] {
  const n = iterate_fd(current.files, fd, match_context);
  if (!n) return [NULL, fd];
  rcu_read_lock();
  const file = since('series/10') ? lookup_fd_rcu(n - 1) : fcheck(n - 1);
  const ctx = file.f_inode;
  rcu_read_unlock();
  return [ctx, n - 1];
}

/** arch/powerpc/platforms/cell/spufs/coredump.c:85, v5.10 (spufs_coredump_extra_notes_size; _write walks in the same way). */
export function elf_coredump_extra_notes(): void {
  let fd = 0;
  for (;;) {
    const [ctx, found] = coredump_next_context(fd);
    if (!ctx) break;
    fd = found + 1;
  }
}
