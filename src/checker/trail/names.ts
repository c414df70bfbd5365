/** Cells and values of a program in a kernel developer's words: `files_struct#1.count`, `T2.files`, `NULL`. */
import type { Column, ColumnId, Program, Struct, StructId, ValueType } from '../../lang/ir.js';

const LIFE = ['free', 'live', 'waiting for a grace period'] as const;

/** Object `object` (1-based) of a pool: `file#2`, a task's name for its task_struct, `files_struct#1.fdtab` for an embedded one. */
export function objectName(program: Program, struct: StructId, object: number): string {
  if (object === 0) return 'NULL';
  const pool = program.structs[struct]!;
  if (struct === program.taskStruct) return program.tasks[object - 1]?.name ?? `${pool.name}#${object}`;
  const home = pool.embeddedIn.findLast(({ first }) => object >= first);
  if (object > pool.heap && home !== undefined) return `${objectName(program, home.container, object - home.first + 1)}.${home.field}`;
  return pool.objects === 1 ? pool.name : `${pool.name}#${object}`;
}

/** The cell of a column at a row-major flat index: `files_struct#1.fdtab.fd[0]`, `turn`, `flag[1]`. */
export function cellName(program: Program, columnId: ColumnId, cell: number): string {
  const column = program.columns[columnId]!;
  const index = indexOf(column.dims, cell);
  const brackets = (of: readonly number[]): string => of.map((at) => `[${at}]`).join('');
  if (column.struct === null) return column.name + brackets(index);
  const field = column.name.slice(program.structs[column.struct]!.name.length);
  return objectName(program, column.struct, index[0]! + 1) + field + brackets(index.slice(1));
}

/** A value of a column as text. */
export function cellValue(program: Program, columnId: ColumnId, value: number): string {
  const column = program.columns[columnId]!;
  if (column.uninit === value) return 'uninitialised';
  if (isLife(program, column)) return LIFE[value] ?? String(value);
  return valueName(program, column.type, value);
}

/** A value of a type as text. */
export function valueName(program: Program, type: ValueType, value: number): string {
  switch (type.kind) {
    case 'int': return String(value);
    case 'bool': return value === 0 ? 'false' : 'true';
    case 'pointer': return objectName(program, type.struct, value);
    case 'address': return addressName(program, value);
    case 'task': return value === 0 ? 'nobody' : taskName(program, value - 1);
    case 'taskSet': return `{${program.tasks.filter((_, task) => ((value >> task) & 1) !== 0).map(({ name }) => name).join(' ')}}`;
    case 'function': return value === 0 ? 'NULL' : (program.fns[type.fns[value - 1] ?? -1]?.name ?? String(value));
  }
}

/** The name of a task, by its index from 0. */
export function taskName(program: Program, task: number): string {
  return program.tasks[task]?.name ?? `task ${task}`;
}

/** Whether a column tells if objects are free, live or waiting. */
export function isLife(program: Program, column: Column): boolean {
  return column.struct !== null && program.structs[column.struct]!.life === column.id;
}

function addressName(program: Program, value: number): string {
  if (value === 0) return 'NULL';
  const owner = program.structs.find(({ addressBase, objects }: Struct) => value > addressBase && value <= addressBase + objects);
  return owner === undefined ? String(value) : `&${objectName(program, owner.id, value - owner.addressBase)}`;
}

function indexOf(dims: readonly number[], cell: number): number[] {
  return dims.reduceRight<{ rest: number; index: number[] }>(
    ({ rest, index }, size) => ({ rest: Math.floor(rest / size), index: [rest % size, ...index] }),
    { rest: cell, index: [] },
  ).index;
}
