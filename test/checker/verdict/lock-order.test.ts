import { describe, expect, it } from 'vitest';
import { lockCycles } from '../../../src/checker/verdict/lock-order.js';

/** Cycles of a lock order written as `ab bc`, a class a letter. */
function cycles(edges: string): string[] {
  const code = (letter: string | undefined) => (letter ?? 'a').charCodeAt(0);
  const found = lockCycles(edges.split(' ').map((edge) => ({ from: code(edge[0]), to: code(edge[1]) })));
  return found.map((cycle) => cycle.map(({ from, to }) => String.fromCharCode(from, to)).join(' '));
}

describe('a lock order', () => {
  it('without a cycle has none', () => expect(cycles('ab bc ac cd')).toEqual([]));
  it('has the cycle of two classes once, from the lowest', () => expect(cycles('ba ab')).toEqual(['ab ba']));
  it('has a class taken under itself as a cycle of one', () => expect(cycles('ab bb')).toEqual(['bb']));
  it('has the shortest cycle among classes that are all before each other', () => expect(cycles('ab bc ca cb')).toEqual(['bc cb']));
  it('has long cycles, and leaves out what only leads to one', () => expect(cycles('xa ab bc cd da')).toEqual(['ab bc cd da']));
  it('has a cycle for each set of such classes', () => expect(cycles('ab ba bc cd dc')).toEqual(['ab ba', 'cd dc']));
  it('has the same cycles in whatever order its edges come', () => expect(cycles('dc cd bc ba ab')).toEqual(['ab ba', 'cd dc']));
});
