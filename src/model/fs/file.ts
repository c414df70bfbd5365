// SPDX-License-Identifier: GPL-2.0-only
/**
 * The descriptor table: fs/file.c, v5.10 and the series, in the order of the original. What the series removed stands in v5.10/fs/file.ts.
 *
 *   bitmaps.ts   :48    copy_fd_bitmaps, __set_close_on_exec ... __clear_open_fd, find_next_fd
 *   fdtable.ts   :69    copy_fdtable, alloc_fdtable, expand_fdtable, expand_files, count_open_files, sane_fdtable_size, dup_fd
 *   close.ts     :382   close_files, put_files_struct, exit_files, pick_file, close_fd, __close_range, close_fd_get_file, do_close_on_exec
 *   alloc.ts     :495   alloc_fd, get_unused_fd_flags, put_unused_fd, fd_install
 *   lookup.ts    :822   fget, fget_task, task_lookup_fd_rcu, task_lookup_next_fd_rcu, fdget, fdget_pos, set_close_on_exec, iterate_fd
 *   dup.ts       :974   do_dup2, replace_fd, receive_fd, dup3, dup2, dup, f_dupfd
 */
export * from './file/bitmaps.js';
export * from './file/fdtable.js';
export * from './file/close.js';
export * from './file/alloc.js';
export * from './file/lookup.js';
export * from './file/dup.js';
