import { describe, expect, it } from 'vitest';
import type { Program } from '../../src/lang/ir.js';
import { check, type CheckOptions, type CheckResult } from '../../src/checker/check.js';
import { NO_REDUCTIONS } from '../../src/checker/reductions.js';
import type { Verdict } from '../../src/checker/outcome.js';
import { replay } from '../../src/checker/trail.js';
import { counterRace, forgottenWakeup, gatedLockInversion, leak, lockInversion, useAfterFree } from '../helpers/models.js';
import { bin, c, check as assert, jump, load, ProgramBuilder, ret, store } from '../helpers/program.js';

/** A verdict on a line, its trails as the tasks that move. */
function told(verdict: Verdict): string {
  const subject = 'name' in verdict.subject ? verdict.subject.name : verdict.subject.kind;
  const trails = 'trails' in verdict ? verdict.trails : 'trail' in verdict ? [verdict.trail] : [];
  const what = 'title' in verdict ? ` ${verdict.reportClass}: ${verdict.title}` : '';
  return `${subject} ${verdict.kind}${what}${trails.map(({ steps }) => ` [${steps.map(({ task, choices }) => [task, ...choices].join('.')).join(' ')}]`).join('')}`;
}

/** Without reductions, so that trails are the shortest. */
async function plainly(program: Program, options: CheckOptions = {}): Promise<CheckResult> {
  return check(program, { reductions: NO_REDUCTIONS, ...options });
}

async function verdicts(program: Program, options: CheckOptions = {}): Promise<string[]> {
  return (await plainly(program, options)).verdicts.map(told);
}

/** One task that stores twice to a variable of its own. */
function loner(): Program {
  const p = new ProgramBuilder();
  const x = p.global('x');
  p.task('T1', p.fn('f', { blocks: [{ at: p.at('store'), do: [store(x, [], c(1))], end: jump(1) }, { at: p.at('store'), do: [store(x, [], c(2))], end: ret() }] }));
  return p.build();
}

/** Two tasks that store to a variable of their own a few times before both count. */
function lateCounters(): Program {
  const p = new ProgramBuilder();
  const x = p.global('x');
  for (const name of ['A', 'B']) {
    const own = p.global(name);
    const stores = Array.from({ length: 4 }, (_, at) => ({ at: p.at('store'), do: [store(own, [], c(at % 2))], end: jump(at + 1) }));
    p.task(name, p.fn(`late_${name}`, { blocks: [...stores, { at: p.at('rmw'), do: [store(x, [], bin(load(x), '+', c(1)))], end: ret() }] }));
  }
  p.property('always', 'both_never_count', bin(load(x), '<', c(2)));
  return p.build();
}

const engines = ['compiled', 'interpreter'] as const;

describe.each(engines)('the %s engine', (engine) => {
  it('finds the race of two increments, with the least of the shortest trails, and proves the rest', async () => {
    expect(await verdicts(counterRace(), { engine })).toEqual([
      'counter_is_bounded proved',
      'counter_is_never_one violated [0 0]',
      'all_counted reached [0 0 1 1]',
      'more_than_all_counted unreached',
      'nothing_lost violated [0 1 0 1]',
      'hung proved',
      'checks proved',
    ]);
  });

  it('counts states, transitions and levels', async () => {
    const { counts, complete, limit, outcome } = await plainly(counterRace(), { engine });
    expect(counts).toMatchObject({ initials: 1, states: 12, passed: 0, transitions: 14, generated: 15, depth: 5, maxOut: 2 });
    expect([complete, limit, outcome]).toEqual([true, null, 'safety']);
  });

  it('finds the hang of two locks taken in both orders, who hangs, and the cycle with a trail an edge', async () => {
    const result = await plainly(lockInversion(), { engine });
    expect(result.verdicts.map(told)).toEqual([
      'hung hung [0 1]',
      'checks report lockdep: WARNING: possible circular locking dependency detected [0 0] [1 1]',
    ]);
    expect(result.verdicts[0]).toMatchObject({ tasks: [0, 1] });
    expect(result.verdicts[1]).toMatchObject({ detail: 'a → b → a', report: null });
    expect(result.outcome).toBe('safety');
  });

  it('finds the cycle where a third lock prevents the hang', async () => {
    expect(await verdicts(gatedLockInversion(), { engine })).toEqual([
      'hung proved',
      'checks report lockdep: WARNING: possible circular locking dependency detected [0 0 0] [1 1 1]',
    ]);
  });

  it('finds a use after free and a NULL dereference, each with its own trail', async () => {
    const result = await plainly(useAfterFree(), { engine });
    expect(result.verdicts.map(told)).toEqual([
      'hung proved',
      'checks report use-after-free: BUG: KASAN: use-after-free in reader [0 0 1 1]',
      'checks report null-ptr-deref: BUG: kernel NULL pointer dereference in reader [1]',
    ]);
  });

  it('finds a leak at rest, and none where a pointer is left', async () => {
    expect(await verdicts(leak(false), { engine })).toEqual(['hung proved', 'checks report memory-leak: kmemleak: unreferenced object file#1 [0 0]']);
    expect(await verdicts(leak(true), { engine })).toEqual(['hung proved', 'checks proved']);
  });

  it('distinguishes a hang from a valid end, where final conditions are asked', async () => {
    expect(await verdicts(forgottenWakeup(false), { engine })).toEqual([
      'flag_is_set proved', 'flag_unset_at_rest reached []', 'hung hung [1.0]', 'checks proved',
    ]);
    expect(await verdicts(forgottenWakeup(true), { engine })).toEqual([
      'flag_is_set violated [1.0]', 'flag_unset_at_rest reached []', 'hung proved', 'checks proved',
    ]);
  });

  it('makes a property that runs into a report a model error', async () => {
    const p = new ProgramBuilder();
    const report = p.report('null-ptr-deref', 'NULL in property');
    p.task('T1', null);
    p.property('always', 'careless', { blocks: [{ do: [assert(c(0), report)], end: ret(c(1)) }] });
    const result = await check(p.build(), { engine });
    expect(result.verdicts.map(told)).toEqual(['careless model null-ptr-deref: NULL in property []', 'hung proved', 'checks proved']);
    expect(result.outcome).toBe('model');
  });

  it('makes a report of setup a trail without steps', async () => {
    const p = new ProgramBuilder();
    const bug = p.report('bug', 'kernel BUG in setup');
    p.task('T1', null);
    p.setup({ locals: [{}], blocks: [{ do: [{ kind: 'choose', local: 0, count: c(2) }, assert({ kind: 'local', local: 0 }, bug)], end: ret() }] });
    const result = await check(p.build(), { engine });
    expect(result.verdicts.map(told)).toEqual(['hung proved', 'checks report bug: kernel BUG in setup []']);
    expect(result.outcome).toBe('assertion');
  });

  it('calls a range left a model error', async () => {
    const p = new ProgramBuilder();
    const range = p.report('range', 'x leaves 0..3');
    p.task('T1', p.fn('f', { blocks: [{ at: p.at(), do: [assert(c(0), range)], end: ret() }] }));
    expect(await verdicts(p.build(), { engine })).toEqual(['hung proved', 'checks model range: x leaves 0..3 [0]']);
  });

  it('names the accesses that never fired', async () => {
    const p = new ProgramBuilder();
    const x = p.global('x');
    const blocks = [
      { at: p.at('load', { text: 'x' }), end: ret() },
      { at: p.at('store', { text: 'x = 1' }), do: [store(x, [], c(1))], end: jump(0) },
    ];
    p.task('T1', p.fn('f', { blocks }));
    expect((await plainly(p.build(), { engine })).unfired).toEqual([{ access: 1, fn: 'f', text: 'x = 1' }]);
  });
});

describe('a check', () => {
  const stable = (result: CheckResult) => ({ ...result, performance: null });

  it.each<[string, Program]>([
    ['counter', counterRace()], ['locks', lockInversion()], ['use after free', useAfterFree()], ['leak', leak(false)], ['wakeup', forgottenWakeup(true)],
  ])('gives the same result twice and in both engines, times apart (%s)', async (_, program) => {
    const first = stable(await check(program));
    expect(stable(await check(program))).toEqual(first);
    expect(stable(await check(program, { engine: 'interpreter' }))).toEqual(first);
  });

  it('that a limit ended proves nothing that it did not see', async () => {
    const result = await check(counterRace(), { limits: { depth: 2 } });
    expect(result.complete).toBe(false);
    expect(result.limit).toBe('depth');
    expect(result.verdicts.map(({ kind }) => kind)).not.toContain('proved');
    expect(result.verdicts.map(({ kind }) => kind)).not.toContain('unreached');
  });

  it('that is aborted is inconclusive', async () => {
    const result = await check(counterRace(3), { signal: AbortSignal.abort() });
    expect([result.limit, result.outcome]).toEqual(['interrupt', 'inconclusive']);
  });

  it('for the first violation stops after its level', async () => {
    const result = await plainly(counterRace(), { first: true });
    expect(result.complete).toBe(false);
    expect(result.limit).toBeNull();
    expect(result.verdicts.map(told)).toContain('counter_is_never_one violated [0 0]');
    expect(result.verdicts.map(told)).toContain('nothing_lost inconclusive');
  });

  it('gives trails that the interpreter replays', async () => {
    const program = useAfterFree();
    for (const verdict of (await check(program)).verdicts) {
      if (verdict.kind !== 'report') continue;
      for (const trail of verdict.trails) expect(replay(program, trail).report?.report).toBe(verdict.report);
    }
  });

  it('tells its scope and its claims', async () => {
    const program: Program = { ...counterRace(), claims: [{ site: 0 }], scope: { bounds: { file: 2 }, faults: { kmalloc: 1 } } };
    expect(await check(program, { reductions: { ...NO_REDUCTIONS, private: true } })).toMatchObject({
      spec: 'test', variant: 'base', claims: [0],
      scope: { tasks: ['T1', 'T2'], bounds: { file: 2 }, faults: { kmalloc: 1 }, reductions: ['private'], memoryModel: 'sequentially consistent' },
    });
  });

  it('has all reductions on if nothing is said, and tells which are', async () => {
    const { scope } = await check(counterRace());
    expect(scope.reductions).toEqual(['private', 'transactions', 'symmetry']);
    expect((await plainly(counterRace())).scope).toMatchObject({ reductions: [], symmetry: { found: [], notes: [] } });
  });
});

const models: readonly (readonly [string, Program])[] = [
  ['counter', counterRace()], ['three counters', counterRace(3)], ['locks', lockInversion()], ['gated locks', gatedLockInversion()],
  ['use after free', useAfterFree()], ['leak', leak(false)], ['wakeup', forgottenWakeup(false)],
];

describe('a reduced check', () => {
  it.each(models)('has the verdicts of one without reductions (%s)', async (_, program) => {
    const words = ({ verdicts: of }: CheckResult) => of.map((verdict) => told(verdict).replaceAll(/ \[[\d. ]*\]/g, ''));
    expect(words(await check(program))).toEqual(words(await plainly(program)));
  });

  it('passes states that it does not store', async () => {
    const { states, passed, transitions } = (await check(loner())).counts;
    expect({ states, passed, transitions }).toEqual({ states: 2, passed: 1, transitions: 2 });
  });
});

describe('minimising', () => {
  const shortest = ({ verdicts: of }: CheckResult) => of.flatMap((verdict) => ('shortest' in verdict ? [verdict.shortest] : []));

  it.each(models)('gives the trails of a check without reductions, and proves them the shortest (%s)', async (_, program) => {
    const result = await check(program, { minimise: true });
    expect(result.verdicts.map(told)).toEqual(await verdicts(program));
    expect(shortest(result).every((proved) => proved === true)).toBe(true);
  });

  it('leaves the counts those of the reduced search', async () => {
    expect((await check(counterRace(3), { minimise: true })).counts).toEqual((await check(counterRace(3))).counts);
  });

  it('needs no second search where there are no reductions', async () => {
    expect(shortest(await plainly(counterRace(), { minimise: true }))).toEqual([true, true, true]);
  });

  it('says nothing of the length of trails where nobody asks', async () => {
    expect(shortest(await check(counterRace()))).toEqual([null, null, null]);
  });

  it('keeps the trail of the reduced search where a limit comes first, and says so', async () => {
    const program = lateCounters();
    const { states } = (await check(program)).counts;
    const limited = await check(program, { minimise: true, limits: { states } });
    expect(limited.complete).toBe(true);
    expect(limited.verdicts.map(told)).toEqual((await check(program)).verdicts.map(told));
    expect(shortest(limited)).toEqual([false]);
    expect(shortest(await check(program, { minimise: true }))).toEqual([true]);
  });
});
