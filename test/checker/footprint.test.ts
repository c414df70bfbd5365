import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Engine } from '../../src/checker/engine.js';
import { interpretEngine } from '../../src/checker/interpret/engine.js';
import { explore } from '../../src/checker/search/explore.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { anyProgram } from '../oracle/generator.js';

const STATES_MAX = 120;
const SEED = 5_110_002;

/** All that an engine tells of a task's step at a state: each path with its footprint as sets. */
function told(engine: Engine, task: number, cells: Int32Array): unknown[] {
  const paths: unknown[] = [];
  const note = (path: unknown): void => {
    const { reads, writes, allocated, freed, quiesced, looked, spawned } = engine.footprint;
    const set = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
    paths.push({ path, reads: set(reads), writes: set(writes), allocated: set(allocated), freed: set(freed), quiesced, looked, spawned });
  };
  engine.step(task, cells, {
    state: (_, choices, after) => note([...choices, 'state', ...after]),
    report: (_, choices, report) => note([...choices, 'report', report]),
    acquire: () => {},
    removed: () => note('removed'),
  });
  return paths;
}

/** How many states were compared. */
async function compare(program: Program): Promise<number> {
  const [compiled, interpreted] = [compileEngine(program), interpretEngine(program)];
  const found = await explore(compiled, { limits: { states: STATES_MAX } });
  for (let state = 0; state < found.states; state++) {
    const cells = found.cellsOf(state);
    for (const task of program.tasks.keys()) expect(told(compiled, task, cells)).toEqual(told(interpreted, task, cells));
  }
  return found.states;
}

describe('a footprint', () => {
  it('is the same whichever engine tells it, on generated programs', async () => {
    await fc.assert(fc.asyncProperty(anyProgram, async (program) => { expect(await compare(program)).toBeGreaterThanOrEqual(0); }), { numRuns: 60, seed: SEED });
  }, 60_000);

  it.each([
    ['specs/exec/posix-lock-survives-exec.ts', 'v5.10'], ['specs/fdtable/close-against-fget.ts', 'v5.10'], ['specs/fork/fork-while-a-sibling-opens.ts', 'v5.10'],
  ])('is the same whichever engine tells it, on %s', async (file, variant) => {
    expect(await compare(compile(loadSpec(file), variant))).toBeGreaterThan(0);
  }, 60_000);

  it('has what a step changed among its writes', async () => {
    const engine = compileEngine(compile(loadSpec('specs/locks/close-against-setlk.ts'), 'v5.10'));
    const found = await explore(engine, { limits: { states: 400 } });
    const end = engine.layout.tasks[0]!.base;
    for (let state = 0; state < found.states; state++) {
      const before = found.cellsOf(state);
      for (const task of engine.program.tasks.keys()) {
        engine.step(task, before, {
          state: (_, __, after) => {
            const changed = Array.from({ length: end }, (_cell, cell) => cell).filter((cell) => before[cell] !== after[cell]);
            expect(changed.filter((cell) => !engine.footprint.writes.includes(cell))).toEqual([]);
          },
          report: () => {}, acquire: () => {}, removed: () => {},
        });
      }
    }
  });
});
