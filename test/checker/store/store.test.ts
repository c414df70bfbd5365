import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateStore } from '../../../src/checker/store/store.js';

/** The laws of a store of states: any implementation is to pass. */
function describeStore(name: string, make: (words: number) => StateStore): void {
  const states = fc.integer({ min: 1, max: 5 }).chain((words) =>
    fc.tuple(fc.constant(words), fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: words, maxLength: words }), { maxLength: 200 })),
  );

  describe(name, () => {
    it('numbers states in the order of their first insertion, and a known state by the complement of its number', () => {
      fc.assert(fc.property(states, ([words, inserted]) => {
        const store = make(words);
        const numbers = new Map<string, number>();
        for (const state of inserted) {
          const known = numbers.get(state.join());
          expect(store.insert(Int32Array.from(state), 0, 0)).toBe(known === undefined ? numbers.size : ~known);
          if (known === undefined) numbers.set(state.join(), numbers.size);
        }
        expect(store.size).toBe(numbers.size);
      }));
    });

    it('keeps the words, and the parent and transition of the first insertion', () => {
      const store = make(2);
      const packed = new Int32Array(2);
      for (let k = 0; k < 1000; k++) {
        packed.set([k, ~k]);
        store.insert(packed, k - 1, 7 * k);
        store.insert(packed, 0, 0);
      }
      for (let k = 0; k < 1000; k++) {
        const from = store.offset(k);
        expect([...store.segment(k).subarray(from, from + 2)]).toEqual([k, ~k]);
        expect([store.parent(k), store.via(k)]).toEqual([k - 1, 7 * k]);
      }
    });

    it('tells states apart that differ in one bit', () => {
      const store = make(3);
      for (let bit = 0; bit < 96; bit++) {
        const packed = new Int32Array(3);
        packed[bit >> 5] = 1 << (bit & 31);
        expect(store.insert(packed, 0, 0)).toBe(bit);
      }
    });

    it('grows past its first table and segment', () => {
      const store = make(1);
      const many = 50_000;
      const packed = new Int32Array(1);
      for (let k = 0; k < many; k++) expect(store.insert(packed.fill(k * 65_537), 0, 0)).toBe(k);
      for (let k = 0; k < many; k++) expect(store.insert(packed.fill(k * 65_537), 0, 0)).toBe(~k);
      expect(store.bytes).toBeGreaterThan(many * 4);
    });

    it('refuses to show a state that it has not', () => {
      const store = make(1);
      store.insert(new Int32Array(1), 0, 0);
      expect(() => store.segment(1)).toThrow('no state 1');
    });

    it('holds the one state of no words', () => {
      const store = make(0);
      expect([store.insert(new Int32Array(0), 0, 0), store.insert(new Int32Array(0), 0, 0)]).toEqual([0, ~0]);
    });
  });
}

describeStore('a state store', (words) => new StateStore(words));
describeStore('a state store of small segments', (words) => new StateStore(words, 3));
