/** Searches and copies of bitmaps: lib/find_bit.c, include/linux/bitmap.h, v5.11. One plain load (or store) a word. */
import { array, int, place } from './core.js';
import { BIT_WORD, BITS_PER_LONG, BITS_TO_LONGS, ULONG_MAX, unsigned_long } from './bitmap.js';
import { min } from './minmax.js';

/** The first set bit from `offset` on, or `size`. */
export function find_next_bit<N, K extends 'static' | 'dynamic'>(map: place<array<unsigned_long, N, K>>, size: int, offset: int): int {
  return find_next(map, size, offset, 0);
}

/** The first clear bit from `offset` on, or `size`. */
export function find_next_zero_bit<N, K extends 'static' | 'dynamic'>(map: place<array<unsigned_long, N, K>>, size: int, offset: int): int {
  return find_next(map, size, offset, ULONG_MAX);
}

/** The first set bit, or `size`. */
export function find_first_bit<N, K extends 'static' | 'dynamic'>(map: place<array<unsigned_long, N, K>>, size: int): int {
  return find_next_bit(map, size, 0);
}

/** The first clear bit, or `size`. */
export function find_first_zero_bit<N, K extends 'static' | 'dynamic'>(map: place<array<unsigned_long, N, K>>, size: int): int {
  return find_next_zero_bit(map, size, 0);
}

/** Clears `bits` bits, rounded up to words. */
export function bitmap_zero<N, K extends 'static' | 'dynamic'>(map: place<array<unsigned_long, N, K>>, bits: int): void {
  for (let i = 0; i < BITS_TO_LONGS(bits); i = i + 1) map[i] = 0;
}

/** Sets `bits` bits, rounded up to words. */
export function bitmap_fill<N, K extends 'static' | 'dynamic'>(map: place<array<unsigned_long, N, K>>, bits: int): void {
  for (let i = 0; i < BITS_TO_LONGS(bits); i = i + 1) map[i] = ULONG_MAX;
}

/** Copies `bits` bits, rounded up to words: a load and a store each. */
export function bitmap_copy<N, K extends 'static' | 'dynamic', M, L extends 'static' | 'dynamic'>(
  to: place<array<unsigned_long, N, K>>, from: place<array<unsigned_long, M, L>>, bits: int,
): void {
  for (let i = 0; i < BITS_TO_LONGS(bits); i = i + 1) to[i] = from[i];
}

/** `invert`: 0 to find set bits, ULONG_MAX to find clear ones. */
function find_next<N, K extends 'static' | 'dynamic'>(map: place<array<unsigned_long, N, K>>, size: int, offset: int, invert: int): int {
  if (offset >= size) return size;
  let bit = offset % BITS_PER_LONG;
  for (let at = BIT_WORD(offset); at < BITS_TO_LONGS(size); at = at + 1) {
    bit = lowest_bit(map[at] ^ invert, bit);
    if (bit < BITS_PER_LONG) return min(at * BITS_PER_LONG + bit, size);
    bit = 0;
  }
  return size;
}

/** The lowest set bit of the word from `from` on, or BITS_PER_LONG. No access. */
function lowest_bit(word: int, from: int): int {
  let bit = from;
  while (bit < BITS_PER_LONG && (word & (1 << bit)) === 0) bit = bit + 1;
  return bit;
}
