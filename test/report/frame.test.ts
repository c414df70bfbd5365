import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/report/frame.js';
import { paintFor } from '../../src/report/paint.js';

const paint = paintFor(false);
const base = {
  message: 'template strings are outside the language', hint: 'write a number', file: '/repo/specs/a.ts', line: 12, column: 13, endColumn: 16, source: '  const a = `x`;',
};
const relative = (file: string): string => file.replace('/repo/', '');

describe('a code frame', () => {
  test('shows place, message, line, marker and what to write instead', () => {
    expect(codeFrame(base, paint, relative)).toMatchInlineSnapshot(`
      "specs/a.ts:12:13: error: template strings are outside the language
       12 |   const a = \`x\`;
          |             ^^^
       help: write a number"
    `);
  });

  test('has no help line where there is no hint', () => {
    expect(codeFrame({ ...base, hint: null }, paint, relative)).not.toContain('help');
  });

  test('is a single line where the file has no such line', () => {
    expect(codeFrame({ ...base, hint: null, source: '' }, paint, relative).split('\n')).toHaveLength(1);
  });

  test('cuts a long line so that the marker stays under what is wrong', () => {
    const source = `${'x'.repeat(200)}BAD${'y'.repeat(200)}`;
    const [, text, marker] = codeFrame({ ...base, source, column: 201, endColumn: 204 }, paint, relative).split('\n');
    expect(text!.length).toBeLessThanOrEqual(100);
    expect(text!.slice(marker!.indexOf('^'), marker!.lastIndexOf('^') + 1)).toBe('BAD');
  });
});
