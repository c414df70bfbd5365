/** A model text in the two worlds: compiled and explored, and run as JavaScript along every schedule. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { agree } from './agreement.js';
import type { NaiveState } from './naive-machine.js';
import { modelText } from './text-print.js';
import { runText, type Memory } from './text-run.js';
import type { TextShape } from './text-shapes.js';

/** Prefixes of schedules; a text with more is not compared. */
const SCHEDULES_MAX = 5_000;
const names: readonly (keyof Memory)[] = ['g0', 'g1', 'g2', 'row', 'total', 'totals', 'shadow', 'lock.owner'];

/** Fails unless all engines find, at some state each, the memories that JavaScript computes, and no others; likewise hangs and reports. */
export async function agreesWithJavaScript(shape: TextShape, folder: string): Promise<void> {
  const run = runText(shape, SCHEDULES_MAX);
  fc.pre(run !== null);
  const file = join(folder, 'generated.ts');
  writeFileSync(file, modelText(shape));
  const program = compile(loadSpec(file), 'base');
  const { states, hung, reports } = await agree(program);
  const memories = [...states].map(state => JSON.parse(state) as NaiveState).map(({ mem }) => projection(program, name => mem[name]!));
  const computed = [...run.memories].map(memory => JSON.parse(memory) as Memory).map(memory => projection(program, name => memory[name]));
  const classes = new Set([...reports.keys()].map(id => program.reports[id]!.class));
  expect({ memories: new Set(memories), hung: hung !== null, classes }).toEqual({ memories: new Set(computed), hung: run.hung, classes: run.reports });
}

/** What memory says of the globals that the program has: a global that nothing reads has no column. */
function projection(program: Program, memory: (name: keyof Memory) => number | readonly number[]): string {
  const columns = names.filter(name => program.columns.some(column => column.name === name));
  return JSON.stringify(columns.map(name => [name, [memory(name)].flat()]));
}
