/** Three accounts of one state space: the naive checker's, the interpreter's and the compiled engine's, the latter two also through the search. */
import { expect } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Engine } from '../../src/checker/engine.js';
import { interpretEngine } from '../../src/checker/interpret/engine.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { explore as search } from '../../src/checker/search/explore.js';
import type { Program, Property } from '../../src/lang/ir.js';
import { walk } from './engine-walk.js';
import { explore, type NaiveResult } from './naive.js';

/** Generated programs have far fewer states. */
const STATES_MAX = 20_000;

/** Fails unless all agree on everything; gives what they agree on. */
export async function agree(program: Program, limit = STATES_MAX): Promise<NaiveResult> {
  const naive = explore(program, limit);
  const engines = [interpretEngine(program), compileEngine(program)] as const;
  const [interpreted, compiled] = engines.map(engine => walk(engine, limit));
  expect(interpreted!.result).toEqual(naive);
  expect(compiled).toEqual(interpreted);
  const [first, second] = [await search(engines[0]), await search(engines[1])];
  expect(accountOf(engines[0], first)).toEqual({ ...naive, states: naive.states.size });
  expect(plain(second)).toEqual(plain(first));
  return naive;
}

/** An exploration without what only tells of memory, its trails written out. */
function plain(found: Exploration) {
  const { bytes: _, trailTo, cellsOf: __, ...rest } = found;
  const refs = [...found.violations, found.hung, found.leak?.state ?? null, ...found.reports.map(report => report.from)];
  return { ...rest, trails: refs.map(ref => (ref === null ? null : trailTo(ref))) };
}

/** What the search found, in the naive checker's terms. */
function accountOf({ program }: Engine, found: Exploration): Omit<NaiveResult, 'states'> & { states: number } {
  /** The first move of a trail makes the initial state. */
  const stepsTo = (state: number) => found.trailTo(state).length - 1;
  const failing = (kind: Property['kind']) => new Map(program.properties.flatMap((property, k) => {
    const state = found.violations[k] ?? null;
    return property.kind === kind && state !== null ? [[property.name, stepsTo(state)] as const] : [];
  }));
  const reached = failing('reachable');
  const reports = new Map(found.propertyErrors.map(({ report, state }) => [report, stepsTo(state)]));
  for (const { report, from } of found.reports) {
    const steps = from === null ? 0 : stepsTo(from) + 1;
    reports.set(report, Math.min(steps, reports.get(report) ?? Infinity));
  }
  return {
    states: found.states, initials: found.initials, transitions: found.transitions, depth: found.depth,
    violated: failing('always'), finalsViolated: failing('final'),
    unreached: new Set(program.properties.flatMap(({ kind, name }) => (kind === 'reachable' && !reached.has(name) ? [name] : []))),
    hung: found.hung === null ? null : stepsTo(found.hung), reports,
  };
}
