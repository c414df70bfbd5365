import { describe, expect, test } from 'vitest';
import * as vocabulary from '../../src/lang/vocabulary/errno.js';
import { errnoName } from '../../src/report/errno.js';

describe('the name of an error number', () => {
  const words = Object.entries(vocabulary).filter(([word]) => word !== 'EWOULDBLOCK');

  test.each(words)('%s is that of the vocabulary', (word, value) => {
    expect(errnoName(-value)).toBe(`-${word}`);
  });

  test('is that of a negated one only, and only of one that the vocabulary has', () => {
    const known = new Set(Object.values(vocabulary).map((value) => -value));
    const named = Array.from({ length: 1400 }, (_, at) => 200 - at).filter((value) => errnoName(value) !== null);
    expect(new Set(named)).toEqual(known);
  });
});
