/**
 * Bitmaps: include/linux/bitmap.h, include/asm-generic/bitops/, lib/find_bit.c, v5.11; orderings from Documentation/atomic_bitops.txt.
 * A bitmap is an array of words, and each load or store of a word is a step. The size of a word is the spec's bound BITS_PER_LONG,
 * 2 without one: small, so that a table of a few descriptors has more than one word.
 */
import { access, array, bound, Int, int, place } from './core.js';

export const BITS_PER_LONG = bound('BITS_PER_LONG', 2);
/** A word of all ones. */
export const ULONG_MAX = (1 << BITS_PER_LONG) - 1;

export type unsigned_long = Int<0, typeof ULONG_MAX>;
/** N words. One with a capacity of its own is array<unsigned_long, N, 'dynamic'>. */
export type bitmap<N> = array<unsigned_long, N>;

/** The word that the bit is in. */
export function BIT_WORD(nr: int): int {
  return nr / BITS_PER_LONG;
}

/** The bit in its word. */
export function BIT_MASK(nr: int): int {
  return 1 << nr % BITS_PER_LONG;
}

/** How many words hold that many bits. */
export function BITS_TO_LONGS(bits: int): int {
  return (bits + BITS_PER_LONG - 1) / BITS_PER_LONG;
}

/** One load. */
export function test_bit<N, K extends 'static' | 'dynamic'>(nr: int, map: place<array<unsigned_long, N, K>>): boolean {
  const at = BIT_WORD(nr);
  return access('load', 'once', map[at], () => (map[at] & BIT_MASK(nr)) !== 0);
}

/** Not atomic: a plain load and a plain store of the word, so that a change of a neighbour between them is lost. */
export function __set_bit<N, K extends 'static' | 'dynamic'>(nr: int, map: place<array<unsigned_long, N, K>>): void {
  const at = BIT_WORD(nr);
  map[at] = map[at] | BIT_MASK(nr);
}

/** Not atomic: a plain load and a plain store of the word. */
export function __clear_bit<N, K extends 'static' | 'dynamic'>(nr: int, map: place<array<unsigned_long, N, K>>): void {
  const at = BIT_WORD(nr);
  map[at] = map[at] & ~BIT_MASK(nr);
}

/** Atomic; orders nothing. */
export function set_bit<N, K extends 'static' | 'dynamic'>(nr: int, map: place<array<unsigned_long, N, K>>): void {
  const at = BIT_WORD(nr);
  access('rmw', 'relaxed', map[at], () => {
    map[at] = map[at] | BIT_MASK(nr);
  });
}

/** Atomic; orders nothing. */
export function clear_bit<N, K extends 'static' | 'dynamic'>(nr: int, map: place<array<unsigned_long, N, K>>): void {
  const at = BIT_WORD(nr);
  access('rmw', 'relaxed', map[at], () => {
    map[at] = map[at] & ~BIT_MASK(nr);
  });
}

/** Atomic; was it set? Fully ordered when it changes the bit, else unordered. */
export function test_and_set_bit<N, K extends 'static' | 'dynamic'>(nr: int, map: place<array<unsigned_long, N, K>>): boolean {
  const at = BIT_WORD(nr);
  return access('rmw', 'full_if_changed', map[at], () => {
    const old = map[at];
    map[at] = old | BIT_MASK(nr);
    return (old & BIT_MASK(nr)) !== 0;
  });
}

/** Atomic; was it set? Fully ordered when it changes the bit, else unordered. */
export function test_and_clear_bit<N, K extends 'static' | 'dynamic'>(nr: int, map: place<array<unsigned_long, N, K>>): boolean {
  const at = BIT_WORD(nr);
  return access('rmw', 'full_if_changed', map[at], () => {
    const old = map[at];
    map[at] = old & ~BIT_MASK(nr);
    return (old & BIT_MASK(nr)) !== 0;
  });
}
