// SPDX-License-Identifier: GPL-2.0-only
/**
 * execve: fs/exec.c, v5.10 and patches 1 to 3. exec/de_thread.ts has de_thread. struct linux_binprm is the arguments of the functions:
 * `fd` is the descriptor whose /dev/fd/N is the program's name (fdpath), AT_FDCWD for a program that has a name of its own; `format` is
 * the binary handler that will take it.
 */
import {
  become, bound, down_write_killable, EBADF, EINTR, ENFILE, ENOENT, ERESTARTNOINTR, fatal_signal_pending, ghost, inject, int, lockdep_sys_exit,
  mutex_lock_interruptible, mutex_unlock, NULL, program, rcu_dereference_raw, since, up_write,
} from 'fdcheck/lang';
import { close_on_exec, Fd } from '../include/linux/fdtable.js';
import { dcache, file, FMODE_ATOMIC_POS } from '../include/linux/fs.js';
import { io_uring_task_cancel } from '../include/linux/io_uring.js';
import { current } from '../include/linux/sched.js';
import { user_mode } from '../kernel/entry/common.js';
import { die_of_signal } from '../kernel/exit.js';
import { unshare_files } from '../kernel/fork.js';
import { force_sigsegv } from '../kernel/signal.js';
import { task_work_run } from '../kernel/task_work.js';
import { exec_begins, exec_path_is_judged, exec_returns } from '../properties/exec_ghosts.js';
import { reset_files_struct } from '../v5.10/fs/file.js';
import { unshare_files as unshare_files_displaced } from '../v5.10/kernel/fork.js';
import { de_thread } from './exec/de_thread.js';
import { do_close_on_exec, fd_install, fdget_raw, fdput, get_close_on_exec, get_unused_fd_flags, put_files_struct } from './file.js';
import { alloc_empty_file, fput } from './file_table.js';

/** include/uapi/linux/fcntl.h:95, v5.10: no descriptor. */
export const AT_FDCWD = -100;

/** Binary handlers: fs/binfmt_elf.c; fs/binfmt_script.c; fs/binfmt_misc.c with the flag O, which hands the open binary to its interpreter. */
export const BINFMT_ELF = 0;
export const BINFMT_SCRIPT = 1;
export const BINFMT_MISC_OPEN = 2;

/** Whether any program of this spec is handed to its interpreter as a descriptor: the spec's bound 'execfd'. */
const EXECFD = bound('execfd', 0) > 0;

/** The table is no longer shared after it. Patch 1 moved it to here, patch 2 moved the put inside. */
function unshare_files_after_de_thread(): int {
  if (since('series/2')) {
    return unshare_files();
  } else {
    const [displaced, retval] = unshare_files_displaced();
    if (displaced) put_files_struct(displaced);
    return retval;
  }
}

/** fs/exec.c:971, v5.10: the new address space. It fails if the task is killed while somebody looks at the old one, or dumps it. */
function exec_mmap(): int {
  const ret = down_write_killable(current.signal.exec_update_lock);
  if (ret) return ret;
  if (inject('exec_mmap')) {
    up_write(current.signal.exec_update_lock);
    return -EINTR;
  }
  return 0;
}

/** fs/exec.c:1374, v5.10: the interpreter finds the open binary as a descriptor. The reference is the table's from then on. */
function pass_executable(executable: file): int {
  const retval = get_unused_fd_flags(0);
  if (retval < 0) {
    up_write(current.signal.exec_update_lock);
    // commit_creds has taken bprm->cred, by which free_bprm knows that the mutex is held.
    if (since('84c39ec57d40')) mutex_unlock(current.signal.cred_guard_mutex);
    return retval;
  }
  fd_install(retval, executable);
  return 0;
}

/** fs/exec.c:1238, v5.10; :1239, v5.11. Its failures are fatal: nobody sees them. [error, bprm.cred, bprm.executable] */
function begin_new_exec(executable: file): [int, boolean, file] {
  const me = current;
  let retval = de_thread(me);
  if (retval) return [retval, true, executable];
  if (since('9ee1206dcfb9')) io_uring_task_cancel();
  if (since('series/1')) {
    retval = unshare_files_after_de_thread();
    if (retval) return [retval, true, executable];
  }
  retval = exec_mmap();
  if (retval) return [retval, true, executable];
  do_close_on_exec(me.files);
  // commit_creds: bprm->cred is NULL from here on.
  if (EXECFD && executable) {
    retval = pass_executable(executable);
    if (retval) return [retval, false, executable];
  }
  return [0, false, NULL];
}

/** fs/exec.c:1727, v5.10, with the binary handler. [error, bprm.cred, bprm.executable] */
function exec_binprm(executable: file): [int, boolean, file] {
  const [retval, cred, left] = begin_new_exec(executable);
  if (!retval) {
    // setup_new_exec: fs/exec.c:1412
    up_write(current.signal.exec_update_lock);
    mutex_unlock(current.signal.cred_guard_mutex);
    return [0, false, NULL];
  }
  // Past the point of no return: the program must not run again.
  if (!fatal_signal_pending()) {
    force_sigsegv();
    ghost(() => { current.exec_died = true; });
  }
  return [retval, cred, left];
}

/** fs/exec.c:1811, v5.10: BINPRM_FLAGS_PATH_INACCESSIBLE. v5.10 relies on having the table for itself. */
function path_inaccessible(fd: Fd): boolean {
  if (since('878f12dbb8f5')) {
    return get_close_on_exec(fd);
  } else {
    return close_on_exec(fd, rcu_dereference_raw(current.files.fdt));
  }
}

/** fs/namei.c:2268, v5.10 (path_init): is there such a descriptor? What it is open on is kept by its path. */
function descriptor_is_open(fd: Fd): boolean {
  const [f, fput_needed] = fdget_raw(fd);
  if (!f) return false;
  fdput(f, fput_needed);
  return true;
}

/** fs/exec.c:894, v5.10 (do_open_execat), as far as it matters: the binary that is handed on is an open file; [file, error]. */
function do_open_execat(fd: Fd, name: int, format: int): [file, int] {
  if (fd !== AT_FDCWD && !descriptor_is_open(fd)) return [NULL, -EBADF];
  if (inject('exec_open')) return [NULL, -ENOENT];
  if (!EXECFD || format !== BINFMT_MISC_OPEN) return [NULL, 0];
  const f = alloc_empty_file(dcache[name]);
  if (!f) return [NULL, -ENFILE];
  f.f_mode = FMODE_ATOMIC_POS;
  return [f, 0];
}

/** fs/exec.c:1791, v5.10: bprm_execve from prepare_bprm_creds to out_unmark. [error, bprm.cred, bprm.executable] */
function exec_with_creds(fd: Fd, name: int, format: int): [int, boolean, file] {
  if (mutex_lock_interruptible(current.signal.cred_guard_mutex)) return [-ERESTARTNOINTR, false, NULL];
  const [executable, error] = do_open_execat(fd, name, format);
  if (error) return [error, true, NULL];
  if (fd !== AT_FDCWD) {
    const inaccessible = path_inaccessible(fd);
    ghost(() => exec_path_is_judged(inaccessible));
    // load_script, fs/binfmt_script.c:34: the interpreter could not open it.
    if (inaccessible && format === BINFMT_SCRIPT) return [-ENOENT, true, executable];
  }
  return exec_binprm(executable);
}

/** fs/exec.c:1775, v5.10: the table is copied first. If that table was shared, it is put last, or taken back. Patch 1 removes both. */
function bprm_execve(fd: Fd, name: int, format: int): [int, boolean, file] {
  if (!since('9ee1206dcfb9')) io_uring_task_cancel();
  if (since('series/1')) {
    return exec_with_creds(fd, name, format);
  } else {
    const [displaced, error] = unshare_files_displaced();
    if (error) return [error, false, NULL];
    const [retval, cred, executable] = exec_with_creds(fd, name, format);
    if (displaced && retval) reset_files_struct(displaced);
    else if (displaced) put_files_struct(displaced);
    return [retval, cred, executable];
  }
}

/** fs/exec.c:1855, v5.10. */
function do_execveat_common(fd: Fd, name: int, format: int): int {
  const [retval, cred, executable] = bprm_execve(fd, name, format);
  // free_bprm: fs/exec.c:1460
  if (cred) mutex_unlock(current.signal.cred_guard_mutex);
  if (EXECFD && executable) fput(executable);
  return retval;
}

/** Any way of executing a program: fs/exec.c:2054, v5.10. On success the task goes on in `next`. */
function exec_program(fd: Fd, name: int, format: int, next: program): int {
  const killed_before = fatal_signal_pending();
  ghost(() => exec_begins());
  if (killed_before) die_of_signal();
  const retval = do_execveat_common(fd, name, format);
  task_work_run();
  const killed = fatal_signal_pending();
  ghost(() => exec_returns(retval, killed, fd));
  if (killed) die_of_signal();
  lockdep_sys_exit();
  if (retval) return retval;
  become(user_mode, next);
}

/** SYSCALL execve: fs/exec.c:2054, v5.10. On success the task goes on in `next`. */
export function execve(next: program): int {
  return exec_program(AT_FDCWD, 0, BINFMT_ELF, next);
}

/** SYSCALL execveat: fs/exec.c:2062, v5.10, with AT_EMPTY_PATH: the program that the descriptor is. Not by name, but the name is /dev/fd/N. */
export function execveat(fd: Fd, next: program): int {
  return exec_program(fd, 0, BINFMT_ELF, next);
}

/** execveat of a script: `next` is its interpreter, which opens /dev/fd/N. fs/binfmt_script.c:34, v5.10. */
export function execveat_script(fd: Fd, next: program): int {
  return exec_program(fd, 0, BINFMT_SCRIPT, next);
}

/** execve of the program of that name, whose interpreter has the open binary as a descriptor. fs/binfmt_misc.c:132, v5.10. */
export function execve_misc(name: int, next: program): int {
  return exec_program(AT_FDCWD, name, BINFMT_MISC_OPEN, next);
}
