// SPDX-License-Identifier: GPL-2.0-only
/** A program of another domain must not keep descriptors that its policy denies: security/selinux/hooks.c, v5.10. */
import { inject, int, NULL } from 'fdcheck/lang';
import { iterate_fd, replace_fd } from '../../fs/file.js';
import { alloc_empty_file, fput } from '../../fs/file_table.js';
import { files_struct } from '../../include/linux/fdtable.js';
import { dcache, file, inode } from '../../include/linux/fs.js';
import { current } from '../../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../../kernel/entry/common.js';

/** match_file, security/selinux/hooks.c:2412, v5.10, for each file from number `n` on: one more than the number of the first that is denied, or 0. */
function next_denied(files: files_struct, n: int, denied: inode): int {
  return iterate_fd(files, n, (f, fd) => (f.f_inode === denied ? fd + 1 : 0));
}

/** security/selinux/hooks.c:2418, v5.10: a denied file gives way to the null device, or is closed if that cannot be opened. */
function flush_unauthorized_files(files: files_struct, denied: inode, null_device: inode): void {
  let n = next_denied(files, 0, denied);
  if (!n) return;
  const devnull: file = inject('open') ? NULL : alloc_empty_file(null_device);
  while (n) {
    replace_fd(n - 1, devnull, 0);
    n = next_denied(files, n, denied);
  }
  if (devnull) fput(devnull);
}

/** security/selinux/hooks.c:2469, v5.10, by itself: execve calls it with a table that is the task's own by then. */
export function selinux_bprm_committing_creds(denied: int, null_device: int): void {
  syscall_enter_from_user_mode();
  flush_unauthorized_files(current.files, dcache[denied], dcache[null_device]);
  syscall_exit_to_user_mode();
}
