import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Program, Struct } from '../../../src/lang/ir.js';
import { nicknamesOf } from '../../../src/report/trail/nicknames.js';
import { program as story } from '../fixtures/story.js';

function pool(name: string, heap: number, id: number): Struct {
  return { ...story.structs[0]!, id, name, heap, objects: heap, life: 0, columns: [] };
}

/** A program with these pools and tasks, and nothing else that has a name. */
function withPools(pools: readonly (readonly [string, number])[], tasks: readonly string[] = ['T1', 'T2']): Program {
  return {
    ...story, columns: [], taskStruct: null, structs: pools.map(([name, heap], id) => pool(name, heap, id)),
    tasks: tasks.map((name) => ({ name, entry: 0, implicit: false })),
  };
}

describe('names for objects', () => {
  test('are letters for files, and a letter with a number from 0 for others', () => {
    const { of } = nicknamesOf(withPools([['files_struct', 2], ['file', 3], ['fdtable', 2], ['thing', 2]]));
    expect(of('files_struct#1.fdtab.fd[0]: file#3 → NULL, fdtable#2, &thing#1')).toBe('F0.fdtab.fd[0]: C → NULL, D1, &Th0');
  });

  test('have the noun before them in a sentence, where they stand alone', () => {
    const { spoken } = nicknamesOf(withPools([['files_struct', 2], ['file', 2], ['thing', 2]]));
    expect(spoken('T1 frees files_struct#2, lowers files_struct#1.count and clears file#1. Then thing#2.')).toBe('T1 frees table F1, lowers F0.count and clears file A. Then thing Th1.');
  });

  test('are those of the pool where it hands out one object', () => {
    const one = { ...withPools([['file', 1]]), structs: [{ ...pool('file', 1, 0), objects: 3 }] };
    expect(nicknamesOf(one).of('file#1.f_count')).toBe('file.f_count');
    expect(nicknamesOf(one).legend(['file#1.f_count'])).toEqual([]);
  });

  test('are never those of a task or a global', () => {
    const { of } = nicknamesOf(withPools([['file', 2], ['thing', 2], ['time', 2]], ['A', 'T0']));
    expect(of('file#1 thing#1 time#1')).toBe('F0 Th0 Ti0');
  });

  test('stay numbers where every name is taken', () => {
    const { of, legend } = nicknamesOf(withPools([['x', 2]], ['X0']));
    expect(of('x#1')).toBe('x#1');
    expect(legend(['x#1'])).toEqual([]);
  });

  test('are explained where they are used, with their noun', () => {
    const { legend } = nicknamesOf(withPools([['files_struct', 2], ['file', 2], ['inode', 2]]));
    expect(legend(['file#2', 'files_struct#2.count', 'files_struct#1']).join(' ')).toBe('names: B = file, F0 F1 = files_struct (table)');
    expect(legend(['nothing'])).toEqual([]);
  });

  test('are different for different objects, whatever the pools and tasks are called', () => {
    const word = fc.stringMatching(/^[a-z][a-z_]{0,5}$/);
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(word, fc.integer({ min: 1, max: 4 })), { selector: ([name]) => name, maxLength: 6 }), fc.uniqueArray(fc.constantFrom<string>('A', 'B', 'F0', 'T1', 'X'), { maxLength: 3 }), (pools, tasks) => {
      const { of } = nicknamesOf(withPools(pools, tasks));
      const objects = pools.flatMap(([name, heap]) => Array.from({ length: heap }, (_, at) => (heap === 1 ? name : `${name}#${at + 1}`)));
      const names = objects.map(of);
      expect(new Set(names).size).toBe(objects.length);
      expect(names.filter((name) => tasks.includes(name))).toEqual([]);
    }));
  });
});
