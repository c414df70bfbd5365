import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokensOf } from '../../src/kernel/tokens.js';

const texts = (c: string): string[] => tokensOf(c).map(({ text }) => text);

describe('the tokens of C', () => {
  test.each<[string, string, string[]]>([
    ['the longest punctuator is taken', 'a->b<<=c+++d...e', ['a', '->', 'b', '<<=', 'c', '++', '+', 'd', '...', 'e']],
    ['comments are space, also where they look like strings', 'a/* "x */b// c\nd', ['a', 'b', 'd']],
    ['strings hide comments, and escapes hide quotes', '"/* \\" */" \'\\\'\' L"x" u8"y"', ['"/* \\" */"', "'\\''", 'L"x"', 'u8"y"']],
    ['numbers have signs in exponents only', '1e+3 0x1fUL 1+3 .5 1.2.3', ['1e+3', '0x1fUL', '1', '+', '3', '.5', '1.2.3']],
    ['lines are spliced', 'a \\\n b "c\\\nd" // e \\\n f\ng', ['a', 'b', '"cd"', 'g']],
    ['the end of a line may be two characters', 'a\\\r\n b\r\nc', ['a', 'b', 'c']],
    ['a quote without an end ends with its line', '"a\nb \'c', ['"a', 'b', "'c"]],
    ['a comment without an end ends with the text', 'a /* b', ['a']],
  ])('%s', (_, c, expected) => {
    expect(texts(c)).toEqual(expected);
  });

  test('a directive is what its line has, with the lines that a backslash joins to it', () => {
    const tokens = tokensOf('a # b\n  #define x \\\n  y /* \n */ z\nc\n# if d\n');
    expect(tokens.map(({ text, directive }) => `${text}${directive ?? ''}`)).toEqual(['a', '#', 'b', '#0', 'define0', 'x0', 'y0', 'z0', 'c', '#1', 'if1', 'd1']);
  });

  const token = fc.oneof(
    fc.constantFrom('->', '-', '>', '>>=', '&&', '&', '(', ')', '{', '}', ';', ',', '*', '/', '%', '.', '...', '?', ':'),
    fc.constantFrom('if', 'file', '_x9', 'L', 'u8'), fc.nat().map(String), fc.constantFrom('0x1f', '1e+9', '"a"', '"/* */"', "'\\n'", '"\\\\"'),
  );
  const space = fc.constantFrom(' ', '\t', '\n', '\r\n', '\\\n ', ' /* { " */', ' /* a\n b */', ' // c }\n', ' /**/ /***/');

  test('are found again whatever stands between them', () => {
    fc.assert(fc.property(fc.array(fc.tuple(token, space), { maxLength: 40 }), (pairs) => {
      expect(texts(pairs.flat().join(''))).toEqual(pairs.map(([one]) => one));
    }));
  });

  test('cover their text: offsets are those of the text', () => {
    fc.assert(fc.property(fc.array(fc.tuple(token, space), { maxLength: 40 }), (pairs) => {
      const c = pairs.flat().join('');
      expect(tokensOf(c).map(({ start, end }) => c.slice(start, end))).toEqual(pairs.map(([one]) => one));
    }));
  });
});
