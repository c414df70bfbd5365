import { describe, expect, test } from 'vitest';
import type { ReturnedValue, Row } from '../../../src/checker/trail.js';
import { resultOf, returnedValue } from '../../../src/report/trail/returns.js';
import { fnNamed, rows } from '../fixtures/story.js';

const int = (value: number): ReturnedValue => ({ value, type: { kind: 'int' }, text: String(value) });
const pointer = (value: number, text: string): ReturnedValue => ({ value, type: { kind: 'pointer', struct: 0 }, text });

/** A step in which a function returned, once with each of these. */
function returning(fn: number, ...returns: readonly (readonly ReturnedValue[])[]): Row {
  return { ...rows[0]!, returns: returns.map((values) => ({ fn, name: 'it', values })) };
}

describe('a returned value', () => {
  test('is a negated error number by its name, other numbers as they are', () => {
    expect([int(-9), int(-512), int(0), int(9), int(-6)].map(returnedValue)).toEqual(['-EBADF', '-ERESTARTSYS', '0', '9', '-6']);
  });

  test('of another type is in its own words', () => {
    expect(returnedValue(pointer(0, 'NULL'))).toBe('NULL');
    expect(returnedValue({ value: -9, type: { kind: 'address' }, text: '-9' })).toBe('-9');
  });
});

describe('what a function returned in some steps', () => {
  const fn = fnNamed('dup_fd');

  test('is its value, and a tuple in brackets', () => {
    expect(resultOf([returning(fn, [int(-24)])], fn)).toBe('→ -EMFILE');
    expect(resultOf([returning(fn, [pointer(0, 'NULL'), int(-12)])], fn)).toBe('→ (NULL, -ENOMEM)');
  });

  test('is each different value once, in order, and at most two', () => {
    expect(resultOf([returning(fn, [int(1)], [int(0)]), returning(fn, [int(1)])], fn)).toBe('→ 1, 0');
    expect(resultOf([returning(fn, [int(1)], [int(0)], [int(2)])], fn)).toBe('→ 1, 0, …');
  });

  test('is nothing where it gave nothing, or where others returned', () => {
    expect(resultOf([returning(fn, [])], fn)).toBeNull();
    expect(resultOf([returning(fnNamed('close'), [int(0)])], fn)).toBeNull();
    expect(resultOf([], fn)).toBeNull();
  });
});
