import { describe, expect, it } from 'vitest';
import type { Instr, Program, Terminator } from '../../../src/lang/ir.js';
import { initialStates, step, transitions } from '../../../src/checker/interpret/interpret.js';
import type { State } from '../../../src/checker/state.js';
import { bin, branch, c, check, choose, guard, jump, l, load, ProgramBuilder, ret, self, set, store, taskRef, taskSet } from '../../helpers/program.js';

function start(program: Program): State {
  return initialStates(program)[0]!.next!;
}

/** One task whose single step executes `instrs`; `x` is its memory. */
function oneStep(p: ProgramBuilder, instrs: readonly Instr[], locals = 2): Program {
  p.task('T1', p.fn('f', { locals: Array.from({ length: locals }, () => ({})), blocks: [{ at: p.at(), do: instrs, end: ret() }] }));
  return p.build();
}

describe('the start', () => {
  it('runs init through boundaries, then each task with an entry up to its first boundary', () => {
    const p = new ProgramBuilder();
    const x = p.global('x', { hi: 9 });
    p.setup({ blocks: [{ at: p.at(), do: [store(x, [], c(1))], end: jump(1) }, { at: p.at(), do: [store(x, [], c(2))], end: ret() }] });
    const add = (n: number) => store(x, [], bin(load(x), '+', c(n)));
    const f = p.fn('f', { locals: [{}], blocks: [{ do: [add(1), set(0, load(x))], end: jump(1) }, { at: p.at(), do: [add(5)], end: ret() }] });
    p.task('T1', f);
    p.task('T2', null);
    p.task('T3', p.fn('g', { locals: [{}], blocks: [{ do: [set(0, load(x))], end: jump(1) }, { at: p.at(), end: ret() }] }));
    expect(start(p.build())).toEqual({ mem: { x: [3] }, stacks: [[{ fn: f, block: 1, locals: [3] }], [], [{ fn: f + 1, block: 1, locals: [3] }]] });
  });

  it('has an initial state for each choice vector of init and of the tasks, in ascending order', () => {
    const p = new ProgramBuilder();
    const x = p.global('x');
    p.setup({ locals: [{}], blocks: [{ do: [choose(0, c(2)), store(x, [], l(0))], end: ret() }] });
    p.task('T1', p.fn('f', { locals: [{}], blocks: [{ do: [choose(0, bin(load(x), '+', c(1)))], end: jump(1) }, { at: p.at(), end: ret() }] }));
    const found = initialStates(p.build());
    expect(found.map(({ task, choices }) => [task, choices])).toEqual([[-1, [0, 0]], [-1, [1, 0]], [-1, [1, 1]]]);
    expect(found.map(({ next }) => next?.stacks[0]?.[0]?.locals)).toEqual([[0], [0], [1]]);
  });

  it('acts as the task that init names', () => {
    const p = new ProgramBuilder();
    const x = p.global('x');
    p.task('T1', null);
    p.task('T2', null);
    p.setup({ blocks: [{ do: [{ kind: 'as', task: c(1) }, store(x, [], self)], end: ret() }] });
    expect(start(p.build()).mem).toEqual({ x: [1] });
  });

  it('that runs into a false check is a report', () => {
    const p = new ProgramBuilder();
    const bad = p.report('bug', 'kernel BUG');
    p.setup({ blocks: [{ do: [check(c(0), bad)], end: ret() }] });
    expect(initialStates(p.build())).toMatchObject([{ task: -1, choices: [], next: null, report: { report: bad, object: 0 } }]);
  });
});

describe('a step', () => {
  it('goes past its boundary up to the next one, and resets the locals that are dead there', () => {
    const p = new ProgramBuilder();
    const x = p.global('x');
    const f = p.fn('f', {
      locals: [{}, {}],
      blocks: [{ at: p.at(), do: [set(0, c(7)), set(1, c(8))], end: jump(1) }, { at: p.at(), do: [store(x, [], c(1))], end: ret(), live: [1] }],
    });
    p.task('T1', f);
    const program = p.build();
    const [only] = transitions(program, start(program));
    expect(only).toMatchObject({ task: 0, choices: [], next: { mem: { x: [0] }, stacks: [[{ fn: f, block: 1, locals: [0, 8] }]] } });
  });

  it('leaves the state that it starts from as it was', () => {
    const p = new ProgramBuilder();
    const x = p.global('x');
    const program = oneStep(p, [store(x, [], c(1))]);
    const state = start(program);
    const before = structuredClone(state);
    transitions(program, state);
    step(program, state, 0, []);
    expect(state).toEqual(before);
  });

  it('enumerates its choice vectors in lexicographic order, later counts depending on earlier choices', () => {
    const p = new ProgramBuilder();
    const program = oneStep(p, [choose(0, c(3)), choose(1, l(0))]);
    expect(transitions(program, start(program)).map(({ choices }) => choices)).toEqual([[1, 0], [2, 0], [2, 1]]);
  });

  it('is removed with all its effects by a false guard', () => {
    const p = new ProgramBuilder();
    const x = p.global('x');
    const program = oneStep(p, [choose(0, c(2)), store(x, [], l(0)), guard(l(0))]);
    expect(transitions(program, start(program)).map(({ choices, next }) => [choices, next?.mem])).toEqual([[[1], { x: [1] }]]);
  });

  it('ends in the first false check, and says of which object', () => {
    const p = new ProgramBuilder();
    const pool = p.struct('file', { heap: 2 });
    const first = p.report('use-after-free', 'first', { struct: pool.id, number: l(0) });
    const second = p.report('bug', 'second');
    const program = oneStep(p, [set(0, c(2)), check(c(1), second), check(c(0), first), check(c(0), second)]);
    expect(transitions(program, start(program))).toMatchObject([{ next: null, report: { report: first, object: 2, stack: [{ fn: 0, block: 0 }] } }]);
  });

  it('of a task without frames does not exist', () => {
    const p = new ProgramBuilder();
    p.task('T1', null);
    const program = p.build();
    expect(transitions(program, start(program))).toEqual([]);
  });

  it('that throws for a store outside the range of its column names both', () => {
    const p = new ProgramBuilder();
    const x = p.global('x', { hi: 1 });
    const program = oneStep(p, [store(x, [], c(2))]);
    expect(() => transitions(program, start(program))).toThrow('2 is outside 0..1, the range of x');
  });

  it('that never reaches a boundary is a bug', () => {
    const p = new ProgramBuilder();
    p.task('T1', p.fn('spin', { blocks: [{ at: p.at(), end: jump(1) }, { end: jump(1) }] }));
    const program = p.build();
    expect(() => transitions(program, start(program))).toThrow('a local loop in spin does not end');
  });

  it('tells the acquires of locks with others held, readers among them, and every access that it executed', () => {
    const p = new ProgramBuilder();
    const a = p.lockClass('a', p.global('a', { type: taskRef }));
    const b = p.lockClass('b', p.global('b', { type: taskRef }), p.global('b.readers', { type: taskSet }));
    const inner = { ...p.at('rmw'), boundary: false } as Instr;
    const program = oneStep(p, [
      { kind: 'acquire', lockClass: a }, store(0, [], c(1)), inner, { kind: 'acquire', lockClass: b }, store(2, [], c(1)), { kind: 'acquire', lockClass: b },
    ]);
    const [only] = transitions(program, start(program));
    expect(only?.acquires).toEqual([{ task: 0, lockClass: b, held: [a] }, { task: 0, lockClass: b, held: [a, b] }]);
    expect(only?.fired).toEqual([1, 0]);
  });
});

describe('a replayed step', () => {
  it('is the transition of that task with those choices, with what it changed as patches', () => {
    const p = new ProgramBuilder();
    const x = p.global('x', { dims: [2] });
    const program = oneStep(p, [choose(0, c(3)), store(x, [c(1)], l(0))]);
    const found = step(program, start(program), 0, [2]);
    expect(found?.next).toEqual(transitions(program, start(program))[2]?.next);
    expect(found?.patches).toContainEqual({ op: 'replace', path: ['mem', 'x', 1], value: 2 });
  });

  it.each([[[]], [[3]], [[-1]], [[1, 0]]])('with the choices %j, which are not possible, does not exist', (choices) => {
    const p = new ProgramBuilder();
    const program = oneStep(p, [choose(0, c(3))]);
    expect(step(program, start(program), 0, choices)).toBeNull();
  });

  it('that ends in a report has the changes up to it', () => {
    const p = new ProgramBuilder();
    const x = p.global('x');
    const bad = p.report('bug', 'BUG');
    const found = oneStep(p, [store(x, [], c(1)), check(c(0), bad), store(x, [], c(2))]);
    expect(step(found, start(found), 0, [])?.patches).toEqual([{ op: 'replace', path: ['mem', 'x', 0], value: 1 }]);
  });
});

describe('a terminator', () => {
  /** A task that computes local 0 from x by `end`, blocks 1 and 2 giving 10 and 20, then stops. */
  function arrives(end: Terminator): number {
    const p = new ProgramBuilder();
    const f = p.fn('f', {
      locals: [{}],
      blocks: [{ at: p.at(), end }, { do: [set(0, c(10))], end: jump(3) }, { do: [set(0, c(20))], end: jump(3) }, { at: p.at(), end: ret() }],
    });
    p.task('T1', f);
    const program = p.build();
    return transitions(program, start(program))[0]!.next!.stacks[0]![0]!.locals[0]!;
  }

  it('jumps', () => expect(arrives(jump(2))).toBe(20));
  it('branches', () => expect([arrives(branch(c(5), 1, 2)), arrives(branch(c(0), 1, 2))]).toEqual([10, 20]));
  it('switches, otherwise included', () => {
    const cases = [{ value: 3, to: 1 }, { value: 4, to: 3 }];
    expect([3, 4, 5].map((value) => arrives({ kind: 'switch', value: c(value), cases, otherwise: 2 }))).toEqual([10, 0, 20]);
  });

  it('calls: the caller stands at the call with the locals that it needs after it, then gets the results', () => {
    const p = new ProgramBuilder();
    const callee = p.fn('callee', { params: 2, locals: [{}, {}, {}], blocks: [{ at: p.at(), end: ret(bin(l(0), '+', l(1)), c(9)) }] });
    const call = p.call(callee, 1, { args: [l(0), c(4)], results: [1, 0], live: [2] });
    const caller = p.fn('caller', { locals: [{}, {}, {}], blocks: [{ do: [set(0, c(3)), set(1, c(5)), set(2, c(6))], end: call }, { at: p.at(), end: ret() }] });
    p.task('T1', caller);
    const program = p.build();
    const called = start(program);
    expect(called.stacks[0]).toEqual([{ fn: caller, block: 0, locals: [0, 0, 6] }, { fn: callee, block: 0, locals: [3, 4, 0] }]);
    expect(transitions(program, called)[0]?.next?.stacks[0]).toEqual([{ fn: caller, block: 1, locals: [9, 7, 6] }]);
  });

  it('that calls a function on the stack is a bug', () => {
    const p = new ProgramBuilder();
    p.task('T1', p.fn('f', { blocks: [{ at: p.at(), end: { ...p.call(0, 0), fn: 0 } as Terminator }] }));
    const program = p.build();
    expect(() => transitions(program, start(program))).toThrow('f calls itself');
  });

  it.each([[ret()], [{ kind: 'exit' } as const]])('%j of the only frame ends the task', (end) => {
    const p = new ProgramBuilder();
    p.task('T1', p.fn('f', { blocks: [{ at: p.at(), end }] }));
    const program = p.build();
    expect(transitions(program, start(program))[0]?.next?.stacks).toEqual([[]]);
  });

  it('drops all frames to become another function, or to exit', () => {
    const p = new ProgramBuilder();
    const g = p.fn('g', { params: 1, locals: [{}], blocks: [{ at: p.at(), end: ret() }] });
    const inner = p.fn('inner', {
      locals: [{}],
      blocks: [{ at: p.at(), do: [choose(0, c(2))], end: branch(l(0), 1, 2) }, { end: { kind: 'become', fn: g, args: [c(5)] } }, { end: { kind: 'exit' } }],
    });
    p.task('T1', p.fn('outer', { blocks: [{ end: p.call(inner, 1) }, { at: p.at(), end: ret() }] }));
    const program = p.build();
    expect(transitions(program, start(program)).map(({ next }) => next?.stacks[0])).toEqual([[], [{ fn: g, block: 0, locals: [5] }]]);
  });
});

describe('spawn', () => {
  it('starts an idle task with arguments and runs it up to its boundary as itself, its choices in the vector', () => {
    const p = new ProgramBuilder();
    const x = p.global('x', { dims: [2] });
    const child = p.fn('child', {
      params: 1, locals: [{}, {}],
      blocks: [{ do: [choose(1, c(2)), store(x, [self], bin(l(0), '+', l(1)))], end: jump(1) }, { at: p.at(), end: ret() }],
    });
    const spawn: Instr = { kind: 'spawn', task: c(1), fn: child, args: [c(2)] };
    p.task('T1', p.fn('parent', { blocks: [{ at: p.at(), do: [spawn, store(x, [self], c(1))], end: ret() }] }));
    p.task('T2', null);
    const program = p.build();
    const found = transitions(program, start(program));
    expect(found.map(({ task, choices, next }) => [task, choices, next?.mem['x']])).toEqual([[0, [0], [1, 2]], [0, [1], [1, 3]]]);
    expect(found[1]?.next?.stacks).toEqual([[], [{ fn: child, block: 1, locals: [2, 1] }]]);
  });

  it('of a task that runs is a bug', () => {
    const p = new ProgramBuilder();
    const f = p.fn('f', { blocks: [{ at: p.at(), do: [{ kind: 'spawn', task: c(0), fn: 0, args: [] }], end: ret() }] });
    p.task('T1', f);
    const program = p.build();
    expect(() => transitions(program, start(program))).toThrow('task 0 is started, but runs already');
  });
});
