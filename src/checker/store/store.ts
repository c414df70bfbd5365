import { hashWords } from '../hash.js';

/** States by number: in the order in which they were inserted, from 0. */
export type StateId = number;

/** The arena's segments have 2 to this power states each. */
const SEGMENT_BITS = 14;
/** Slots of the table at first, and the share of them in use at which it doubles. */
const SLOTS_FIRST = 1 << 12;
const LOAD_MAX = 0.6;

/**
 * An exact set of packed states, each with where it was first reached from. States lie in an arena of segments, `words` words and two
 * more each; an open-addressing table (linear probing) of hash and state number finds them.
 *
 * Laws: a state inserted twice has one number; numbers ascend by one in order of first insertion; nothing stored changes.
 */
export class StateStore {
  private readonly stride: number;
  private readonly segmentMask: number;
  private readonly segments: Int32Array[] = [];
  /** Two words a slot: the hash, and 1 + state number (0: empty). */
  private table = new Int32Array(2 * SLOTS_FIRST);
  private mask = SLOTS_FIRST - 1;
  private states = 0;

  /** @param words 32-bit words of a state */
  constructor(readonly words: number, private readonly segmentBits = SEGMENT_BITS) {
    this.stride = words + 2;
    this.segmentMask = (1 << segmentBits) - 1;
  }

  /** How many states there are. */
  get size(): number {
    return this.states;
  }

  /** Memory in use. */
  get bytes(): number {
    return this.table.byteLength + this.segments.length * (this.segmentMask + 1) * this.stride * 4;
  }

  /**
   * Takes in the state at `packed[0..words-1]`. A new state gets the next number, and remembers `parent` and `via`; for a known one the
   * complement (~) of its number is given.
   */
  insert(packed: Int32Array, parent: StateId, via: number): number {
    const hash = hashWords(packed, 0, this.words);
    let slot = hash & this.mask;
    for (;;) {
      const entry = this.table[2 * slot + 1]!;
      if (entry === 0) break;
      if (this.table[2 * slot] === hash && this.equals(entry - 1, packed)) return ~(entry - 1);
      slot = (slot + 1) & this.mask;
    }
    const state = this.append(packed, parent, via);
    this.table[2 * slot] = hash;
    this.table[2 * slot + 1] = state + 1;
    if (this.states > LOAD_MAX * (this.mask + 1)) this.grow();
    return state;
  }

  /** The array that holds the state's words, from `offset(state)`. Not to be written. */
  segment(state: StateId): Int32Array {
    const found = this.segments[state >>> this.segmentBits];
    if (!found || state >= this.states) throw new RangeError(`no state ${state}`);
    return found;
  }

  offset(state: StateId): number {
    return (state & this.segmentMask) * this.stride;
  }

  parent(state: StateId): StateId {
    return this.segment(state)[this.offset(state) + this.words]!;
  }

  via(state: StateId): number {
    return this.segment(state)[this.offset(state) + this.words + 1]!;
  }

  private equals(state: StateId, packed: Int32Array): boolean {
    const segment = this.segments[state >>> this.segmentBits]!;
    const from = (state & this.segmentMask) * this.stride;
    for (let k = 0; k < this.words; k++) if (segment[from + k] !== packed[k]) return false;
    return true;
  }

  private append(packed: Int32Array, parent: StateId, via: number): StateId {
    const state = this.states++;
    if ((state & this.segmentMask) === 0) this.segments.push(new Int32Array((this.segmentMask + 1) * this.stride));
    const segment = this.segments[state >>> this.segmentBits]!;
    const from = (state & this.segmentMask) * this.stride;
    for (let k = 0; k < this.words; k++) segment[from + k] = packed[k]!;
    segment[from + this.words] = parent;
    segment[from + this.words + 1] = via;
    return state;
  }

  private grow(): void {
    const old = this.table;
    const slots = 2 * (this.mask + 1);
    this.mask = slots - 1;
    this.table = new Int32Array(2 * slots);
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.move(old[at]!, old[at + 1]!);
  }

  private move(hash: number, entry: number): void {
    let slot = hash & this.mask;
    while (this.table[2 * slot + 1] !== 0) slot = (slot + 1) & this.mask;
    this.table[2 * slot] = hash;
    this.table[2 * slot + 1] = entry;
  }
}
