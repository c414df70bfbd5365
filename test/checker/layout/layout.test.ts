import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { layOut } from '../../../src/checker/layout/build.js';
import { cellName } from '../../../src/checker/layout/frames.js';
import { packingOf } from '../../../src/checker/layout/packing.js';
import { explore } from '../../../src/checker/search/explore.js';
import { StateCodec } from '../../../src/checker/store/codec.js';
import { Columns } from '../../../src/checker/store/columns.js';
import { bin, c, jump, load, ProgramBuilder, ret, store } from '../../helpers/program.js';
import { race } from '../../helpers/race.js';
import { anyProgram } from '../../oracle/generator.js';

const RUNS = 60;
const SEED = 5_110_100;

describe('the layout', () => {
  it('decodes every reachable state of a generated program to one that it encodes to the same cells', async () => {
    await fc.assert(fc.asyncProperty(anyProgram, async (program) => {
      const found = await explore(compileEngine(program), { limits: { states: 500 } });
      const layout = layOut(program);
      for (let state = 0; state < found.states; state++) {
        const cells = found.cellsOf(state);
        expect(layout.encode(layout.decode(cells))).toEqual(cells);
      }
    }), { numRuns: RUNS, seed: SEED });
  });

  it('puts a frame past the frames of all its callers', () => {
    const layout = layOut(race());
    const [add, main] = [0, 1];
    expect(layout.frames[main]).toBe(1);
    expect(layout.frames[add]).toBe(1 + 1);
  });

  it('lets functions that are never on a stack together share cells', () => {
    const b = new ProgramBuilder();
    const leaf = (name: string) => b.fn(name, { locals: [{ lo: 0, hi: 7 }], blocks: [{ at: b.at(), end: ret() }] });
    const [left, right] = [leaf('left'), leaf('right')];
    const main = b.fn('main', { blocks: [{ end: b.call(left, 1) }, { end: b.call(right, 2, { ordinal: 1 }) }, { end: ret() }] });
    b.task('T', main);
    const { frames, tasks } = layOut(b.build());
    expect(frames[left]).toBe(frames[right]);
    expect(tasks[0]?.size).toBe(4);
  });

  it('gives a local that is dead wherever a task can stop no bits', () => {
    const layout = layOut(race());
    const found = [...layout.ranges.keys()].filter((cell) => cellName(layout, cell).endsWith('#by'));
    expect(found.map((cell) => layout.ranges[cell])).toEqual([{ lo: 0, hi: 3 }, { lo: 0, hi: 3 }]);
    const b = new ProgramBuilder();
    b.task('T', b.fn('main', { locals: [{ name: 'dead' }], blocks: [{ at: b.at(), end: ret(), live: [] }] }));
    const dead = layOut(b.build());
    expect(dead.ranges.map((range, cell) => [cellName(dead, cell), range])).toContainEqual(['T.main#dead', { lo: 0, hi: 0 }]);
  });

  it('leaves out functions that a task cannot run', () => {
    const b = new ProgramBuilder();
    const one = b.fn('one', { blocks: [{ at: b.at(), end: ret() }] });
    const two = b.fn('two', { locals: [{}, {}, {}], blocks: [{ at: b.at(), end: ret() }] });
    b.task('T1', one);
    b.task('T2', two);
    expect(layOut(b.build()).tasks.map(({ fns }) => [...fns])).toEqual([[one], [two]]);
  });

  it('counts a function that some other task may start among those of every task it may start', () => {
    const b = new ProgramBuilder();
    const child = b.fn('child', { blocks: [{ at: b.at(), end: ret() }] });
    const parent = b.fn('parent', { blocks: [{ at: b.at(), do: [{ kind: 'spawn', task: c(1), fn: child, args: [] }], end: ret() }] });
    b.task('P', parent);
    b.task('C', null);
    expect(layOut(b.build()).tasks.map(({ fns }) => [...fns])).toEqual([[parent], [child]]);
  });
});

describe('a packing', () => {
  const ranges = fc.array(fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.nat({ max: 9000 })).map(([lo, more]) => ({ lo, hi: lo + more })), { minLength: 1, maxLength: 80 });

  it('never lets fields straddle or overlap', () => {
    fc.assert(fc.property(ranges, (of) => {
      const used = new Map<number, number>();
      for (const { word, shift, width } of packingOf(of).fields) {
        expect(shift + width).toBeLessThanOrEqual(32);
        for (let bit = shift; bit < shift + width; bit++) {
          const mask = 2 ** bit;
          expect(Math.floor((used.get(word) ?? 0) / mask) % 2).toBe(0);
          used.set(word, (used.get(word) ?? 0) + mask);
        }
      }
    }));
  });

  it('gives back every state that was packed, whatever the ranges and whichever state was visited before', () => {
    const values = ranges.chain((of) => fc.tuple(fc.constant(of), fc.array(fc.tuple(...of.map(({ lo, hi }) => fc.integer({ min: lo, max: hi }))), { minLength: 1, maxLength: 5 })));
    fc.assert(fc.property(values, ([of, states]) => {
      const near = Int32Array.from(of, ({ lo }) => lo);
      const columns = new Columns({ ...layOut(race()), ranges: of, tasks: [], size: of.length }, near);
      const [words, back] = [new Int32Array(columns.words), new Int32Array(of.length)];
      for (const cells of states) {
        const changed = [...near.keys()].filter((cell) => near[cell] !== cells[cell]);
        columns.pack(Int32Array.from(cells), words);
        expect([...columns.changed.subarray(0, columns.changes)]).toEqual(changed);
        columns.unpack(words, 0, back);
        expect([...back]).toEqual(cells);
        columns.visit(words, 0);
        expect([...near]).toEqual(cells);
      }
    }));
  });

  it('holds full 32-bit cells', () => {
    const of = [{ lo: -(2 ** 31), hi: 2 ** 31 - 1 }, { lo: 0, hi: 2 ** 31 - 1 }];
    const columns = new Columns({ ...layOut(race()), ranges: of, tasks: [], size: 2 }, new Int32Array(2));
    const [words, back] = [new Int32Array(columns.words), new Int32Array(2)];
    for (const cells of [[-(2 ** 31), 2 ** 31 - 1], [2 ** 31 - 1, 0], [-1, 1]]) {
      columns.pack(Int32Array.from(cells), words);
      columns.unpack(words, 0, back);
      expect([...back]).toEqual(cells);
      columns.visit(words, 0);
    }
  });
});

describe('a value outside its range', () => {
  it('is refused by name, in memory and in a local', async () => {
    const b = new ProgramBuilder();
    const x = b.global('x', { hi: 3 });
    const more = b.fn('more', { blocks: [{ at: b.at(), do: [store(x, [], bin(load(x), '+', c(1)))], end: jump(0) }] });
    b.task('T', more);
    await expect(explore(compileEngine(b.build()))).rejects.toThrow('x[0] is 4, outside its range 0 .. 3');
    const layout = layOut(race());
    const cells = new Int32Array(layout.size);
    cells[layout.tasks[1]!.base + layout.frames[0]! + 1] = 4;
    expect(() => new StateCodec(layout).pack(cells, -1)).toThrow('B.add#by is 4, outside its range 0 .. 3');
  });

  it('is refused also where the bits would hold it', () => {
    const layout = layOut(race({ top: 4 }));
    for (const value of [5, 7, 8, -1, 2 ** 31 - 1, -(2 ** 31)]) {
      const cells = new Int32Array(layout.size);
      cells[0] = value;
      expect(() => new StateCodec(layout).pack(cells, -1)).toThrow(`x[0] is ${value}, outside its range 0 .. 4`);
    }
  });

  it('is refused in a cell that has only one value', () => {
    const layout = layOut(race());
    const cells = new Int32Array(layout.size);
    cells[layout.tasks[0]!.base + 1] = 1;
    expect(() => new StateCodec(layout).pack(cells, -1)).toThrow('A.main.ret is 1, outside its range 0 .. 0');
  });
});
