// SPDX-License-Identifier: GPL-2.0-only
/** A driver that closes a descriptor of its caller: fs/autofs/dev-ioctl.c, v5.10 and patch 22. */
import { int, since } from 'fdcheck/lang';
import type { Fd } from '../../include/linux/fdtable.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../../kernel/entry/common.js';
import { ksys_close } from '../../v5.10/fs/file.js';
import { close_fd } from '../file.js';

/** ioctl AUTOFS_DEV_IOCTL_CLOSEMOUNT: fs/autofs/dev-ioctl.c:288, v5.10; :289, v5.11. */
export function autofs_dev_ioctl_closemount(fd: Fd): int {
  syscall_enter_from_user_mode();
  const ret = since('series/22') ? close_fd(fd) : ksys_close(fd);
  syscall_exit_to_user_mode();
  return ret;
}
