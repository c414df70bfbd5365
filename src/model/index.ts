// SPDX-License-Identifier: GPL-2.0-only
/** `fdcheck/model`: the kernel's system calls, the kinds of tasks, the properties, and the switches. */
export * from './switches.js';
export * from './include/linux/fdtable.js';
export * from './include/linux/fs.js';
export * from './include/linux/sched.js';
export * from './fs/exec.js';
export * from './fs/fcntl.js';
export * from './fs/file.js';
export * from './fs/file_table.js';
export * from './fs/locks.js';
export * from './fs/open.js';
export * from './fs/autofs/dev-ioctl.js';
export * from './fs/proc/fd.js';
export * from './fs/read_write.js';
export * from './fs/stat.js';
export * from './drivers/android/binder.js';
export * from './kernel/bpf/syscall.js';
export * from './kernel/bpf/task_iter.js';
export * from './kernel/entry/common.js';
export * from './kernel/exit.js';
export * from './kernel/fork.js';
export * from './kernel/kcmp.js';
export * from './kernel/pid.js';
export * from './kernel/signal.js';
export * from './kernel/sys.js';
export * from './tasks.js';
export * from './properties/index.js';
