import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellName, cellValue, replay } from '../../src/checker/trail.js';
import type { State } from '../../src/checker/state.js';
import { compile, loadSpec } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { cellsOf, targetOf, valueText } from '../../src/report/html/page/cells.js';
import { memoryAfter } from '../../src/report/memory.js';
import { sceneDocument, type SceneDocument } from '../../src/report/scene.js';
import * as models from '../helpers/models.js';
import { walk } from '../helpers/walk.js';
import { anyProgram } from '../oracle/generator.js';

const picks = (steps: number) => fc.array(fc.nat(1000), { minLength: 1, maxLength: steps });

function specs(...names: readonly string[]): Program[] {
  return names.map((name) => {
    const [spec, variant] = name.split('@');
    return compile(loadSpec(fileURLToPath(new URL(`../../specs/${spec}.ts`, import.meta.url))), variant!);
  });
}

/** The memory after each step, and what cells and their last values are called. */
interface Seen {
  readonly memories: readonly (readonly number[])[];
  readonly names: readonly string[];
  readonly values: readonly string[];
}

const NOTHING: Seen = { memories: [], names: [], values: [] };

/** The run that the picks choose, as the scene and as the reference has it. */
function seen(program: Program, choices: readonly number[]): { scene: Seen; reference: Seen } {
  const trail = walk(program, choices);
  const replayed = trail === null ? null : replay(program, trail);
  const scene = replayed === null ? null : sceneDocument(program, replayed);
  const states = replayed === null || replayed.start === null ? [] : [replayed.start, ...replayed.states];
  return { scene: scene === null ? NOTHING : inScene(scene, states.length), reference: states.length === 0 ? NOTHING : inReference(program, states) };
}

function inScene(scene: SceneDocument, states: number): Seen {
  const memories = Array.from({ length: states }, (_, step) => memoryAfter(scene, step));
  const cells = cellsOf(scene);
  return {
    memories,
    names: cells.map(({ object, field }) => (object === null ? field : `${scene.objects[object]!.name}.${field}`)),
    values: cells.map(({ column, cell }) => valueText(scene, column, memories.at(-1)![cell]!)),
  };
}

function inReference(program: Program, states: readonly State[]): Seen {
  const { mem } = states.at(-1)!;
  return {
    memories: states.map((state) => program.columns.flatMap(({ name }) => state.mem[name]!)),
    names: program.columns.flatMap(({ id, name }) => mem[name]!.map((_, cell) => cellName(program, id, cell))),
    values: program.columns.flatMap(({ id, name }) => mem[name]!.map((value) => cellValue(program, id, value))),
  };
}

function isTrue(program: Program, steps: number): fc.IPropertyWithHooks<[number[]]> {
  return fc.property(picks(steps), (choices) => {
    const { scene, reference } = seen(program, choices);
    expect(scene).toEqual(reference);
  });
}

describe('the scene of a trail', () => {
  test('is after every step the memory that the reference has, by the same names, on any run of any small program', () => {
    fc.assert(fc.property(anyProgram, picks(30), (program, choices) => {
      const { scene, reference } = seen(program, choices);
      expect(scene).toEqual(reference);
    }), { numRuns: 300 });
  });

  test.each(Object.entries({ counterRace: models.counterRace(), lockInversion: models.lockInversion(), useAfterFree: models.useAfterFree(), leak: models.leak(true) }))(
    'is so on any run of %s', (_, program) => expect(() => fc.assert(isTrue(program, 12))).not.toThrow());

  test.each(specs('exec/posix-lock-survives-exec@v5.10', 'close_range/marks-beyond-the-copy@v5.11', 'locks/flock-of-two-files@v5.10', 'grow/two-growers@v5.11').map((program) => [`${program.spec} @ ${program.variant}`, program] as const))(
    'is so on any run of %s', (_, program) => expect(() => fc.assert(isTrue(program, 60), { numRuns: 12 })).not.toThrow());

  test('is plain JSON', () => {
    const program = models.useAfterFree();
    const scene = sceneDocument(program, replay(program, walk(program, [0, 0, 0])!));
    expect(JSON.parse(JSON.stringify(scene))).toEqual(scene);
  });

  test('has the objects that pointers and addresses mean, embedded ones in their containers', () => {
    const [program] = specs('exec/posix-lock-survives-exec@v5.10');
    const scene = sceneDocument(program!, replay(program!, walk(program!, [0])!))!;
    const memory = memoryAfter(scene, 0);
    const points = (name: string): string => {
      const { column, cell } = cellsOf(scene).find(({ object, field }) => `${scene.objects[object ?? 0]!.name}.${field}` === name)!;
      return scene.objects[targetOf(scene, column, memory[cell]!)!]!.name;
    };
    expect(['T1.files', 'files_struct#1.fdt', 'files_struct#1.fdtab.fd[0]', 'file_lock.fl_owner', 'file_lock.fl_file'].map(points))
      .toEqual(['files_struct#1', 'files_struct#1.fdtab', 'file', 'files_struct#1', 'file']);
    const table = scene.objects.find(({ name }) => name === 'files_struct#1.fdtab')!;
    expect(scene.objects[table.within!.object]!.name).toBe('files_struct#1');
    expect(scene.objects.filter(({ task }) => task !== null).map(({ name, task }) => [name, task])).toEqual([['T1', 0], ['T2', 1]]);
  });
});
