import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { agree } from './agreement.js';
import type { NaiveState } from './naive-machine.js';
import { modelText } from './text-print.js';
import { runText, type Memory } from './text-run.js';
import { textShape, type TextShape } from './text-shapes.js';

const FIXED_SEED = 20_210_214;
const RUNS = 150;
/** Prefixes of schedules; a text with more is not compared. */
const SCHEDULES_MAX = 5_000;
/** A place is evaluated once: its index is loaded once, though the element is loaded and stored. */
const countsAtAnIndexThatChanges: TextShape = {
  setup: [], helper: [], pair: [],
  tasks: [
    [{ kind: 'store', how: 'plain', place: { kind: 'global', name: 'g2' }, value: { kind: 'const', value: 1 }, ghost: null }],
    [{ kind: 'count', how: '+=', element: true, by: { kind: 'const', value: 1 } }, { kind: 'count', how: '++', element: true, by: { kind: 'const', value: 1 } }],
  ],
};
const names: readonly (keyof Memory)[] = ['g0', 'g1', 'g2', 'row', 'total', 'totals', 'shadow', 'lock.owner'];

/** What memory says of the globals that the program has: a global that nothing reads or writes has no column. */
function projection(program: Program, memory: (name: keyof Memory) => number | readonly number[]): string {
  const columns = names.filter(name => program.columns.some(column => column.name === name));
  return JSON.stringify(columns.map(name => [name, [memory(name)].flat()]));
}

describe('a generated model text', () => {
  let folder = '';
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'fdcheck-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  const meansWhatJavaScriptComputes = fc.asyncProperty(textShape, async (shape: TextShape) => {
    const run = runText(shape, SCHEDULES_MAX);
    fc.pre(run !== null);
    const file = join(folder, 'generated.ts');
    writeFileSync(file, modelText(shape));
    const program = compile(loadSpec(file), 'base', { reducePrivate: false });
    const { states, hung, reports } = await agree(program);
    const memories = [...states].map(state => JSON.parse(state) as NaiveState).map(({ mem }) => projection(program, name => mem[name]!));
    const computed = [...run.memories].map(memory => JSON.parse(memory) as Memory).map(memory => projection(program, name => memory[name]));
    const classes = new Set([...reports.keys()].map(id => program.reports[id]!.class));
    expect({ memories: new Set(memories), hung: hung !== null, classes }).toEqual({ memories: new Set(computed), hung: run.hung, classes: run.reports });
  });

  it('means what JavaScript computes, along every schedule, in all engines', async () => {
    await fc.assert(meansWhatJavaScriptComputes, { seed: FIXED_SEED, numRuns: RUNS, examples: [[countsAtAnIndexThatChanges]] });
  }, 120_000);

  it('means what JavaScript computes from a seed that nobody has seen before (a failure prints it)', async () => {
    await fc.assert(meansWhatJavaScriptComputes, { numRuns: RUNS });
  }, 120_000);
});
