import { describe, expect, test } from 'vitest';
import { cellName, cellValue, objectName, valueName } from '../../src/report/names.js';
import type { Program } from '../../src/lang/ir.js';
import { program } from './fixtures/story.js';

const embedding: Program = {
  ...program,
  structs: [
    ...program.structs,
    { id: 2, name: 'fdtable', heap: 1, objects: 3, embeddedIn: [{ container: 0, field: 'fdtab', first: 2 }], life: 7, grace: null, columns: [8], addressBase: 4, typesafeByRcu: false, bound: 'fdtable' },
  ],
  columns: [
    ...program.columns,
    { ...program.columns[0]!, id: 7, name: 'fdtable.$life', struct: 2, dims: [3] },
    { ...program.columns[0]!, id: 8, name: 'fdtable.fd', struct: 2, dims: [3, 2], uninit: 9 },
  ],
};

describe('names', () => {
  test('an object is its struct and number, a task_struct its task, an embedded object the field of its container', () => {
    expect(objectName(embedding, 0, 2)).toBe('files_struct#2');
    expect(objectName(embedding, 1, 1)).toBe('T1');
    expect(objectName(embedding, 2, 1)).toBe('fdtable#1');
    expect(objectName(embedding, 2, 3)).toBe('files_struct#2.fdtab');
    expect(objectName(embedding, 0, 0)).toBe('NULL');
  });

  test('a cell is a path as in C', () => {
    expect(cellName(embedding, 4, 1)).toBe('T2.files');
    expect(cellName(embedding, 8, 5)).toBe('files_struct#2.fdtab.fd[1]');
    expect(cellName(embedding, 5, 0)).toBe('lock_owner');
    expect(cellName(embedding, 6, 1)).toBe('exiting[1]');
  });

  test('values are named by their type', () => {
    expect(valueName(program, { kind: 'bool' }, 1)).toBe('true');
    expect(valueName(program, { kind: 'task' }, 2)).toBe('T2');
    expect(valueName(program, { kind: 'task' }, 0)).toBe('nobody');
    expect(valueName(program, { kind: 'taskSet' }, 3)).toBe('{T1 T2}');
    expect(valueName(program, { kind: 'address' }, 2)).toBe('&files_struct#2');
    expect(valueName(program, { kind: 'address' }, 4)).toBe('&T2');
    expect(valueName(program, { kind: 'function', fns: [4, 5] }, 2)).toBe('dup_fd');
  });

  test('what was never written is said to be uninitialised', () => {
    expect(cellValue(embedding, 8, 9)).toBe('uninitialised');
  });
});
