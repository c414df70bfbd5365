/**
 * Hashes in two 32-bit lanes. The finaliser is that of MurmurHash3 (Austin Appleby, public domain): every input bit reaches every
 * output bit.
 */
export function finalise(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A hash of 64 bits. */
export interface Lanes {
  readonly lo: number;
  readonly hi: number;
}

/** Mixes two pairs of lanes to one: three rounds of a Feistel network over the finaliser. */
export function mix(a: Lanes, b: Lanes): Lanes {
  let lo = (a.lo ^ Math.imul(b.lo, 0x9e3779b1)) | 0;
  let hi = (a.hi + Math.imul(b.hi, 0x85ebca77)) | 0;
  lo = (lo + finalise(hi ^ 0x27d4eb2f)) | 0;
  hi ^= finalise(lo + 0x165667b1);
  lo = (lo + finalise(hi)) | 0;
  return { lo, hi };
}

/** FNV-1a over UTF-16 code units in each lane, from different bases, then mixed. */
export function hashText(text: string): Lanes {
  let lo = 0x811c9dc5 | 0;
  let hi = 0x51ed270b;
  for (let k = 0; k < text.length; k++) {
    lo = Math.imul(lo ^ text.charCodeAt(k), 0x01000193);
    hi = Math.imul(hi ^ text.charCodeAt(k), 0x01000193) ^ (hi >>> 15);
  }
  return mix({ lo, hi }, { lo: text.length, hi: ~text.length });
}

export function hashInteger(value: number): Lanes {
  return { lo: value, hi: finalise(value + 0x2545f491) };
}

/** Hash of `count` words from `words[from]`. */
export function hashWords(words: Int32Array, from: number, count: number): number {
  let h = count;
  for (let k = from; k < from + count; k++) {
    let w = Math.imul(words[k]!, 0xcc9e2d51);
    w = (w << 15) | (w >>> 17);
    h ^= Math.imul(w, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  return finalise(h);
}
