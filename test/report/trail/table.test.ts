import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortWhere, wrapPieces, wrapWords } from '../../../src/report/trail/table.js';

describe('a place', () => {
  test('loses its outer folders until it fits', () => {
    expect(shortWhere('v5.10/kernel/fork.ts:11', 30)).toBe('v5.10/kernel/fork.ts:11');
    expect(shortWhere('v5.10/kernel/fork.ts:11', 20)).toBe('kernel/fork.ts:11');
    expect(shortWhere('v5.10/kernel/fork.ts:11', 16)).toBe('fork.ts:11');
  });

  test('is cut at the left where its file does not fit', () => {
    expect(shortWhere('grow/install-while-the-table-grows.ts:114', 16)).toBe('…le-grows.ts:114');
  });
});

describe('wrapping', () => {
  test('breaks a long name where its parts meet', () => {
    expect(wrapWords('inode.i_flctx.flc_posix.len: 1', 20)).toEqual(['inode.i_flctx.flc_', '  posix.len: 1']);
    expect(wrapWords('F0.fdtab.fd[0]', 12)).toEqual(['F0.fdtab.fd', '  [0]']);
  });

  test('breaks in the middle of what has no parts', () => {
    expect(wrapWords('aaaaaaaaaaaaaaaaaaaa', 12)).toEqual(['aaaaaaaaaaaa', '  aaaaaaaa']);
  });

  test('loses nothing but spaces, and keeps to the width', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z_.[\]→]{1,40}$/), { maxLength: 12 }), fc.integer({ min: 8, max: 60 }), (words, width) => {
      const lines = wrapPieces(words, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }));
  });
});
