import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { back, forward, positionAt, positionText, runsOf, START, type Position, type Span } from '../../../src/report/html/page/position.js';

/** Tasks of a trail's steps, as numbers. */
const tasks = fc.array(fc.nat(2), { minLength: 1, maxLength: 40 });

function stepsOf(of: readonly number[]): { number: number; task: string }[] {
  return of.map((task, at) => ({ number: at + 1, task: `T${task}` }));
}

/** Everything that is met on the way from a position. */
function way(go: (position: Position, spans: readonly Span[]) => Position | null, from: Position, spans: readonly Span[]): Position[] {
  const next = go(from, spans);
  return next === null ? [] : [next, ...way(go, next, spans)];
}

describe('going through a trail', () => {
  test('by switches stops once at the end of each run of a task, and the same way back at the start', () => {
    fc.assert(fc.property(tasks, (of) => {
      const runs = runsOf(stepsOf(of));
      const on = way(forward, START, runs);
      expect(on).toEqual(runs);
      expect(runs.flatMap(({ first, last }) => of.slice(first - 1, last).map(() => of[first - 1]))).toEqual(of);
      expect(way(back, on.at(-1)!, runs)).toEqual([...runs.slice(0, -1).toReversed(), START]);
    }));
  });

  test('from the middle of a run goes to its end, and marks only what comes after', () => {
    expect(forward({ first: 2, last: 2 }, [{ first: 1, last: 4 }, { first: 5, last: 6 }])).toEqual({ first: 3, last: 4 });
    expect(back({ first: 2, last: 2 }, [{ first: 1, last: 4 }])).toEqual(START);
  });

  test('goes nowhere beyond its ends', () => {
    expect([forward({ first: 4, last: 4 }, [{ first: 1, last: 4 }]), back(START, [{ first: 1, last: 4 }])]).toEqual([null, null]);
  });

  test('is at a position that its text leads back to', () => {
    fc.assert(fc.property(fc.nat(500), fc.nat(500), (a, b) => {
      const position = a === 0 || b === 0 ? START : { first: Math.min(a, b), last: Math.max(a, b) };
      expect(positionAt(positionText(position), 500)).toEqual(position);
    }));
  });

  test.each(['', 'x', '5-3', '0-3', '501', '1-501', '-1', '1.5'])('is not at %j in a trail of 500 steps', (text) => {
    expect(positionAt(text, 500)).toBeNull();
  });
});
