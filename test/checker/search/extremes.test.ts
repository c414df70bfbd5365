/** Extremes of measures: the same by both engines, by a walk of all states, and under every set of reductions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../../src/checker/codegen/compile.js';
import { interpretEngine } from '../../../src/checker/interpret/engine.js';
import { initialStates, measured, transitions } from '../../../src/checker/interpret/interpret.js';
import { layOut } from '../../../src/checker/layout/build.js';
import { explore } from '../../../src/checker/search/explore.js';
import type { Extremes } from '../../../src/checker/search/extremes.js';
import { Terminal } from '../../../src/checker/search/terminal.js';
import type { Fn, Program } from '../../../src/lang/ir.js';
import { programOf } from '../../helpers/front.js';
import { subsets } from '../../helpers/subsets.js';
import { lowerShape } from '../../oracle/generator.js';
import { expectLawful, reachable, subject } from '../symmetry/lawful.js';
import { modelOf, modelShape } from '../../oracle/reduction-shapes.js';
import { programShape } from '../../oracle/shapes.js';

const STATES_MAX = 1_500;
const FIXED_SEED = 5_110_014;

/** The program, measuring the first cell of each of its columns. */
function measuring(program: Program): Program {
  const fns = program.columns.filter(({ dims }) => dims.every((size) => size > 0)).map(({ id, dims }, at): Fn => {
    const index = dims.map(() => ({ kind: 'const' as const, value: 0 }));
    const load = { kind: 'load' as const, column: id, index };
    return {
      id: program.fns.length + at, name: `first_of_${id}`, site: 0, params: 0, locals: [], entry: 0, role: 'property',
      blocks: [{ instrs: [], end: { kind: 'return', values: [load] }, live: [], ordinal: null }],
    };
  });
  return { ...program, fns: [...program.fns, ...fns], measures: fns.map(({ id, name, site }) => ({ name, fn: id, site })) };
}

type Values = readonly (readonly [number | undefined, number | undefined])[];

function valuesOf(measures: readonly Extremes[]): Values {
  return measures.map(({ least, greatest }) => [least?.value, greatest?.value]);
}

function varies(values: Values): boolean {
  return values.some(([least, greatest]) => least !== greatest);
}

/** By a walk of all states in the interpreter, a list of all values at each end; null where there are too many states. */
function walked(program: Program): Values | null {
  const layout = layOut(program);
  const terminal = new Terminal(layout);
  const seen = new Set<string>();
  const pending = initialStates(program).flatMap(({ next }) => (next === null ? [] : [next]));
  const values: number[][] = program.measures!.map(() => []);
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const cells = layout.encode(state);
    if (seen.has(cells.join())) continue;
    seen.add(cells.join());
    if (seen.size > STATES_MAX) return null;
    const moves = transitions(program, state);
    pending.push(...moves.flatMap(({ next }) => (next === null ? [] : [next])));
    if (moves.length > 0 || terminal.isHung(cells)) continue;
    program.measures!.forEach((measure, at) => values[at]!.push(measured(program, measure, state!) as number));
  }
  return values.map((of) => (of.length === 0 ? [undefined, undefined] : [Math.min(...of), Math.max(...of)]));
}

describe('the extremes of a measure', () => {
  it('are those of all ends, by either engine, and at the same states', async () => {
    let varied = 0;
    await fc.assert(fc.asyncProperty(programShape, async (shape) => {
      const program = measuring(lowerShape(shape));
      const expected = walked(program);
      if (expected === null) return fc.pre(false);
      const compiled = await explore(compileEngine(program));
      const interpreted = await explore(interpretEngine(program));
      expect(valuesOf(compiled.measures)).toEqual(expected);
      expect(compiled.measures).toEqual(interpreted.measures);
      varied += Number(varies(expected));
    }), { seed: FIXED_SEED, numRuns: 250 });
    expect(varied).toBeGreaterThan(5);
  }, 240_000);

  it('are the same under every set of reductions, on random models', async () => {
    let varied = 0;
    await fc.assert(fc.asyncProperty(modelShape, async (shape) => {
      const { text, options } = modelOf(shape);
      const program = measuring(programOf(text, options));
      const expected = walked(program);
      if (expected === null) return fc.pre(false);
      for (const reductions of subsets) expect({ reductions, values: valuesOf((await explore(compileEngine(program), { reductions })).measures) }).toEqual({ reductions, values: expected });
      varied += Number(varies(expected));
    }), { seed: FIXED_SEED, numRuns: 30 });
    expect(varied).toBeGreaterThan(3);
  }, 240_000);

  it('are the same under every set of reductions, where tasks and objects are alike', async () => {
    const program = programOf(`
      interface node { lock: spinlock_t; v: Int<0, 3>; next: node; } let head: node = NULL; let x: Int<0, 3> = 0;
      interface task_struct { seen: ghost_field<Int<0, 3>>; } const current: task_struct = get_current();
      function push(): void {
        const mine = kzalloc<node>(GFP_KERNEL);
        const old = x;
        ghost(() => { current.seen = old; });
        x = old + 1;
        mine.next = head;
        head = mine;
      }
      function listed(): int { let n = 0; let at: node = head; for (let k: Int<0, 9> = 0; k < 4; k++) { if (at !== NULL) { n = n + 1; at = at.next; } } return n; }
      function nodes(): int { return objects<node>().count(() => true); }
      function saw_none(): int { return objects<task_struct>().count((t) => t.seen === 0); }
      function counted(): int { return x; }`,
      'tasks: { A: push, B: push, C: push }, bounds: { node: 3 }, measure: [listed, nodes, saw_none, counted]');
    const found = await Promise.all(subsets.map(async (reductions) => explore(compileEngine(program), { reductions })));
    for (const { measures } of found) expect(valuesOf(measures)).toEqual([[1, 3], [3, 3], [1, 3], [1, 3]]);
    expect(found.at(-1)!.symmetry.found.join()).toContain('tasks A, B, C');
    const of = subject(program);
    expectLawful(of, reachable(of, false, 500));
  });

  it('cannot be the number of a task, for then tasks are not alike', async () => {
    const program = programOf(`
      interface task_struct { v: Int<0, 1>; } const current: task_struct = get_current(); let last: task_struct = NULL;
      function one(): void { last = current; }
      function last_one(): int { return task_index(last); }`, 'tasks: { A: one, B: one }, measure: [last_one]');
    const found = await Promise.all(subsets.map(async (reductions) => explore(compileEngine(program), { reductions })));
    for (const { measures } of found) expect(valuesOf(measures)).toEqual([[0, 1]]);
    expect(found.at(-1)!.symmetry.notes.join()).toContain('it is measured');
  });
});
