// SPDX-License-Identifier: GPL-2.0-only
/** The bitmaps of a descriptor table: fs/file.c:53 and 232 to 256, v5.10. Called with file_lock held, or on a table that nobody else can reach. */
import { __clear_bit, __set_bit, BITS_PER_LONG, BITS_TO_LONGS, bound, choose, find_next_zero_bit, int, max, min, since, test_bit, ULONG_MAX } from 'fdcheck/lang';
import { Fd, fdtable, FULL_FDS_BITS } from '../../include/linux/fdtable.js';

/** In the kernel 8 bits, an eighth of a word: what copy_fd_bitmaps counts in. Here a whole word, unless the spec bounds it. */
const BITS_PER_BYTE = bound('BITS_PER_BYTE', BITS_PER_LONG);

/** fs/file.c:45, v5.10 (BITBIT_NR): how many words of full_fds_bits so many descriptors have. */
function BITBIT_NR(nr: int): int {
  return BITS_TO_LONGS(BITS_TO_LONGS(nr));
}

/** The word with its bits from `bits` on cleared. */
function low_bits(word: int, bits: int): int {
  return bits >= BITS_PER_LONG ? word : word & ((1 << bits) - 1);
}

/** The bits of word `i` from bit `written` of the bitmap on: nobody wrote them, so that any may be set. */
function garbage(i: int, written: int): int {
  if (written >= (i + 1) * BITS_PER_LONG) return 0;
  const first = max(written - i * BITS_PER_LONG, 0);
  return choose(1 << (BITS_PER_LONG - first)) << first;
}

/** How many bits of word `i` of full_fds_bits are copied. Whole words until 9a2fa1472083: for words of open_fds that are not copied, too. */
function full_bits(i: int, count: int): int {
  if (i >= BITBIT_NR(count)) return 0;
  return since('9a2fa1472083') ? max(count / BITS_PER_LONG - i * BITS_PER_LONG, 0) : BITS_PER_LONG;
}

/**
 * fs/file.c:53, v5.10: whole bytes are copied, and then whole bytes cleared. If `count` is no multiple of a byte, its last bits are lost,
 * and the last byte is what it happened to be.
 */
export function copy_fd_bitmaps(nfdt: fdtable, ofdt: fdtable, count: int): void {
  const max_fds = nfdt.max_fds;
  const copied = count / BITS_PER_BYTE * BITS_PER_BYTE;
  const written = copied + (max_fds - count) / BITS_PER_BYTE * BITS_PER_BYTE;
  for (let i = 0; i * BITS_PER_LONG < max_fds; i++) {
    const kept = copied - i * BITS_PER_LONG;
    nfdt.open_fds[i] = (kept > 0 ? low_bits(ofdt.open_fds[i], kept) : 0) | garbage(i, written);
    nfdt.close_on_exec[i] = (kept > 0 ? low_bits(ofdt.close_on_exec[i], kept) : 0) | garbage(i, written);
  }
  if (FULL_FDS_BITS) {
    for (let i = 0; i < BITBIT_NR(max_fds); i++) {
      const bits = full_bits(i, count);
      nfdt.full_fds_bits[i] = bits > 0 ? low_bits(ofdt.full_fds_bits[i], bits) : 0;
    }
  }
}

/** fs/file.c:232, v5.10. */
export function __set_close_on_exec(fd: Fd, fdt: fdtable): void {
  __set_bit(fd, fdt.close_on_exec);
}

/** fs/file.c:237, v5.10. */
export function __clear_close_on_exec(fd: Fd, fdt: fdtable): void {
  if (test_bit(fd, fdt.close_on_exec)) __clear_bit(fd, fdt.close_on_exec);
}

/** fs/file.c:243, v5.10. */
export function __set_open_fd(fd: Fd, fdt: fdtable): void {
  __set_bit(fd, fdt.open_fds);
  if (FULL_FDS_BITS) {
    const word = fd / BITS_PER_LONG;
    if (fdt.open_fds[word] === ULONG_MAX) __set_bit(word, fdt.full_fds_bits);
  }
}

/** fs/file.c:251, v5.10. */
export function __clear_open_fd(fd: Fd, fdt: fdtable): void {
  __clear_bit(fd, fdt.open_fds);
  if (FULL_FDS_BITS) __clear_bit(fd / BITS_PER_LONG, fdt.full_fds_bits);
}

/** fs/file.c:478, v5.10: the lowest free number from `start` on, or the capacity. */
export function find_next_fd(fdt: fdtable, start: Fd): Fd {
  const maxfd = fdt.max_fds;
  let from = start;
  if (FULL_FDS_BITS) {
    const bitbit = find_next_zero_bit(fdt.full_fds_bits, maxfd / BITS_PER_LONG, start / BITS_PER_LONG) * BITS_PER_LONG;
    if (bitbit > maxfd) return maxfd; // never true: a table has whole words, and no word beyond them is looked at
    if (bitbit > start) from = bitbit;
  }
  return find_next_zero_bit(fdt.open_fds, maxfd, from);
}

/** include/linux/bitmap.h:405, v5.10 (bitmap_set), for the numbers from `from` to `to`, both included. */
export function set_close_on_exec_range(fdt: fdtable, from: Fd, to: Fd): void {
  for (let word = from / BITS_PER_LONG; word * BITS_PER_LONG <= to; word++) {
    const lo = word * BITS_PER_LONG < from ? from % BITS_PER_LONG : 0;
    const hi = min(to - word * BITS_PER_LONG, BITS_PER_LONG - 1);
    fdt.close_on_exec[word] = fdt.close_on_exec[word] | (low_bits(ULONG_MAX, hi + 1) & ~((1 << lo) - 1));
  }
}
