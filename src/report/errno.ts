/**
 * Names of error numbers, for reading: include/uapi/asm-generic/errno-base.h, errno.h and include/linux/errno.h, v5.11.
 *
 * Those of src/lang/vocabulary/errno.ts, which is model text and is not evaluated; a test holds the two together. EWOULDBLOCK is EAGAIN.
 */
const NAMES: Readonly<Record<number, string>> = {
  1: 'EPERM', 2: 'ENOENT', 3: 'ESRCH', 4: 'EINTR', 5: 'EIO', 7: 'E2BIG', 9: 'EBADF', 10: 'ECHILD', 11: 'EAGAIN', 12: 'ENOMEM', 13: 'EACCES', 14: 'EFAULT',
  16: 'EBUSY', 17: 'EEXIST', 19: 'ENODEV', 20: 'ENOTDIR', 22: 'EINVAL', 23: 'ENFILE', 24: 'EMFILE', 35: 'EDEADLK', 37: 'ENOLCK', 38: 'ENOSYS',
  75: 'EOVERFLOW', 95: 'EOPNOTSUPP', 125: 'ECANCELED', 512: 'ERESTARTSYS', 513: 'ERESTARTNOINTR', 514: 'ERESTARTNOHAND',
};

/** `-EBADF` for -9; null for a number that is no negated error number. */
export function errnoName(value: number): string | null {
  const name = NAMES[-value];
  return name === undefined ? null : `-${name}`;
}
