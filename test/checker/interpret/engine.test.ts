import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/lang/ir.js';
import type { Engine, Sink } from '../../../src/checker/engine.js';
import { interpretEngine } from '../../../src/checker/interpret/engine.js';
import { counterRace, forgottenWakeup, gatedLockInversion, leak, useAfterFree } from '../../helpers/models.js';

interface Call {
  readonly kind: 'state' | 'report' | 'acquire';
  readonly task: number;
  readonly choices: readonly number[];
  readonly rest: readonly number[];
}

/** Every call that a sink gets. */
function callsOf(emit: (sink: Sink) => void): Call[] {
  const calls: Call[] = [];
  emit({
    state: (task, choices, cells) => calls.push({ kind: 'state', task, choices: [...choices], rest: [...cells] }),
    report: (task, choices, report) => calls.push({ kind: 'report', task, choices: [...choices], rest: [report] }),
    acquire: (task, lockClass, held) => calls.push({ kind: 'acquire', task, choices: [], rest: [lockClass, ...held] }),
  });
  return calls;
}

/** The cells of every reachable state. */
function reachable(engine: Engine): Int32Array[] {
  const found = new Map<string, Int32Array>();
  const add = (calls: readonly Call[]): void => {
    for (const { kind, rest } of calls) if (kind === 'state' && !found.has(rest.join())) found.set(rest.join(), Int32Array.from(rest));
  };
  add(callsOf((sink) => engine.initials(sink)));
  for (const cells of found.values()) add(callsOf((sink) => engine.successors(cells, sink)));
  return [...found.values()];
}

const models: [string, Program][] = [
  ['counter', counterRace(3)], ['locks', gatedLockInversion()], ['use after free', useAfterFree()], ['leak', leak(false)], ['wakeup', forgottenWakeup(true)],
];

describe.each(models)('the interpreter as an engine (%s)', (_, program) => {
  const engine = interpretEngine(program);
  const states = reachable(engine);

  it('keeps what a state is: encoding what it decodes gives the same cells', () => {
    for (const cells of states) expect(engine.layout.encode(engine.layout.decode(cells))).toEqual(cells);
  });

  it('is deterministic, and leaves the cells that it is given as they were', () => {
    for (const cells of states) {
      const given = cells.slice();
      const first = callsOf((sink) => engine.successors(given, sink));
      expect(given).toEqual(cells);
      expect(callsOf((sink) => engine.successors(given, sink))).toEqual(first);
    }
  });

  it('emits transitions in ascending order of task, then choices', () => {
    for (const cells of states) {
      const moves = callsOf((sink) => engine.successors(cells, sink)).filter(({ kind }) => kind !== 'acquire').map(({ task, choices }) => [task, ...choices]);
      expect(moves).toEqual(moves.toSorted(compare));
    }
  });

  it('answers for a property the same inside the sink and outside', () => {
    for (const cells of states) {
      engine.successors(cells, {
        state: (_task, _choices, next) => {
          const copy = next.slice();
          program.properties.forEach((_property, at) => expect(engine.holds(at, next)).toEqual(engine.holds(at, copy)));
        },
        report: () => {},
        acquire: () => {},
      });
    }
    expect(states.length).toBeGreaterThan(1);
  });
});

describe('an acquire', () => {
  it('comes right before the transition that it belongs to', () => {
    const engine = interpretEngine(gatedLockInversion());
    const kinds = reachable(engine).map((cells) => callsOf((sink) => engine.successors(cells, sink)).map(({ kind }) => kind).join(' '));
    expect(new Set(kinds)).toEqual(new Set(['state state', 'acquire state', 'state', '']));
  });
});

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return (a[at] ?? -1) - (b[at] ?? -1);
}
