// SPDX-License-Identifier: GPL-2.0-only
/** A read that moves the position of its file: fs/read_write.c, v5.10. */
import { EBADF, int, min } from 'fdcheck/lang';
import type { Fd } from '../include/linux/fdtable.js';
import type { file } from '../include/linux/fs.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../kernel/entry/common.js';
import { fdget_pos, fdput_pos } from './file.js';

/** fs/read_write.c:476 (vfs_read), v5.10: one byte, from where the position is; at most 7. */
function read_a_byte(file: file): int {
  const pos = file.f_pos;
  file.f_pos = min(pos + 1, 7);
  return pos;
}

/** SYSCALL read: ksys_read, fs/read_write.c:623, v5.10. What was read is where it stood. */
export function read(fd: Fd): int {
  syscall_enter_from_user_mode();
  let ret = -EBADF;
  const [file, fput_needed, locked] = fdget_pos(fd);
  if (file) {
    ret = read_a_byte(file);
    fdput_pos(file, fput_needed, locked);
  }
  syscall_exit_to_user_mode();
  return ret;
}
