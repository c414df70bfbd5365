import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, completeHash, trailAt } from '../../../src/report/trail/address.js';

const trail = {
  spec: 'exec/lost-lock', variant: 'v5.10+series/17', programHash: '3fa9c2d1e0b4a6f7ffff', initial: [1],
  steps: [...Array.from({ length: 31 }, () => ({ task: 0, choices: [] })), { task: 1, choices: [0, 2] }, { task: 1, choices: [0, 2] }, { task: 0, choices: [3] }],
};

describe('the address of a trail', () => {
  test('is one printable line in which repeated moves are counted', () => {
    expect(addressOf(trail)).toBe('exec/lost-lock@v5.10+series/17:3fa9c2d1e0b4a6f7:s.1,0x31,1.0.2x2,0.3');
  });

  test('leads back to the trail, also when it was wrapped', () => {
    expect(trailAt(addressOf(trail).replace('0x31,', '0x31,\n  '))).toEqual({ ...trail, programHash: '3fa9c2d1e0b4a6f7' });
  });

  test('of any moves leads back to them', () => {
    const move = fc.record({ task: fc.nat(9), choices: fc.array(fc.nat(20), { maxLength: 3 }) });
    fc.assert(fc.property(fc.array(fc.nat(5)), fc.array(move), (initial, steps) => {
      const made = { spec: 'my.spec', variant: 'base', programHash: '0123456789abcdef', initial, steps };
      expect(trailAt(addressOf(made))).toEqual(made);
    }));
  });

  test.each(['', 'exec/lost-lock', 'a@b:xyz:0', 'a@b:0123456789abcdef:0x', 'a@b:0123456789abcdef:s.x', 'a@b:0123456789abcdef:-1'])('%j is none', (text) => {
    expect(trailAt(text)).toBeNull();
  });

  test('takes the whole hash of the program that it was made from, and of no other', () => {
    const short = trailAt(addressOf(trail))!;
    expect(completeHash(short, trail.programHash).programHash).toBe(trail.programHash);
    expect(completeHash(short, 'another').programHash).toBe('3fa9c2d1e0b4a6f7');
  });
});
