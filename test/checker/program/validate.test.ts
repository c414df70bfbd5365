import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { callGraph } from '../../../src/checker/program/callgraph.js';
import { validate } from '../../../src/checker/program/validate.js';
import type { Block, Fn, Program } from '../../../src/lang/ir.js';
import { c, jump, l, load, ProgramBuilder, ret, self, set, store } from '../../helpers/program.js';
import { race } from '../../helpers/race.js';
import { lowerShape } from '../../oracle/generator.js';
import { programShape } from '../../oracle/shapes.js';
import fc from 'fast-check';

const [ADD, MAIN] = [0, 1];

/** The race with one function changed. */
function withFn(id: number, change: (fn: Fn) => Partial<Fn>): Program {
  const program = race();
  return { ...program, fns: program.fns.map((fn) => (fn.id === id ? { ...fn, ...change(fn) } : fn)) };
}

/** The race with the first block of `add` changed. */
function withBlock(change: (block: Block) => Partial<Block>): Program {
  return withFn(ADD, ({ blocks: [first, ...rest] }) => ({ blocks: [{ ...first!, ...change(first!) }, ...rest] }));
}

function withColumn(change: object): Program {
  const program = race();
  return { ...program, columns: program.columns.map((column) => ({ ...column, ...change })) };
}

const broken: readonly (readonly [string, Program, string])[] = [
  ['a column whose id is not its index', withColumn({ id: 4 }), 'columns: item 0 has id 4'],
  ['an empty range', withColumn({ range: { lo: 2, hi: 1 } }), 'column x: range 2 .. 1 is empty'],
  ['an initial value outside the range', withColumn({ initial: 9 }), 'column x: initial 9 is outside 0 .. 3'],
  ['a value for "never written" that can be written', withColumn({ uninit: 3 }), 'column x: uninit 3 can be written'],
  ['a jump to nowhere', withBlock(() => ({ end: jump(9) })), 'function add, block 0: no block 9 to go to'],
  ['a boundary that is not first', withBlock(({ instrs }) => ({ instrs: [...instrs].reverse(), ordinal: null })), 'a boundary access is not the first instruction'],
  ['a control point without ordinal', withBlock(() => ({ ordinal: null })), 'a control point, and only that, has an ordinal'],
  ['two control points of one ordinal', withBlock(() => ({ ordinal: 1 })), 'function add: two control points have the same ordinal'],
  ['an unknown local', withBlock(({ instrs }) => ({ instrs: [instrs[0]!, set(7, c(0))] })), 'no local 7'],
  ['an unknown live local', withBlock(() => ({ live: [5] })), 'live: no local 5'],
  ['a load of no column', withBlock(({ instrs }) => ({ instrs: [instrs[0]!, set(1, load(3))] })), 'no column 3'],
  ['an index too many', withBlock(({ instrs }) => ({ instrs: [instrs[0]!, store(0, [self], l(0))] })), '1 indices into column x'],
  ['an argument too few', withFn(ADD, () => ({ params: 2 })), '1 arguments for 2 parameters of function 0'],
  ['a result that is not returned', withFn(MAIN, ({ blocks: [first, ...rest] }) => ({
    locals: [{ name: 'r', type: { kind: 'int' }, range: { lo: 0, hi: 1 } }],
    blocks: [{ ...first!, end: { ...first!.end, results: [0] } as Block['end'] }, ...rest],
  })), 'function 0 returns fewer than 1 values'],
  ['a property that stores', withFn(2, ({ blocks: [first] }) => ({ blocks: [{ ...first!, instrs: [store(0, [], c(1))] }] })), 'a property function cannot have store'],
  ['a step that acts as another task', withBlock(({ instrs }) => ({ instrs: [...instrs, { kind: 'as', task: c(0) }] })), 'only init runs as a task'],
  ['a report that is not there', withBlock(({ instrs }) => ({ instrs: [...instrs, { kind: 'check', condition: c(1), report: 0 }] })), 'no report 0'],
  ['too many tasks', { ...race(), tasks: Array.from({ length: 31 }, (_, k) => ({ name: `T${k}`, entry: null, implicit: false })) }, '31 tasks; 1 to 30 fit into a set'],
  ['an init with parameters', { ...race(), init: ADD }, 'init: it is no function without parameters'],
];

describe('the policeman of the IR', () => {
  it.each(broken)('stops %s', (_, program, message) => {
    expect(() => validate(program)).toThrow(message);
    expect(() => compileEngine(program)).toThrow(message);
  });

  it('stops recursion, naming a function of the cycle', () => {
    const b = new ProgramBuilder();
    const first = b.fn('first', { blocks: [{ at: b.at(), end: jump(1) }, { end: b.call(1, 2) }, { end: ret() }] });
    b.fn('second', { blocks: [{ end: b.call(first, 1) }, { end: ret() }] });
    b.task('T', first);
    expect(() => validate(b.build())).toThrow('recursion through function first');
  });

  it('stops a struct that is embedded in itself', () => {
    const b = new ProgramBuilder();
    b.struct('ring', { heap: 1, embeddedIn: { container: 0, field: 'inner', count: 1 } });
    b.task('T', null);
    expect(() => validate(b.build())).toThrow('struct ring: embedded in struct 0');
  });

  it('lets good programs pass', () => {
    expect(() => validate(race())).not.toThrow();
    fc.assert(fc.property(programShape, (shape) => validate(lowerShape(shape))), { numRuns: 100, seed: 5_110_300 });
  });
});

describe('the call graph', () => {
  it('lists callees before callers', () => {
    const { order, callees } = callGraph(race());
    for (const [fn, called] of callees.entries()) for (const callee of called) expect(order.indexOf(callee)).toBeLessThan(order.indexOf(fn));
  });
});
