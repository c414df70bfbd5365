import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differenceOf, type Difference } from '../../../src/checker/compare/difference.js';
import { Classified, unionOf } from '../../../src/checker/compare/union.js';
import { graphOf, onLoops, smallGraph, type Small } from '../../helpers/labelled.js';

function differenceBetween(a: Small, b: Small): Difference {
  return differenceOf(new Classified(unionOf(graphOf(a), graphOf(b))));
}

/** The states of a run. */
function follow({ edges }: Small, moves: readonly number[]): number[] {
  return moves.slice(1).reduce<number[]>((way, move) => [...way, edges[way.at(-1)!]![move]!], [0]);
}

/** Where a graph can be when these labels have been seen, one after another, each as often as you like. */
function whereSeen({ labels, edges }: Small, seen: readonly number[]): number[] {
  const closed = (states: readonly number[]): number[] => {
    const met = [...states];
    for (const at of met) for (const next of edges[at]!) if (labels[next] === labels[at] && !met.includes(next)) met.push(next);
    return met;
  };
  const changes = seen.filter((label, at) => at === 0 || label !== seen[at - 1]);
  const begin = labels[0] === changes[0] ? closed([0]) : [];
  return changes.slice(1).reduce((at, label) => closed(at.flatMap((state) => edges[state]!).filter((next) => labels[next] === label)), begin);
}

/** Whether some run of the graph is seen like that. */
function isSeen(small: Small, seen: readonly number[]): boolean {
  return whereSeen(small, seen).length > 0;
}

describe('a difference', () => {
  test('is a run of one side; by run, one that is never seen of the other', () => {
    fc.assert(fc.property(smallGraph(6), smallGraph(6), (a, b) => {
      const classified = new Classified(unionOf(graphOf(a), graphOf(b)));
      fc.pre(!classified.areEquivalent);
      const found = differenceOf(classified);
      const [mine, yours] = found.side === 0 ? [a, b] : [b, a];
      const way = follow(mine, found.moves);
      expect(way).not.toContain(undefined);
      const seen = way.map((state) => mine.labels[state]!);
      expect(seen.at(-1)).toBe(found.after);
      if (found.kind === 'loop') {
        expect(way.at(-1)).toBe(way.at(-1 - found.round));
        expect(new Set(seen.slice(-1 - found.round)).size).toBe(1);
        if (found.by === 'run') expect(whereSeen(yours, seen).some((state) => onLoops(yours)[state])).toBe(false);
      } else if (found.by === 'run') {
        expect(isSeen(yours, seen)).toBe(false);
        expect(isSeen(yours, seen.slice(0, -1)) || found.kind === 'start').toBe(true);
      }
    }), { numRuns: 1000 });
  });

  test('is by choice only where each side can be seen as the other', () => {
    fc.assert(fc.property(smallGraph(4), smallGraph(4), (a, b) => {
      const classified = new Classified(unionOf(graphOf(a), graphOf(b)));
      fc.pre(!classified.areEquivalent);
      const found = differenceOf(classified);
      fc.pre(found.by === 'choice');
      const [mine, yours] = found.side === 0 ? [a, b] : [b, a];
      const way = follow(mine, found.moves);
      expect(isSeen(yours, way.map((state) => mine.labels[state]!))).toBe(true);
    }), { numRuns: 100, maxSkipsPerRun: 1000 });
  });

  test('tells what the other side shows instead', () => {
    const one: Small = { labels: [0, 0, 1], edges: [[1], [2], []] };
    const other: Small = { labels: [0, 2, 3], edges: [[1, 2], [], []] };
    expect(differenceBetween(other, one)).toMatchObject({ side: 0, kind: 'change', by: 'run', moves: [0, 0], before: 0, after: 2, instead: [1] });
  });

  test('is a start that the other side does not have', () => {
    expect(differenceBetween({ labels: [0], edges: [[]] }, { labels: [1], edges: [[]] })).toMatchObject({ side: 1, kind: 'start', after: 1, instead: [0] });
  });

  test('is a loop where one side can go on for ever unseen', () => {
    const one: Small = { labels: [0, 1], edges: [[1], []] };
    const looping: Small = { labels: [0, 0, 1], edges: [[1, 2], [0], []] };
    expect(differenceBetween(one, looping)).toMatchObject({ side: 1, kind: 'loop', by: 'run', moves: [0, 0, 0], round: 2 });
  });

  test('is a choice that only one side still has', () => {
    const late: Small = { labels: [0, 1, 2], edges: [[1, 2], [], []] };
    const early: Small = { labels: [0, 0, 0, 1, 2], edges: [[1, 2], [3], [4], [], []] };
    expect(differenceBetween(late, early)).toMatchObject({ side: 0, kind: 'change', by: 'choice' });
  });
});
