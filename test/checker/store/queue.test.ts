import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Queue } from '../../../src/checker/store/queue.js';

describe('a queue', () => {
  it('gives numbers back in the order in which it got them, however puts and takes mix', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat({ max: 900 }), fc.nat({ max: 900 })), { maxLength: 12 }), (rounds) => {
      const queue = new Queue();
      let [put, taken] = [0, 0];
      for (const [puts, takes] of rounds) {
        for (let k = 0; k < puts; k++) queue.put(put++);
        for (let k = 0; k < takes && taken < put; k++) expect(queue.take()).toBe(taken++);
      }
      while (taken < put) expect(queue.take()).toBe(taken++);
      expect(() => queue.take()).toThrow('nothing is queued');
    }));
  });
});
