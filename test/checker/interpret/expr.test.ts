import { describe, expect, it } from 'vitest';
import type { BinaryOp, Expr } from '../../../src/lang/ir.js';
import { EngineBug, evaluate, initialStates } from '../../../src/checker/interpret/interpret.js';
import { bin, c, load, not, ProgramBuilder, ret, self, set, store } from '../../helpers/program.js';

/** The value that init stores for an expression, in a program with a matrix `m` of 2 by 3 cells that hold 10 * row + column. */
function valueOf(make: (m: number) => Expr): number {
  const p = new ProgramBuilder();
  const m = p.global('m', { dims: [2, 3], hi: 12 });
  const out = p.global('out', { lo: -(2 ** 31), hi: 2 ** 31 - 1 });
  const fill = [0, 1].flatMap((row) => [0, 1, 2].map((column) => store(m, [c(row), c(column)], c(10 * row + column))));
  p.setup({ blocks: [{ do: [...fill, store(out, [], make(m))], end: ret() }] });
  return initialStates(p.build())[0]!.next!.mem['out']![0]!;
}

const max = 2 ** 31 - 1;

describe('an expression', () => {
  it.each<[number, BinaryOp, number, number]>([
    [2, '+', 3, 5], [max, '+', 1, -(2 ** 31)], [2, '-', 3, -1], [-(2 ** 31), '-', 1, max], [7, '*', -3, -21], [65537, '*', 65537, 131073],
    [7, '/', 2, 3], [-7, '/', 2, -3], [7, '%', -2, 1], [-7, '%', 2, -1], [-4, '%', 2, 0],
    [6, '&', 3, 2], [6, '|', 3, 7], [6, '^', 3, 5], [1, '<<', 4, 16], [-8, '>>', 1, -4],
    [1, '==', 1, 1], [1, '==', 2, 0], [1, '!=', 2, 1], [1, '<', 2, 1], [2, '<', 2, 0], [2, '<=', 2, 1], [3, '>', 2, 1], [2, '>', 2, 0], [2, '>=', 2, 1],
  ])('%i %s %i is %i', (left, op, right, value) => {
    expect(valueOf(() => bin(c(left), op, c(right)))).toBe(value);
  });

  it('never gives a negative zero', () => {
    expect(Object.is(valueOf(() => bin(c(-4), '%', c(2))), 0)).toBe(true);
    expect(Object.is(valueOf(() => ({ kind: 'unary', op: '-', operand: c(0) })), 0)).toBe(true);
  });

  it('negates, complements and inverts', () => {
    expect(valueOf(() => not(c(5)))).toBe(0);
    expect(valueOf(() => not(c(0)))).toBe(1);
    expect(valueOf(() => ({ kind: 'unary', op: '-', operand: c(5) }))).toBe(-5);
    expect(valueOf(() => ({ kind: 'unary', op: '~', operand: c(5) }))).toBe(-6);
  });

  it('loads cells row by row', () => {
    expect(valueOf((m) => load(m, c(1), c(2)))).toBe(12);
    expect(valueOf((m) => load(m, c(0), c(1)))).toBe(1);
  });

  it('evaluates only the chosen arm of a condition', () => {
    const outside = (m: number): Expr => load(m, c(9), c(9));
    expect(valueOf((m) => ({ kind: 'cond', test: c(2), then: c(4), else: outside(m) }))).toBe(4);
    expect(valueOf((m) => ({ kind: 'cond', test: c(0), then: outside(m), else: c(5) }))).toBe(5);
  });

  it.each([[2, 0], [-1, 0], [0, 3]])('throws for the index %i, %i outside the dimensions', (row, column) => {
    expect(() => valueOf((m) => load(m, c(row), c(column)))).toThrow(EngineBug);
  });

  it('throws for an index of the wrong dimension', () => {
    expect(() => valueOf((m) => load(m, c(0)))).toThrow('m has 2 dimensions, not 1');
  });

  it('is zero for the self of init until it acts as a task', () => {
    expect(valueOf(() => self)).toBe(0);
  });
});

describe('a property', () => {
  it('is evaluated without a trace in the state', () => {
    const p = new ProgramBuilder();
    const x = p.global('x', { initial: 2 });
    const holds = p.property('always', 'x is two', bin(load(x), '==', c(2)));
    const program = p.build();
    const [start] = initialStates(program);
    expect(evaluate(program, holds, start!.next!)).toBe(true);
    expect(evaluate(program, holds, { ...start!.next!, mem: { x: [1] } })).toBe(false);
  });

  it('may call functions and use locals', () => {
    const p = new ProgramBuilder();
    const x = p.global('x', { initial: 1 });
    const twice = p.fn('twice', { role: 'property', params: 1, locals: [{}], blocks: [{ end: ret(bin({ kind: 'local', local: 0 }, '*', c(2))) }] });
    const call = p.call(twice, 1, { args: [load(x)], results: [0] });
    const holds = p.property('always', 'twice', { locals: [{}], blocks: [{ end: call }, { end: ret(bin({ kind: 'local', local: 0 }, '==', c(2))) }] });
    const program = p.build();
    expect(evaluate(program, holds, initialStates(program)[0]!.next!)).toBe(true);
  });

  it('that runs into a false check gives its report', () => {
    const p = new ProgramBuilder();
    const broken = p.report('null-ptr-deref', 'NULL in property');
    const holds = p.property('always', 'broken', { blocks: [{ do: [{ kind: 'check', condition: c(0), report: broken }], end: ret(c(1)) }] });
    const program = p.build();
    expect(evaluate(program, holds, initialStates(program)[0]!.next!)).toMatchObject({ report: broken });
  });

  it('that stores, chooses or guards is a bug', () => {
    const p = new ProgramBuilder();
    const x = p.global('x');
    const stores = p.property('always', 'stores', { blocks: [{ do: [store(x, [], c(1))], end: ret(c(1)) }] });
    const guards = p.property('always', 'guards', { blocks: [{ do: [{ kind: 'guard', condition: c(1) }], end: ret(c(1)) }] });
    const chooses = p.property('always', 'chooses', { locals: [{}], blocks: [{ do: [{ kind: 'choose', local: 0, count: c(2) }], end: ret(c(1)) }] });
    const program = p.build();
    const state = initialStates(program)[0]!.next!;
    for (const property of [stores, guards, chooses]) expect(() => evaluate(program, property, state)).toThrow('a property executes');
  });

  it('sees which functions are on a stack, and who is idle', () => {
    const p = new ProgramBuilder();
    const inner = p.fn('inner', { blocks: [{ at: p.at(), end: ret() }] });
    const outer = p.fn('outer', { blocks: [{ end: p.call(inner, 1) }, { end: ret() }] });
    const other = p.fn('other', { blocks: [{ end: ret() }] });
    p.task('T1', outer);
    p.task('T2', null);
    const values: [Expr, boolean][] = [
      [{ kind: 'active', task: c(0), fn: outer }, true], [{ kind: 'active', task: c(0), fn: inner }, true],
      [{ kind: 'active', task: c(0), fn: other }, false], [{ kind: 'active', task: c(1), fn: outer }, false],
      [{ kind: 'idle', task: c(0) }, false], [{ kind: 'idle', task: c(1) }, true],
    ];
    const properties = values.map(([expr], at) => p.property('always', `p${at}`, expr));
    const program = p.build();
    const state = initialStates(program)[0]!.next!;
    expect(properties.map((property) => evaluate(program, property, state))).toEqual(values.map(([, expected]) => expected));
  });

  it('throws where a local leaves its range', () => {
    const p = new ProgramBuilder();
    const bad = p.property('always', 'bad', { locals: [{ lo: 0, hi: 1 }], blocks: [{ do: [set(0, c(2))], end: ret(c(1)) }] });
    const program = p.build();
    expect(() => evaluate(program, bad, initialStates(program)[0]!.next!)).toThrow('2 is outside 0..1, the range of local0 in bad');
  });
});
