import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/checker/engine.js';
import { interpretEngine } from '../../../src/checker/interpret/engine.js';
import { EngineBug } from '../../../src/checker/interpret/interpret.js';
import type { Exploration } from '../../../src/checker/search/exploration.js';
import { explore } from '../../../src/checker/search/explore.js';
import { judge } from '../../../src/checker/verdict/judge.js';
import { counterRace, leak, lockInversion, useAfterFree } from '../../helpers/models.js';

async function explored(engine: Engine): Promise<Exploration> {
  return explore(engine);
}

describe('an engine that lies is caught before its lie is a verdict:', () => {
  it('a property that does not have the value', async () => {
    const engine = interpretEngine(counterRace());
    const liar: Engine = { ...engine, holds: () => false };
    const found = await explored(liar);
    expect(() => judge(liar, found)).toThrow(EngineBug);
    expect(() => judge(liar, found)).toThrow('the engine says that property counter_is_bounded is false; the interpreter does not');
  });

  it('a step that leads elsewhere', async () => {
    const engine = interpretEngine(counterRace());
    const liar: Engine = {
      ...engine,
      successors: (cells, sink) => engine.successors(cells, {
        ...sink, report: () => {}, acquire: () => {},
        state: (task, choices, next) => sink.state(task, choices, task === 1 ? Int32Array.from(next, (value, cell) => (cell === 0 ? 0 : value)) : next),
      }),
    };
    const found = await explored(liar);
    expect(() => judge(liar, found)).toThrow(/the engine says that the trail leads to state \d+/);
  });

  it('a step that is not possible', async () => {
    const engine = interpretEngine(counterRace());
    const found = await explored(engine);
    const lie: Exploration = { ...found, trailTo: (state) => [...found.trailTo(state), { task: 5, choices: [] }] };
    expect(() => judge(engine, lie)).toThrow(/^the engine and the interpreter disagree: step \d+, task 5/);
  });

  it('a report, a hang, a leak or a lock edge that is none', async () => {
    const reporting = interpretEngine(useAfterFree());
    const reports = await explored(reporting);
    const swapped = reports.reports.map((one) => ({ ...one, report: 1 - one.report }));
    expect(() => judge(reporting, { ...reports, reports: swapped })).toThrow(EngineBug);

    const racing = interpretEngine(counterRace());
    const races = { ...(await explored(racing)), violations: racing.program.properties.map(() => null) };
    expect(() => judge(racing, { ...races, hung: 0 })).toThrow('the engine says that nothing moves');
    expect(() => judge(racing, { ...races, hung: races.states - 1 })).toThrow('the engine says that a task hangs');

    const leaking = interpretEngine(leak(true));
    const kept = await explored(leaking);
    expect(() => judge(leaking, { ...kept, leak: { state: kept.states - 1, struct: 0, object: 1 } })).toThrow('nothing points to it');

    const locking = interpretEngine(lockInversion());
    const locks = await explored(locking);
    const self = { ...locks.lockEdges[0]!, from: 1, to: 1 };
    expect(() => judge(locking, { ...locks, lockEdges: [self] })).toThrow('the engine says that lock class 1 is taken under 1');
  });
});
