import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { explore } from '../../../src/checker/search/explore.js';
import type { Instr, Program } from '../../../src/lang/ir.js';
import { bin, branch, c, check, choose, guard, jump, l, load, ProgramBuilder, ret, self, store, taskRef } from '../../helpers/program.js';
import { race } from '../../helpers/race.js';

const run = (program: Program, options: Parameters<typeof explore>[1] = {}) => explore(compileEngine(program), options);

/** Tasks that each take two locks, in the order given, and release them. */
function lockers(...orders: readonly (readonly [number, number])[]): Program {
  const b = new ProgramBuilder();
  const owners = [b.global('a.owner', { type: taskRef }), b.global('b.owner', { type: taskRef })];
  const classes = [b.lockClass('a', owners[0]!), b.lockClass('b', owners[1]!)];
  const take = (lock: number): readonly Instr[] => [
    { kind: 'acquire', lockClass: classes[lock]! }, guard(bin(load(owners[lock]!), '==', c(0))), store(owners[lock]!, [], bin(self, '+', c(1))),
  ];
  orders.forEach(([first, second], task) => {
    const body = b.fn(`order${task}`, {
      blocks: [
        { at: b.at('lock'), do: take(first), end: jump(1) },
        { at: b.at('lock'), do: take(second), end: jump(2) },
        { at: b.at('unlock'), do: [store(owners[second]!, [], c(0))], end: jump(3) },
        { at: b.at('unlock'), do: [store(owners[first]!, [], c(0))], end: ret() },
      ],
    });
    b.task(`T${task}`, body);
  });
  return b.build();
}

/** A counter that goes from 0 to `top` and stops. */
function countTo(top: number): Program {
  const b = new ProgramBuilder();
  const x = b.global('x', { hi: top });
  b.task('T', b.fn('count', {
    blocks: [{ at: b.at(), do: [store(x, [], bin(load(x), '+', c(1)))], end: branch(bin(load(x), '<', c(top)), 0, 1) }, { end: ret() }],
  }));
  b.property('always', 'below_three', bin(load(x), '<', c(3)));
  return b.build();
}

describe('a search', () => {
  it('counts the race as a hand does: 12 states on 5 levels, 14 transitions', async () => {
    const found = await run(race());
    // L: at the load, Sn: at the store having read n, E: ended. LL; S0L LS0; S0S0, EL LE with x = 1; ES0 ES1 S0E S1E; EE with x = 1 or 2.
    expect(found).toMatchObject({ complete: true, limit: null, initials: 1, states: 12, depth: 5, transitions: 14, generated: 15 });
    // Loads start from LL twice, S0L LS0 EL LE once each, and so 6 times; each of the other 8 transitions is a store.
    expect(found.fired).toEqual([6, 8]);
    expect([found.meanOut, found.maxOut]).toEqual([14 / 12, 2]);
  });

  it('gives each property the first state that decides it', async () => {
    const found = await run(race());
    const [small, two, final] = found.violations;
    const x = (state: number | null | undefined) => found.cellsOf(state ?? -1)[0];
    expect([x(small), x(two)]).toEqual([2, 2]);
    expect(x(final)).toBe(1);
    expect(found.trailTo(two ?? -1).map(({ task }) => task)).toEqual([-1, 0, 0, 1, 1]);
    expect(found.trailTo(final ?? -1).map(({ task }) => task)).toEqual([-1, 0, 1, 0, 1]);
  });

  it('finds the least of the shortest trails in order of task, then choices', async () => {
    const b = new ProgramBuilder();
    const x = b.global('x', { hi: 8 });
    b.task('T', b.fn('pick', { locals: [{}, {}], blocks: [
      { at: b.at('choose'), do: [choose(0, c(3)), choose(1, c(2)), guard(bin(l(0), '>', c(0))), store(x, [], bin(l(0), '*', l(1)))], end: ret() },
    ] }));
    b.property('reachable', 'two', bin(load(x), '==', c(2)));
    b.property('reachable', 'zero', { blocks: [{ end: ret(bin(bin(load(x), '==', c(0)), '&', { kind: 'idle', task: c(0) })) }] });
    const found = await run(b.build());
    expect(found.transitions).toBe(4);
    expect(found.violations.map((state) => found.trailTo(state ?? -1).at(-1)?.choices)).toEqual([[2, 1], [1, 0]]);
  });

  it('sees a deadlock of two lock orders as hung, with both edges and where they were first seen', async () => {
    const found = await run(lockers([0, 1], [1, 0]));
    expect(found.hung).not.toBeNull();
    expect(found.trailTo(found.hung ?? -1).map(({ task }) => task)).toEqual([-1, 0, 1]);
    expect(found.lockEdges.map(({ from, to, by, task }) => ({ from, to, by, task }))).toEqual([{ from: 0, to: 1, by: 0, task: 0 }, { from: 1, to: 0, by: 1, task: 1 }]);
    expect(found.trailTo(found.lockEdges[1]?.state ?? -1)).toHaveLength(2);
  });

  it('sees one lock order as one edge, and nobody hung', async () => {
    const found = await run(lockers([0, 1], [0, 1]));
    expect(found.hung).toBeNull();
    expect(found.lockEdges).toHaveLength(1);
  });

  it('lets a task wait for ever at a valid end, and an implicit task anywhere', async () => {
    const waiting = (more: { validEnd: boolean }, implicit: boolean): Program => {
      const b = new ProgramBuilder();
      b.task('T', b.fn('wait', { blocks: [{ at: b.at('wait', more), do: [guard(c(0))], end: ret() }] }), implicit);
      b.property('final', 'never', c(0));
      return b.build();
    };
    expect(await run(waiting({ validEnd: false }, false))).toMatchObject({ hung: 0, violations: [null] });
    expect(await run(waiting({ validEnd: true }, false))).toMatchObject({ hung: null, violations: [0] });
    expect(await run(waiting({ validEnd: false }, true))).toMatchObject({ hung: null, violations: [0] });
  });

  it('counts no transition for a path into a report, and does not call its source hung', async () => {
    const b = new ProgramBuilder();
    const bug = b.report('bug', 'kernel BUG');
    b.task('T', b.fn('fail', { blocks: [{ at: b.at(), do: [check(c(0), bug)], end: ret() }] }));
    expect(await run(b.build())).toMatchObject({
      complete: true, states: 1, transitions: 0, depth: 1, hung: null, reports: [{ report: bug, from: 0, task: 0, choices: [] }],
    });
  });

  it('tells a report of setup, and has no states then', async () => {
    const b = new ProgramBuilder();
    const bug = b.report('bug', 'kernel BUG');
    b.task('T', null);
    b.setup({ locals: [{}], blocks: [{ do: [choose(0, c(2)), check(c(0), bug)], end: ret() }] });
    expect(await run(b.build())).toMatchObject({ complete: true, states: 0, depth: 0, reports: [{ report: bug, from: null, task: -1, choices: [0] }] });
  });

  it('tells the first state at which a property runs into a report', async () => {
    const b = new ProgramBuilder();
    const bad = b.report('model', 'property dereferences NULL');
    b.task('T', null);
    b.property('always', 'fails', { blocks: [{ do: [check(c(0), bad)], end: ret(c(1)) }] });
    expect(await run(b.build())).toMatchObject({ propertyErrors: [{ property: 0, report: bad, state: 0 }], violations: [null] });
  });

  it('tells an object that nobody points to in the end as leaked', async () => {
    const b = new ProgramBuilder();
    const pool = b.struct('node', { heap: 2 });
    const kept = b.global('kept', { type: { kind: 'pointer', struct: pool.id } });
    const body = b.fn('make', { locals: [{ type: { kind: 'pointer', struct: pool.id } }], blocks: [
      { at: b.at('alloc'), do: [{ kind: 'alloc', local: 0, struct: pool.id, fill: 'zero' }, store(kept, [], l(0))], end: jump(1), live: [] },
      { at: b.at('alloc'), do: [{ kind: 'alloc', local: 0, struct: pool.id, fill: 'zero' }], end: ret(), live: [] },
    ] });
    b.task('T', body);
    expect((await run(b.build())).leak).toEqual({ state: 2, struct: pool.id, object: 2 });
  });
});

describe('a search with limits', () => {
  it('says which one it hit, and how far it came', async () => {
    expect(await run(countTo(50), { limits: { depth: 10 } })).toMatchObject({ complete: false, limit: 'depth', depth: 10, states: 10 });
    expect(await run(countTo(50), { limits: { states: 20 } })).toMatchObject({ complete: false, limit: 'states', states: 21 });
    expect(await run(countTo(50), { limits: { memory: 1 } })).toMatchObject({ complete: false, limit: 'memory' });
    expect(await run(countTo(50), { limits: { time: -1 } })).toMatchObject({ complete: false, limit: 'time' });
    expect(await run(countTo(50), { signal: AbortSignal.abort() })).toMatchObject({ complete: false, limit: 'interrupt' });
  });

  it('is complete if the limit is not passed', async () => {
    expect(await run(countTo(50), { limits: { depth: 60, states: 51 } })).toMatchObject({ complete: true, limit: null, depth: 51, states: 51 });
  });

  it('stops after the level in which something was found, if only the first is asked for', async () => {
    expect(await run(countTo(50), { firstOnly: true })).toMatchObject({ complete: false, limit: null, depth: 4, violations: [3] });
  });
});
