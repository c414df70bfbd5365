import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEngine, generatedText } from '../../../src/checker/codegen/compile.js';
import { Odometer } from '../../../src/checker/codegen/odometer.js';
import { interpretEngine } from '../../../src/checker/interpret/engine.js';
import type { Engine } from '../../../src/checker/engine.js';
import type { BinaryOp, Expr, Program } from '../../../src/lang/ir.js';
import { bin, branch, c, jump, l, load, ProgramBuilder, ret, set, store } from '../../helpers/program.js';
import { race } from '../../helpers/race.js';

const OPS: readonly BinaryOp[] = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '==', '!=', '<', '<=', '>', '>='];
const INT = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };

/** Expressions over two locals and the cells of a 2 x 2 column. */
const anyExpr = fc.letrec<{ expr: Expr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(fc.integer(), fc.integer({ min: -2, max: 2 })).map(c),
    fc.constantFrom(l(0), l(1), load(0, c(0), c(1)), load(0, c(1), c(1))),
    fc.tuple(fc.constantFrom('!' as const, '-' as const, '~' as const), tie('expr')).map(([op, operand]): Expr => ({ kind: 'unary', op, operand })),
    fc.tuple(fc.constantFrom(...OPS), tie('expr'), tie('expr')).map(([op, left, right]) => bin(left, op, right)),
    fc.tuple(tie('expr'), tie('expr'), tie('expr')).map(([test, then, otherwise]): Expr => ({ kind: 'cond', test, then, else: otherwise })),
    tie('expr').map((value) => load(0, bin(value, '&', c(1)), c(1))),
  ),
})).expr;

/** Setup stores the expression's value, of locals a and b, in the first cell. */
function storing(expr: Expr, a: number, b: number): Program {
  const builder = new ProgramBuilder();
  const x = builder.global('x', { ...INT, dims: [2, 2] });
  builder.task('T', null);
  builder.setup({
    locals: [INT, INT],
    blocks: [{ do: [set(0, c(a)), set(1, c(b)), store(x, [c(0), c(1)], l(1)), store(x, [c(1), c(1)], c(7)), store(x, [c(0), c(0)], expr)], end: ret() }],
  });
  return builder.build();
}

function firstCells(engine: Engine): number[] {
  let found: number[] = [];
  engine.initials({ state: (_task, _choices, cells) => { found = [...cells]; }, report: () => {}, acquire: () => {} });
  return found;
}

describe('generated code', () => {
  it('computes every expression as the interpreter does', () => {
    fc.assert(fc.property(anyExpr, fc.integer(), fc.integer(), (expr, a, b) => {
      const program = storing(expr, a, b);
      expect(firstCells(compileEngine(program))).toEqual(firstCells(interpretEngine(program)));
    }), { numRuns: 400 });
  });

  it('wraps, truncates, and divides by zero to zero', () => {
    const cell = (expr: Expr): number | undefined => firstCells(compileEngine(storing(expr, 2 ** 31 - 1, -7)))[0];
    expect(cell(bin(l(0), '+', c(1)))).toBe(-(2 ** 31));
    expect(cell(bin(l(0), '*', l(0)))).toBe(1);
    expect(cell(bin(l(1), '/', c(2)))).toBe(-3);
    expect(cell(bin(l(1), '%', c(2)))).toBe(-1);
    expect([cell(bin(l(1), '/', c(0))), cell(bin(l(1), '%', c(0)))]).toEqual([0, 0]);
  });

  it('runs a loop without a boundary many times in one step', () => {
    const b = new ProgramBuilder();
    const x = b.global('x', INT);
    const many = 200_000;
    b.task('T', null);
    b.setup({ locals: [INT], blocks: [{ end: branch(bin(l(0), '<', c(many)), 1, 2) }, { do: [set(0, bin(l(0), '+', c(1)))], end: jump(0) }, { do: [store(x, [], l(0))], end: ret() }] });
    expect(firstCells(compileEngine(b.build()))[0]).toBe(many);
  });

  it('keeps who runs setup across a loop', () => {
    const b = new ProgramBuilder();
    const x = b.global('x', { dims: [2] });
    b.task('T0', null);
    b.task('T1', null);
    b.setup({ locals: [{}], blocks: [
      { do: [{ kind: 'as', task: c(1) }], end: jump(1) },
      { do: [set(0, bin(l(0), '+', c(1)))], end: branch(bin(l(0), '<', c(3)), 1, 2) },
      { do: [store(x, [{ kind: 'self' }], l(0))], end: ret() },
    ] });
    expect(firstCells(compileEngine(b.build())).slice(0, 2)).toEqual([0, 3]);
  });

  it('is text that is the same for the same program', () => {
    expect(generatedText(race())).toBe(generatedText(race()));
  });

  it('does not change the state that it is given', () => {
    const engine = compileEngine(race());
    const cells = Int32Array.from(firstCells(engine));
    const before = cells.slice();
    let successors = 0;
    engine.successors(cells, { state: () => successors++, report: () => {}, acquire: () => {} });
    expect(successors).toBe(2);
    expect(cells).toEqual(before);
  });
});

describe('the odometer', () => {
  /** All vectors of a path that asks for the counts that `ask` gives after each prefix. */
  function vectors(ask: (prefix: readonly number[]) => number): string[] {
    const odometer = new Odometer();
    const found: string[] = [];
    odometer.reset();
    do {
      const path: number[] = [];
      for (let count = ask(path); count > 0; count = ask(path)) path.push(odometer.next(count));
      expect(odometer.choices).toEqual(path);
      found.push(path.join(''));
    } while (odometer.advance());
    return found;
  }

  it('runs a path without choices once', () => {
    expect(vectors(() => 0)).toEqual(['']);
  });

  it('goes through all vectors in lexicographic order', () => {
    expect(vectors((prefix) => [2, 3][prefix.length] ?? 0)).toEqual(['00', '01', '02', '10', '11', '12']);
  });

  it('follows choices that depend on earlier ones', () => {
    expect(vectors((prefix) => (prefix.length === 0 ? 3 : prefix.length === 1 && prefix[0] === 1 ? 2 : 0))).toEqual(['0', '10', '11', '2']);
  });
});
