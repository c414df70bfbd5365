// SPDX-License-Identifier: GPL-2.0-only
/** The descriptor table: fs/file.c, v5.10 (patches that change it are switches). */
import {
  __clear_bit, __set_bit, address_of, atomic_dec_and_test, atomic_read, atomic_set, BITS_PER_LONG, BITS_TO_LONGS, BUG_ON, EBADF, EBUSY, EINVAL,
  EMFILE, ENOMEM, find_next_zero_bit, GFP_KERNEL, ghost, int, kmem_cache_alloc, kmem_cache_free, NULL, rcu_access_pointer,
  rcu_assign_pointer, rcu_dereference_raw, rcu_dereference_sched, rcu_read_lock, rcu_read_lock_sched, rcu_read_unlock,
  rcu_read_unlock_sched, spin_lock, spin_lock_init, spin_unlock, test_bit, WARN_ON, xchg,
} from 'fdcheck/lang';
import {
  __fcheck_files, Fd, fcheck_files, fd_is_open, fdtable, files_cachep, files_fdtable, files_struct, NR_OPEN_DEFAULT, O_CLOEXEC,
} from '../include/linux/fdtable.js';
import { file, get_file, get_file_rcu } from '../include/linux/fs.js';
import { current, task_lock, task_struct, task_unlock } from '../include/linux/sched.js';
import { syscall_enter_from_user_mode, syscall_exit_to_user_mode } from '../kernel/entry/common.js';
import { sharers } from '../properties/count.js';
import { lock_is_given_up } from '../properties/exec_ghosts.js';
import { all_open } from '../properties/table.js';
import { fput } from './file_table.js';
import { filp_close } from './open.js';

/** fs/file.c:197, v5.10. Tables do not grow in this model: a number beyond the capacity is beyond sysctl_nr_open. */
function expand_files(files: files_struct, nr: Fd): int {
  const fdt = files_fdtable(files);
  if (nr < fdt.max_fds) return 0;
  return -EMFILE;
}

/** fs/file.c:232, v5.10. */
function __set_close_on_exec(fd: Fd, fdt: fdtable): void {
  __set_bit(fd, fdt.close_on_exec);
}

/** fs/file.c:237, v5.10. */
function __clear_close_on_exec(fd: Fd, fdt: fdtable): void {
  if (test_bit(fd, fdt.close_on_exec)) __clear_bit(fd, fdt.close_on_exec);
}

/** fs/file.c:243, v5.10. */
function __set_open_fd(fd: Fd, fdt: fdtable): void {
  __set_bit(fd, fdt.open_fds);
}

/** fs/file.c:251, v5.10. */
function __clear_open_fd(fd: Fd, fdt: fdtable): void {
  __clear_bit(fd, fdt.open_fds);
}

/** fs/file.c:257, v5.10: up to and including the last word with a descriptor, at least one word. */
function count_open_files(fdt: fdtable): int {
  const size = fdt.max_fds;
  let i = size / BITS_PER_LONG;
  while (i > 0) {
    i--;
    if (fdt.open_fds[i] !== 0) break;
  }
  return (i + 1) * BITS_PER_LONG;
}

/** fs/file.c:271, v5.10. */
function sane_fdtable_size(fdt: fdtable, max_fds: int): int {
  const count = count_open_files(fdt);
  const limit = max_fds < NR_OPEN_DEFAULT ? NR_OPEN_DEFAULT : max_fds;
  return count < limit ? count : limit;
}

/** fs/file.c:53, v5.10. */
function copy_fd_bitmaps(nfdt: fdtable, ofdt: fdtable, count: int): void {
  for (let i = 0; i < BITS_TO_LONGS(NR_OPEN_DEFAULT); i++) {
    nfdt.open_fds[i] = i * BITS_PER_LONG < count ? ofdt.open_fds[i] : 0;
    nfdt.close_on_exec[i] = i * BITS_PER_LONG < count ? ofdt.close_on_exec[i] : 0;
  }
}

/** fs/file.c:286, v5.10: a private copy with one count, which the caller owns; [NULL, error] else. */
export function dup_fd(oldf: files_struct, max_fds: int): [files_struct, int] {
  const newf = kmem_cache_alloc(files_cachep, GFP_KERNEL);
  if (!newf) return [NULL, -ENOMEM];
  atomic_set(newf.count, 1);
  ghost(() => { newf.local_holders = 1; });
  spin_lock_init(newf.file_lock);
  newf.next_fd = 0;
  const new_fdt = newf.fdtab;
  new_fdt.max_fds = NR_OPEN_DEFAULT;

  spin_lock(oldf.file_lock);
  const old_fdt = files_fdtable(oldf);
  const open_files = sane_fdtable_size(old_fdt, max_fds);
  copy_fd_bitmaps(new_fdt, old_fdt, open_files);
  for (let i = 0; i < open_files; i++) {
    const f = old_fdt.fd[i];
    if (f) get_file(f);
    // Claimed in the bitmap, not yet installed: a sibling is partway through open(). It is free in the copy.
    else __clear_open_fd(i, new_fdt);
    rcu_assign_pointer(new_fdt.fd[i], f);
  }
  spin_unlock(oldf.file_lock);

  for (let i = open_files; i < NR_OPEN_DEFAULT; i++) new_fdt.fd[i] = NULL;
  rcu_assign_pointer(newf.fdt, new_fdt);
  return [newf, 0];
}

/** fs/file.c:382, v5.10: nobody else can reach the table any more. */
function close_files(files: files_struct): void {
  const fdt = rcu_dereference_raw(files.fdt);
  const max_fds = fdt.max_fds;
  for (let j = 0; j * BITS_PER_LONG < max_fds; j++) {
    const set = fdt.open_fds[j];
    for (let i = 0; i < BITS_PER_LONG; i++) {
      if (!((set >> i) & 1)) continue;
      const f = xchg(fdt.fd[j * BITS_PER_LONG + i], NULL);
      if (f) filp_close(f, address_of(files));
    }
  }
}

/** fs/file.c:427, v5.10. Gives up a count that the caller owns. */
export function put_files_struct(files: files_struct): void {
  const last = atomic_dec_and_test(files.count);
  ghost(() => {
    if (current.reader_of === address_of(files)) {
      current.reader_of = 0;
      current.foreign_close = last;
      files.reader_holders = files.reader_holders - 1;
    } else {
      files.local_holders = files.local_holders - 1;
    }
  });
  if (!last) return;
  close_files(files);
  kmem_cache_free(files_cachep, files);
}

/** fs/file.c:451, v5.10. */
export function exit_files(tsk: task_struct): void {
  const files = tsk.files;
  if (!files) return;
  task_lock(tsk);
  tsk.files = NULL;
  ghost(() => { files.local_holders = files.local_holders + 1; });
  task_unlock(tsk);
  put_files_struct(files);
}

/** fs/file.c:478, v5.10, without full_fds_bits. */
function find_next_fd(fdt: fdtable, start: Fd): Fd {
  return find_next_zero_bit(fdt.open_fds, fdt.max_fds, start);
}

/** fs/file.c:495, v5.10: reserves the lowest free number from `start` on, below `end`; or -EMFILE. */
function __alloc_fd(files: files_struct, start: Fd, end: Fd, flags: int): int {
  spin_lock(files.file_lock);
  const fdt = files_fdtable(files);
  let fd = start;
  const next_fd = files.next_fd;
  if (fd < next_fd) fd = next_fd;
  if (fd < fdt.max_fds) fd = find_next_fd(fdt, fd);
  let error = -EMFILE;
  if (fd < end) error = expand_files(files, fd);
  if (error >= 0) {
    if (start <= next_fd) files.next_fd = fd + 1;
    __set_open_fd(fd, fdt);
    ghost(() => { if (!all_open(fdt, start, fd)) files.not_lowest = true; });
    if (flags & O_CLOEXEC) __set_close_on_exec(fd, fdt);
    else __clear_close_on_exec(fd, fdt);
    error = fd;
    WARN_ON(rcu_access_pointer(fdt.fd[fd]) !== NULL);
  }
  spin_unlock(files.file_lock);
  return error;
}

/** fs/file.c:563, v5.10. RLIMIT_NOFILE is the capacity. */
export function get_unused_fd_flags(flags: int): int {
  return __alloc_fd(current.files, 0, NR_OPEN_DEFAULT, flags);
}

/** fs/file.c:569, v5.10. */
function __put_unused_fd(files: files_struct, fd: Fd): void {
  const fdt = files_fdtable(files);
  __clear_open_fd(fd, fdt);
  if (fd < files.next_fd) files.next_fd = fd;
}

/** fs/file.c:577, v5.10. */
export function put_unused_fd(fd: Fd): void {
  const files = current.files;
  spin_lock(files.file_lock);
  __put_unused_fd(files, fd);
  spin_unlock(files.file_lock);
}

/** fs/file.c:607, v5.10: the number must be reserved by the caller, whose reference to the file goes to the table. */
function __fd_install(files: files_struct, fd: Fd, file: file): void {
  rcu_read_lock_sched();
  const fdt = rcu_dereference_sched(files.fdt);
  BUG_ON(fdt.fd[fd] !== NULL);
  rcu_assign_pointer(fdt.fd[fd], file);
  rcu_read_unlock_sched();
}

/** fs/file.c:635, v5.10. */
export function fd_install(fd: Fd, file: file): void {
  __fd_install(current.files, fd, file);
}

/** fs/file.c:642, v5.10: takes the file and the table's reference to it out of the table; NULL if there is none. */
function pick_file(files: files_struct, fd: Fd): file {
  let file: file = NULL;
  spin_lock(files.file_lock);
  const fdt = files_fdtable(files);
  if (fd < fdt.max_fds) {
    file = fdt.fd[fd];
    if (file) {
      rcu_assign_pointer(fdt.fd[fd], NULL);
      ghost(() => lock_is_given_up(file.f_inode, address_of(files)));
      __put_unused_fd(files, fd);
    }
  }
  spin_unlock(files.file_lock);
  return file;
}

/** fs/file.c:665, v5.10. */
export function __close_fd(files: files_struct, fd: Fd): int {
  const file = pick_file(files, fd);
  if (!file) return -EBADF;
  return filp_close(file, address_of(files));
}

/** fs/file.c:786, v5.10. */
export function do_close_on_exec(files: files_struct): void {
  spin_lock(files.file_lock);
  for (let i = 0; ; i++) {
    const fdt = files_fdtable(files);
    if (i * BITS_PER_LONG >= fdt.max_fds) break;
    const set = fdt.close_on_exec[i];
    if (!set) continue;
    fdt.close_on_exec[i] = 0;
    for (let bit = 0; bit < BITS_PER_LONG; bit++) {
      if (!((set >> bit) & 1)) continue;
      const fd = i * BITS_PER_LONG + bit;
      const file = fdt.fd[fd];
      if (!file) continue;
      rcu_assign_pointer(fdt.fd[fd], NULL);
      ghost(() => lock_is_given_up(file.f_inode, current.exec_files));
      __put_unused_fd(files, fd);
      spin_unlock(files.file_lock);
      filp_close(file, address_of(files));
      spin_lock(files.file_lock);
    }
  }
  spin_unlock(files.file_lock);
}

/** fs/file.c:822, v5.10: the file with a reference, or NULL. The slot may have lost it meanwhile (CVE-2021-4083). */
function __fget_files(files: files_struct, fd: Fd): file {
  rcu_read_lock();
  let file = fcheck_files(files, fd);
  // dup2() replaces one file by another: a file whose last reference is gone is no longer in the slot.
  while (file && !get_file_rcu(file)) file = fcheck_files(files, fd);
  rcu_read_unlock();
  ghost(() => { current.fget_stale = file !== NULL && files.fdt.fd[fd] !== file; });
  return file;
}

/** fs/file.c:856, v5.10. */
export function fget(fd: Fd): file {
  return __fget_files(current.files, fd);
}

/** fs/file.c:868, v5.10. */
export function fget_task(task: task_struct, fd: Fd): file {
  let file: file = NULL;
  task_lock(task);
  const files = task.files;
  if (files) file = __fget_files(files, fd);
  task_unlock(task);
  return file;
}

/** fs/file.c:896, v5.10: [file, fput needed]. No reference is taken while nobody else shares the table: the file is borrowed. */
function __fget_light(fd: Fd): [file, boolean] {
  const files = current.files;
  const count = atomic_read(files.count);
  ghost(() => { if (count !== 1 && sharers(files) === 1 && files.local_holders === 0) current.slow_fdget_alone = true; });
  if (count === 1) return [__fcheck_files(files, fd), false];
  const file = fget(fd);
  return [file, file !== NULL];
}

/** include/linux/file.h:63, v5.10. */
export function fdget(fd: Fd): [file, boolean] {
  return __fget_light(fd);
}

/** include/linux/file.h:43, v5.10. */
export function fdput(file: file, fput_needed: boolean): void {
  if (fput_needed) fput(file);
}

/** fs/file.c:974, v5.10. Entered with file_lock held, leaves without it. */
function do_dup2(files: files_struct, file: file, fd: Fd, flags: int): int {
  const fdt = files_fdtable(files);
  const tofree = fdt.fd[fd];
  if (!tofree && fd_is_open(fd, fdt)) {
    // Allocated, and the open() that allocated it is not finished.
    spin_unlock(files.file_lock);
    return -EBUSY;
  }
  get_file(file);
  rcu_assign_pointer(fdt.fd[fd], file);
  ghost(() => { if (tofree) lock_is_given_up(tofree.f_inode, address_of(files)); });
  __set_open_fd(fd, fdt);
  if (flags & O_CLOEXEC) __set_close_on_exec(fd, fdt);
  else __clear_close_on_exec(fd, fdt);
  spin_unlock(files.file_lock);
  if (tofree) filp_close(tofree, address_of(files));
  return fd;
}

/** fs/file.c:1096, v5.10. */
function ksys_dup3(oldfd: Fd, newfd: Fd, flags: int): int {
  const files = current.files;
  if (oldfd === newfd) return -EINVAL;
  spin_lock(files.file_lock);
  const err = expand_files(files, newfd);
  const file = fcheck_files(files, oldfd);
  if (!file || err < 0) {
    spin_unlock(files.file_lock);
    return -EBADF;
  }
  return do_dup2(files, file, newfd, flags);
}

/** SYSCALL dup2: fs/file.c:1135, v5.10. */
export function dup2(oldfd: Fd, newfd: Fd): int {
  syscall_enter_from_user_mode();
  let ret = oldfd;
  if (newfd === oldfd) {
    rcu_read_lock();
    if (!fcheck_files(current.files, oldfd)) ret = -EBADF;
    rcu_read_unlock();
  } else {
    ret = ksys_dup3(oldfd, newfd, 0);
  }
  syscall_exit_to_user_mode();
  return ret;
}
