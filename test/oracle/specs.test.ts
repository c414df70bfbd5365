/** The kernel model's specs: two engines are compared on them in test/model; here the naive checker is, and the reductions. */
import { expect, it } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { ALL_REDUCTIONS } from '../../src/checker/reductions.js';
import { explore as search } from '../../src/checker/search/explore.js';
import { lockCycles } from '../../src/checker/verdict/lock-order.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { expectedFindings, findingsOf, sorted } from '../model/verdict.js';
import { isHeavy, questions, WHOLE_MAX } from '../model/small.js';
import { explore } from './naive.js';

/** A larger space would take the naive checker too long. */
const NAIVE_MAX = 1_000;
const countedTwice: Program[] = [];
const explored: Program[] = [];

/** What a verdict is made of, with no lengths of trails in it: reductions preserve this. */
function verdictOf({ properties, reports }: Program, found: Exploration) {
  return {
    properties: properties.flatMap(({ name }, k) => (found.violations[k] === null ? [] : [name])),
    errors: new Set(found.propertyErrors.map(({ property }) => properties[property]!.name)),
    hung: found.hung !== null, leak: found.leak !== null,
    cycles: lockCycles(found.lockEdges).map(cycle => cycle.map(({ from }) => from)),
    reports: new Set(found.reports.map(({ report }) => reports[report]!.title)),
  };
}

/** The naive checker's counts, or the compiled engine's own where they are too large to count twice. */
function naiveCounts(program: Program, found: Exploration) {
  if (found.states > NAIVE_MAX) return countsOf(found);
  countedTwice.push(program);
  const { states, ...naive } = explore(program, NAIVE_MAX);
  return countsOf({ ...naive, states: states.size });
}

function countsOf({ initials, states, transitions, depth }: Pick<Exploration, 'initials' | 'states' | 'transitions' | 'depth'>) {
  return { initials, states, transitions, depth };
}

it.each(questions())('$name in $variant ends as expected without reductions; the naive checker counts the same, and reductions keep the verdicts', async ({ file, variant, expected }) => {
  const program = compile(loadSpec(file), variant);
  const whole = await search(compileEngine(program), { limits: { states: WHOLE_MAX } });
  expect(whole.complete || !isHeavy).toBe(true);
  // A larger one is left to the heavy run: its verdict with reductions is what `fdcheck gate` holds.
  if (!whole.complete) return;
  explored.push(program);
  expect(sorted(findingsOf(program, whole))).toEqual(sorted(expectedFindings(expected)));
  expect(naiveCounts(program, whole)).toEqual(countsOf(whole));
  const reduced = await search(compileEngine(program), { reductions: ALL_REDUCTIONS });
  expect(verdictOf(program, reduced)).toEqual(verdictOf(program, whole));
}, 600_000);

it('nearly all of them were small enough to be explored whole', () => {
  expect(explored.length).toBeGreaterThan(questions().length * 0.85);
});

it('the naive checker has counted at least twenty of them', () => {
  expect(countedTwice.length).toBeGreaterThanOrEqual(20);
});
