import { describe, expect, test } from 'vitest';
import { readKtap } from './ktap-reader.js';

describe('the reader of KTAP', () => {
  test('reads nested tests with their diagnostics and directives', () => {
    const text = 'KTAP version 1\n1..2\n  KTAP version 1\n  1..1\n  # why\n  not ok 1 leaf # ERROR no memory\n# about the parent\nnot ok 1 parent\nok 2 other # SKIP not here\n';
    expect(readKtap(text)).toMatchObject([
      { ok: false, description: 'parent', directive: null, diagnostics: ['about the parent'], subtests: [{ ok: false, description: 'leaf', directive: 'ERROR', data: 'no memory', diagnostics: ['why'] }] },
      { ok: true, description: 'other', directive: 'SKIP', data: 'not here', subtests: [] },
    ]);
  });

  test.each([
    ['no version line', '1..1\nok 1 a\n'],
    ['no plan', 'KTAP version 1\nok 1 a\n'],
    ['fewer tests than planned', 'KTAP version 1\n1..2\nok 1 a\n'],
    ['more tests than planned', 'KTAP version 1\n1..1\nok 1 a\nok 2 b\n'],
    ['a wrong number', 'KTAP version 1\n1..1\nok 2 a\n'],
    ['a name with a number sign', 'KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  ok 1 a#b#c # d\nok one\n'],
    ['a line that is none of the protocol', 'KTAP version 1\n1..1\nhello\nok 1 a\n'],
    ['no end of the last line', 'KTAP version 1\n1..1\nok 1 a'],
    ['a subtest that is not indented', 'KTAP version 1\n1..1\nKTAP version 1\n1..1\nok 1 a\nok 1 b\n'],
  ])('refuses %s', (_, text) => {
    expect(() => readKtap(text)).toThrow(/^(line \d+ |the last line has no end)/);
  });
});
