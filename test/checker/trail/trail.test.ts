import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/lang/ir.js';
import { replay, TrailMismatch, trailOf, type Event, type Trail } from '../../../src/checker/trail.js';
import { counterRace, lockInversion, useAfterFree } from '../../helpers/models.js';
import { bool, c, jump, l, load, ProgramBuilder, ret, store } from '../../helpers/program.js';

/** A task that takes an object and an error from one function, and calls another that gives nothing. */
const allocation = allocating();
/** A task that starts another, which ends at once. */
const spawning = starting();

function allocating(): Program {
  const p = new ProgramBuilder();
  const { id } = p.struct('file', { heap: 2 });
  const pointer = { type: { kind: 'pointer', struct: id } } as const;
  const done = p.global('done', { type: bool, hi: 1 });
  const allocate = p.fn('allocate', {
    locals: [pointer],
    blocks: [{ at: p.at('alloc'), do: [{ kind: 'alloc', local: 0, struct: id, fill: 'zero' }], end: jump(1) }, { at: p.at('other'), end: ret(l(0), c(-12)) }],
  });
  const close = p.fn('close_it', { blocks: [{ at: p.at('store'), do: [store(done, [], c(1))], end: ret() }] });
  p.task('T1', p.fn('entry', {
    locals: [pointer, {}],
    blocks: [{ end: p.call(allocate, 1, { results: [0, 1] }) }, { end: p.call(close, 2, { live: [0, 1] }) }, { end: ret(load(done), l(1)) }],
  }));
  return p.build();
}

function starting(): Program {
  const p = new ProgramBuilder();
  const started = p.fn('started', { blocks: [{ end: ret(c(1)) }] });
  p.task('T1', p.fn('starter', { blocks: [{ at: p.at('spawn'), do: [{ kind: 'spawn', task: c(1), fn: started, args: [] }], end: ret() }] }));
  p.task('T2', null);
  return p.build();
}

const moves = (...tasks: number[]) => tasks.map((task) => ({ task, choices: [] }));

function mismatch(program: Program, trail: Trail): TrailMismatch {
  try {
    replay(program, trail);
  } catch (error) {
    if (error instanceof TrailMismatch) return error;
    throw error;
  }
  throw new Error('the trail could be replayed');
}

describe('a replayed trail', () => {
  const program = counterRace();
  const lost = replay(program, trailOf(program, [], moves(0, 1, 0, 1)));

  it('has a row a step, saying who did what where', () => {
    expect(lost.rows.map(({ number, taskName, op, text }) => [number, taskName, op, text])).toEqual([
      [1, 'T1', 'load', 'counter'], [2, 'T2', 'load', 'counter'], [3, 'T1', 'store', 'counter = old + 1'], [4, 'T2', 'store', 'counter = old + 1'],
    ]);
    expect(lost.rows[0]?.frames).toEqual([{ fn: 0, name: 'increment', site: 0 }]);
  });

  it('has the changes of each step by name, and none where nothing changed', () => {
    expect(lost.rows.map(({ changes }) => changes.map((change) => `${change.path} ${change.old} → ${change.new}`))).toEqual([[], [], ['counter 0 → 1'], []]);
  });

  it('tells when a task has ended, and ends in the last state', () => {
    expect(lost.rows.map(({ ended }) => ended)).toEqual([false, false, true, true]);
    expect(lost.states.at(-1)).toEqual({ mem: { counter: [1] }, stacks: [[], []] });
    expect(lost.report).toBeNull();
  });

  it('tells locals only on request', () => {
    expect(lost.rows[2]?.locals).toEqual([]);
    const told = replay(program, trailOf(program, [], moves(0, 1, 0, 1)), { locals: true });
    expect(told.rows[0]?.locals).toEqual([{ fn: 0, name: 'old', value: '0' }]);
  });

  it('tells what a function returned in the step in which it did, by its type', () => {
    const { rows } = replay(allocation, trailOf(allocation, [], moves(0, 0, 0)));
    expect(rows.map(({ returns }) => returns.map(({ name, values }) => [name, ...values.map(({ text }) => text)]))).toEqual([
      [], [['allocate', 'file#1', '-12']], [['close_it'], ['entry', 'true', '-12']],
    ]);
    expect(rows[1]?.returns[0]?.values).toEqual([
      { value: 1, type: { kind: 'pointer', struct: 0 }, text: 'file#1' }, { value: -12, type: { kind: 'int' }, text: '-12' },
    ]);
  });

  it('tells nothing of what a task that was started in the step returned', () => {
    const { rows } = replay(spawning, trailOf(spawning, [], moves(0)));
    expect(rows.map(({ returns }) => returns.map(({ name }) => name))).toEqual([['starter']]);
  });

  it('survives being written down', () => {
    const trail = trailOf(program, [], moves(0, 1));
    expect(JSON.parse(JSON.stringify(trail))).toEqual(trail);
  });
});

describe('a trail with locks', () => {
  it('tells who holds what after each step', () => {
    const program = lockInversion();
    const { rows } = replay(program, trailOf(program, [], moves(0, 1)));
    expect(rows.map(({ locks }) => locks)).toEqual([
      [{ task: 0, lockClass: 0, lock: 'a', shared: false }],
      [{ task: 0, lockClass: 0, lock: 'a', shared: false }, { task: 1, lockClass: 1, lock: 'b', shared: false }],
    ]);
  });
});

describe('a trail that ends in a report', () => {
  const program = useAfterFree();
  const found = replay(program, trailOf(program, [], moves(0, 1, 0, 1)));

  it('has no state after it, and the report in its last row', () => {
    expect(found.rows.map(({ report }) => report)).toEqual([null, null, null, 0]);
    expect(found.states).toHaveLength(3);
    expect(found.report).toMatchObject({ report: 0, object: 1 });
  });

  it('knows where the object was touched, freed and allocated', () => {
    const told = (event: Event | null) =>
      event && [event.step, event.task, event.frames.map(({ name, site }) => `${name}: ${program.sites[site]!.text}`)];
    expect(found.history?.object).toBe('file#1');
    expect(told(found.history!.access)).toEqual([4, 1, ['reader: BUG: KASAN: use-after-free in reader']]);
    expect(told(found.history!.freed)).toEqual([3, 0, ['writer: release()', 'release: kfree(file)']]);
    expect(told(found.history!.allocated)).toEqual([1, 0, ['writer: slot = kmalloc()']]);
  });

  it('names objects and lives in its changes', () => {
    expect(found.rows[0]?.changes.map(({ path, old, new: now }) => `${path}: ${old} → ${now}`)).toEqual([
      'file#1.count: 0 → 1', 'file#1.$life: free → live', 'slot: NULL → file#1',
    ]);
  });

  it('of no object has no history', () => {
    const nul = replay(program, trailOf(program, [], moves(1)));
    expect(nul.report?.report).toBe(1);
    expect(nul.history).toBeNull();
  });
});

describe('a trail that does not fit', () => {
  const program = useAfterFree();
  const trail = trailOf(program, [], moves(0, 1, 0, 1));

  it('because it is of another program says so, and which', () => {
    const error = mismatch(counterRace(), { ...trail, spec: 'specs/other', variant: 'v5.10' });
    expect(error).toMatchObject({ step: 0, replayed: 0, possible: [] });
    expect(error.message).toMatch(/^the trail was made from specs\/other \(v5\.10\), program [0-9a-f]{12}; this is test \(base\), program [0-9a-f]{12}\. /);
    expect(error.message).toContain('Replayed 0 of 4 steps.');
  });

  it('because of a wrong choice says at which step, and what was possible', () => {
    const error = mismatch(program, { ...trail, steps: [...moves(0), { task: 1, choices: [2] }, ...moves(0)] });
    expect(error).toMatchObject({ step: 2, replayed: 1, possible: moves(0, 1) });
    expect(error.message).toBe('step 2, T2 with choices (2), cannot be taken. Replayed 1 of 3 steps; possible there: T1; T2.');
  });

  it('because its task has ended or does not exist says so', () => {
    const ended = counterRace();
    expect(mismatch(ended, trailOf(ended, [], moves(0, 0, 0))).message).toBe('step 3, T1, cannot be taken. Replayed 2 of 3 steps; possible there: T2.');
    expect(mismatch(ended, trailOf(ended, [], moves(7))).message).toMatch(/^step 1, task 7 \(there are 2\), cannot be taken/);
    expect(mismatch(ended, trailOf(ended, [], moves(-1))).step).toBe(1);
  });

  it('because it goes on after a report says so', () => {
    const error = mismatch(program, trailOf(program, [], moves(1, 0)));
    expect(error.message).toBe('step 2, T1, cannot be taken. Replayed 1 of 2 steps; the step before it ended in a report.');
  });

  it('because of its start says what starts there are', () => {
    expect(mismatch(program, { ...trail, initial: [1] }).message).toBe(
      'the program cannot start with choices (1). Replayed 0 of 4 steps. Possible there: ().');
  });
});
