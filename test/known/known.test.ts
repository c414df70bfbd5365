import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Engine } from '../../src/checker/engine.js';
import { interpretEngine } from '../../src/checker/interpret/engine.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { explore } from '../../src/checker/search/explore.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { agree } from '../oracle/agreement.js';

const folder = fileURLToPath(new URL('models/', import.meta.url));

interface KnownAnswer {
  readonly states: number;
  /** Initial states and transitions; CMurphi's rules fired are the transitions alone. */
  readonly generated: number;
  readonly depth: number;
  /** The fewest steps to a violation of each property that fails. */
  readonly violated?: Readonly<Record<string, number>>;
}

/**
 * Published by TLC's own tests (tlaplus/tlaplus), tlaplus/Examples, stateright and CMurphi; each model says which. Not published,
 * but found by a search written for the purpose: generated and depth of increment and die-hard, depth of mcs-lock.
 */
const answers: Readonly<Record<string, KnownAnswer>> = {
  'transaction-commit': { states: 34, generated: 94, depth: 7 },
  'two-phase-commit': { states: 288, generated: 1146, depth: 11 },
  'peterson': { states: 42, generated: 85, depth: 11 },
  'semaphore-mutex': { states: 32, generated: 73, depth: 6 },
  'dining-philosophers': { states: 67, generated: 336, depth: 29 },
  'fast-mutex': { states: 1415, generated: 2679, depth: 60 },
  'increment': { states: 13, generated: 15, depth: 5, violated: { counts_the_finished: 4 } },
  'mcs-lock': { states: 159, generated: 1 + 318, depth: 28 },
  'die-hard': { states: 16, generated: 97, depth: 8, violated: { not_solved: 6 } },
};

const engines: Readonly<Record<string, (program: Program) => Engine>> = { interpreter: interpretEngine, 'compiled engine': compileEngine };

function program(name: string): Program {
  return compile(loadSpec(`${folder}${name}.ts`), 'base');
}

/** The properties that fail, with the fewest steps to where they do; null for a witness that does not exist. */
function failures({ properties }: Program, { violations, trailTo }: Exploration): Record<string, number | null> {
  const failing: Record<string, number | null> = {};
  properties.forEach(({ kind, name }, k) => {
    const state = violations[k] ?? null;
    if (kind === 'reachable' && state === null) failing[name] = null;
    if (kind !== 'reachable' && state !== null) failing[name] = trailTo(state).length - 1;
  });
  return failing;
}

it('has an answer for every model', () => {
  expect(readdirSync(folder).toSorted()).toEqual(Object.keys(answers).map(name => `${name}.ts`).toSorted());
});

describe.each(Object.entries(answers))('%s', (name, { violated = {}, ...counts }) => {
  it.each(Object.entries(engines))('has the published counts and verdicts in the %s', async (_, engine) => {
    const model = program(name);
    const found = await explore(engine(model));
    expect({ states: found.states, generated: found.generated, depth: found.depth }).toEqual(counts);
    expect({ hung: found.hung, reports: found.reports, errors: found.propertyErrors }).toEqual({ hung: null, reports: [], errors: [] });
    expect(failures(model, found)).toEqual(violated);
  });

  it('has one state space: naive checker, interpreter and compiled engine agree', async () => {
    const { states } = await agree(program(name));
    expect(states.size).toBe(counts.states);
  });
});
