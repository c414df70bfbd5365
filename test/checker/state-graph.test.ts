import { describe, expect, test } from 'vitest';
import { check } from '../../src/checker/check.js';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import { interpretEngine } from '../../src/checker/interpret/engine.js';
import { ALL_REDUCTIONS, NO_REDUCTIONS } from '../../src/checker/reductions.js';
import { stateGraph, type DrawableGraph } from '../../src/checker/state-graph.js';
import type { Program } from '../../src/lang/ir.js';
import { counterRace, forgottenWakeup, gatedLockInversion, lockInversion, useAfterFree } from '../helpers/models.js';
import { race } from '../helpers/race.js';

const programs: readonly (readonly [string, Program])[] = [
  ['two counters', counterRace()], ['three counters', counterRace(3)], ['locks', lockInversion()], ['gated locks', gatedLockInversion()], ['a freed object', useAfterFree()],
  ['a wait', forgottenWakeup(false)], ['a race', race()],
];

async function drawn(program: Program, reductions = NO_REDUCTIONS, engine = compileEngine(program)): Promise<DrawableGraph> {
  const found = await stateGraph(engine, { reductions, maxStates: 10_000 });
  if (typeof found === 'string') throw new Error(`the graph is not whole: ${found}`);
  return found;
}

describe.each(programs)('the state graph of %s', (_, program) => {
  test('has the states and transitions that a check counts', async () => {
    const { counts } = await check(program, { reductions: NO_REDUCTIONS });
    const { states, edges } = await drawn(program);
    expect(states).toHaveLength(counts.states);
    expect(edges.filter(({ to }) => to !== null)).toHaveLength(counts.transitions);
  });

  test.each([['whole', NO_REDUCTIONS], ['reduced', ALL_REDUCTIONS]])('shows all that is wrong, and nothing else (%s)', async (_name, reductions) => {
    const { verdicts } = await check(program, { reductions });
    const { states, edges } = await drawn(program, reductions);
    const violated = new Set([...states.flatMap(({ wrong }) => wrong.violated), ...edges.flatMap((edge) => edge.violated)]);
    expect([...violated].toSorted()).toEqual(verdicts.flatMap((verdict) => (verdict.kind === 'violated' && 'name' in verdict.subject ? [verdict.subject.name] : [])).toSorted());
    expect(states.some(({ wrong }) => wrong.hung)).toBe(verdicts.some(({ kind }) => kind === 'hung'));
    const reports = verdicts.flatMap((verdict) => (verdict.kind === 'report' && verdict.report !== null ? [verdict.report] : []));
    expect([...new Set(edges.flatMap(({ report }) => (report === null ? [] : [report])))].toSorted()).toEqual(reports.toSorted());
  });

  test('is the same by the interpreter', async () => {
    expect(await drawn(program, NO_REDUCTIONS, interpretEngine(program))).toEqual(await drawn(program));
  });

  test('lets every state be reached from an initial one', async () => {
    for (const reductions of [NO_REDUCTIONS, ALL_REDUCTIONS]) {
      const { states, edges } = await drawn(program, reductions);
      const reached = new Set(states.flatMap(({ initial }, at) => (initial ? [at] : [])));
      for (const at of reached) for (const { from, to } of edges) if (from === at && to !== null) reached.add(to);
      expect(reached.size).toBe(states.length);
    }
  });
});

describe('a state graph', () => {
  test('that is too large is refused', async () => {
    expect(await stateGraph(compileEngine(counterRace(3)), { reductions: NO_REDUCTIONS, maxStates: 3 })).toBe('states');
  });
});
