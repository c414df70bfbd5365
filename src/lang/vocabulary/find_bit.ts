/** Searches and copies of bitmaps: lib/find_bit.c, include/linux/bitmap.h, v5.11. One plain load (or store) a word. */
import { int, place } from './core.js';
import { bitmap, BIT_WORD, BITS_PER_LONG, BITS_TO_LONGS, ULONG_MAX } from './bitmap.js';
import { min } from './minmax.js';

/** The first set bit from `offset` on, or `size`. */
export function find_next_bit<N, K extends 'static' | 'dynamic'>(map: place<bitmap<N, K>>, size: int, offset: int): int {
  let nr = offset;
  while (nr < size) {
    const word = map[BIT_WORD(nr)];
    const bit = lowest_bit(word, nr % BITS_PER_LONG);
    nr = nr - nr % BITS_PER_LONG + bit;
    if (bit < BITS_PER_LONG) return min(nr, size);
  }
  return size;
}

/** The first clear bit from `offset` on, or `size`. */
export function find_next_zero_bit<N, K extends 'static' | 'dynamic'>(map: place<bitmap<N, K>>, size: int, offset: int): int {
  let nr = offset;
  while (nr < size) {
    const word = map[BIT_WORD(nr)];
    const bit = lowest_bit(ULONG_MAX - word, nr % BITS_PER_LONG);
    nr = nr - nr % BITS_PER_LONG + bit;
    if (bit < BITS_PER_LONG) return min(nr, size);
  }
  return size;
}

/** The first set bit, or `size`. */
export function find_first_bit<N, K extends 'static' | 'dynamic'>(map: place<bitmap<N, K>>, size: int): int {
  return find_next_bit(map, size, 0);
}

/** The first clear bit, or `size`. */
export function find_first_zero_bit<N, K extends 'static' | 'dynamic'>(map: place<bitmap<N, K>>, size: int): int {
  return find_next_zero_bit(map, size, 0);
}

/** Clears `bits` bits, rounded up to words. */
export function bitmap_zero<N, K extends 'static' | 'dynamic'>(map: place<bitmap<N, K>>, bits: int): void {
  for (let i = 0; i < BITS_TO_LONGS(bits); i = i + 1) map[i] = 0;
}

/** Sets `bits` bits, rounded up to words. */
export function bitmap_fill<N, K extends 'static' | 'dynamic'>(map: place<bitmap<N, K>>, bits: int): void {
  for (let i = 0; i < BITS_TO_LONGS(bits); i = i + 1) map[i] = ULONG_MAX;
}

/** Copies `bits` bits, rounded up to words: a load and a store each. */
export function bitmap_copy<N, K extends 'static' | 'dynamic', M, L extends 'static' | 'dynamic'>(
  to: place<bitmap<N, K>>, from: place<bitmap<M, L>>, bits: int,
): void {
  for (let i = 0; i < BITS_TO_LONGS(bits); i = i + 1) to[i] = from[i];
}

/** The lowest set bit of the word from `from` on, or BITS_PER_LONG. No access. */
function lowest_bit(word: int, from: int): int {
  let bit = from;
  while (bit < BITS_PER_LONG && (word & (1 << bit)) === 0) bit = bit + 1;
  return bit;
}
