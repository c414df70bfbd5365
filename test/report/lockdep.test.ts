import { describe, expect, test } from 'vitest';
import { lockdepLines } from '../../src/report/lockdep.js';
import { replaysOf, toldOfText } from '../helpers/told.js';
import { endings } from './fixtures/endings.js';

describe('a cycle in the order of locks', () => {
  test('has the chain of dependencies, each with its stack, and how it comes to a deadlock', async () => {
    const told = await toldOfText(endings.lockHang);
    const verdict = told.verdicts.find(({ kind }) => kind === 'report')!;
    if (verdict.kind !== 'report') throw new Error('a report was found');
    const cycle = { title: verdict.title, classes: verdict.detail.split(' → '), edges: replaysOf(told, verdict) };
    const lines = lockdepLines(told.program, cycle, 80);
    expect(lines.join('\n').replaceAll(/fdcheck-told-\w+\//g, '')).toMatchInlineSnapshot(`
      "======================================================
      WARNING: possible circular locking dependency detected
      ------------------------------------------------------
      B is trying to acquire lock:
       (first), in other
      but task is already holding lock:
       (second), taken in other
      which lock already depends on the new lock.

      the existing dependency chain (in reverse order) is:

      -> #1 (second), by A under (first):
       one  question.ts:9  spin_lock(second)

      -> #0 (first), by B under (second):
       other  question.ts:16  spin_lock(first)

       Possible unsafe locking scenario:

       CPU0             CPU1
       ----             ----
       lock(second);
                        lock(first);
                        lock(second);
       lock(first);

       *** DEADLOCK ***
      ======================================================"
    `);
    expect(lockdepLines(told.program, cycle, 40).filter((line) => line.length > 40)).toEqual([]);
    expect(lockdepLines(told.program, { ...cycle, classes: ['first', 'first', 'second'] }, 80)).toEqual([]);
  });
});
