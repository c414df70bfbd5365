import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partitionOf } from '../../../src/checker/compare/partition.js';
import { Classified, unionOf } from '../../../src/checker/compare/union.js';
import { beside, graphOf, isBisimulation, naiveEquivalence, onLoops, partitions, reachable, smallGraph, type Small } from '../../helpers/labelled.js';

/** The class of each state. */
function classesOf(small: Small): number[] {
  const { components, classOf } = partitionOf(graphOf(small));
  return small.labels.map((_, state) => classOf[components.of[state]!]!);
}

function areEquivalent(a: Small, b: Small): boolean {
  return new Classified(unionOf(graphOf(a), graphOf(b))).areEquivalent;
}

const RUNS = { numRuns: 400 };

describe('signature refinement', () => {
  test('finds the greatest fixed point of the definition', () => {
    fc.assert(fc.property(smallGraph(12), (small) => {
      const classes = classesOf(small);
      expect(small.labels.map((_, s) => small.labels.map((__, t) => classes[s] === classes[t]))).toEqual(naiveEquivalence(small));
    }), RUNS);
  });

  test('finds the coarsest of all partitions that are bisimulations', () => {
    fc.assert(fc.property(smallGraph(6), (small) => {
      const classes = classesOf(small);
      expect(isBisimulation(small, classes)).toBe(true);
      const count = new Set(classes).size;
      for (const other of partitions(small.labels.length)) if (new Set(other).size < count) expect(isBisimulation(small, other)).toBe(false);
    }), { numRuns: 100 });
  });

  test('tells a state without a step from one that goes on for ever', () => {
    expect(areEquivalent({ labels: [0], edges: [[]] }, { labels: [0], edges: [[0]] })).toBe(false);
  });

  test('tells a choice that is made early from one that is made late', () => {
    const late: Small = { labels: [0, 1, 2], edges: [[1, 2], [], []] };
    const early: Small = { labels: [0, 0, 0, 1, 2], edges: [[1, 2], [3], [4], [], []] };
    expect(areEquivalent(late, early)).toBe(false);
  });

  test('does not see how many steps change nothing', () => {
    const short: Small = { labels: [0, 1], edges: [[1], []] };
    const long: Small = { labels: [0, 0, 0, 1, 1], edges: [[1], [2], [3], [4], []] };
    expect(areEquivalent(short, long)).toBe(true);
  });

  test('takes long chains without recursion', () => {
    const length = 20_000;
    const chain: Small = { labels: Array.from({ length }, () => 0), edges: Array.from({ length }, (_, at) => (at + 1 < length ? [at + 1] : [])) };
    expect(new Set(classesOf(chain)).size).toBe(1);
  });

  test('takes states that can be left in very many ways', () => {
    const exits = 200_000;
    const ways = Array.from({ length: exits }, (_, at) => at + 2);
    const fan: Small = { labels: [0, 0, ...ways.map((at) => at - 1)], edges: [[1, 2], ways, ...ways.map(() => [])] };
    expect(new Set(classesOf(fan)).size).toBe(exits + 1);
  });
});

describe('the equivalence of graphs', () => {
  test('is reflexive', () => {
    fc.assert(fc.property(smallGraph(10), (small) => {
      expect(areEquivalent(small, small)).toBe(true);
    }), RUNS);
  });

  test('is symmetric, and what the definition says of the first states', () => {
    fc.assert(fc.property(smallGraph(5), smallGraph(5), (a, b) => {
      const equivalent = areEquivalent(a, b);
      expect(areEquivalent(b, a)).toBe(equivalent);
      expect(naiveEquivalence(beside(a, b))[0]![a.labels.length]).toBe(equivalent);
    }), RUNS);
  });

  test('is of all initial states of both', () => {
    const small: Small = { labels: [0, 1], edges: [[], []] };
    const one = graphOf(small);
    const both = { ...one, initials: [{ state: 0, move: 0 }, { state: 1, move: 1 }] };
    expect(new Classified(unionOf(one, both)).areEquivalent).toBe(false);
    expect(new Classified(unionOf(both, one)).areEquivalent).toBe(false);
    expect(new Classified(unionOf(both, both)).areEquivalent).toBe(true);
  });

  test('survives a step more that changes nothing, in front of any state', () => {
    fc.assert(fc.property(smallGraph(8), fc.nat(), fc.nat(), (small, at, which) => {
      const from = at % small.labels.length;
      const edges = small.edges[from]!;
      fc.pre(edges.length > 0);
      const target = edges[which % edges.length]!;
      const inserted: Small = {
        labels: [...small.labels, small.labels[target]!],
        edges: [...small.edges.map((targets, state) => (state === from ? targets.map((one, k) => (k === which % edges.length ? small.labels.length : one)) : targets)), [target]],
      };
      expect(areEquivalent(small, inserted)).toBe(true);
    }), RUNS);
  });

  test('does not survive a way to go on for ever where there was none', () => {
    fc.assert(fc.property(smallGraph(8).map(reachable), fc.nat(), (small, at) => {
      const state = at % small.labels.length;
      const quiet = onLoops(small);
      fc.pre(!quiet.some((loops, other) => loops && small.labels[other] === small.labels[state]));
      const looping: Small = { labels: small.labels, edges: small.edges.map((targets, other) => (other === state ? [...targets, state] : targets)) };
      expect(areEquivalent(small, looping)).toBe(false);
    }), RUNS);
  });
});
