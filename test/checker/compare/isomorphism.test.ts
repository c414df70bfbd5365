import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areIsomorphic } from '../../../src/checker/compare/isomorphism.js';
import { Classified, unionOf } from '../../../src/checker/compare/union.js';
import { graphOf, reachable, smallGraph, type Small } from '../../helpers/labelled.js';

/** The same graph with other numbers for its states; the first one stays the first. */
function renumbered({ labels, edges }: Small, seed: number): Small {
  const order = labels.map((_, state) => state).toSorted((a, b) => (a === 0 ? -1 : b === 0 ? 1 : ((a * 7919 + seed) % 13) - ((b * 7919 + seed) % 13)));
  return { labels: order.map((state) => labels[state]!), edges: order.map((state) => edges[state]!.map((target) => order.indexOf(target))) };
}

describe('isomorphism', () => {
  test('does not hang on the numbers of states', () => {
    fc.assert(fc.property(smallGraph(8).map(reachable), fc.nat(100), (small, seed) => {
      expect(areIsomorphic(graphOf(small), graphOf(renumbered(small, seed)))).toBe(true);
    }));
  });

  test('implies that the graphs are equivalent', () => {
    fc.assert(fc.property(smallGraph(3).map(reachable), smallGraph(3).map(reachable), (a, b) => {
      const [one, other] = [graphOf(a), graphOf(b)];
      fc.pre(areIsomorphic(one, other));
      expect(new Classified(unionOf(one, other)).areEquivalent).toBe(true);
    }));
  });

  test.each<[string, Small]>([
    ['a label', { labels: [0, 2], edges: [[1, 1], [0]] }],
    ['the order of steps', { labels: [0, 1], edges: [[1, 0], [0]] }],
    ['a step more', { labels: [0, 1], edges: [[1, 1], [0, 0]] }],
    ['two states for one', { labels: [0, 1, 1], edges: [[1, 2], [0], [0]] }],
  ])('notices %s', (_what, other) => {
    expect(areIsomorphic(graphOf({ labels: [0, 1], edges: [[1, 1], [0]] }), graphOf(other))).toBe(false);
  });

  test('is of one state with one', () => {
    const folded: Small = { labels: [0, 1, 1], edges: [[1, 1], [0], []] };
    const split: Small = { labels: [0, 1, 1], edges: [[1, 2], [0], []] };
    expect(areIsomorphic(graphOf(split), graphOf(folded))).toBe(false);
    expect(areIsomorphic(graphOf(folded), graphOf(split))).toBe(false);
  });
});
