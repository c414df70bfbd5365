/** The memory of a trail for programs that draw it: objects and typed cells, their values at the start, and what each step writes. */
import type { Column, Program, Struct, ValueType } from '../lang/ir.js';
import { objectName, type Replay } from '../checker/trail.js';
import { firstOf, sizeOf } from './memory.js';

/** schema/trail.json, scene. A cell is a number: the columns' cells one after the other, each column's in row-major order. */
export interface SceneDocument {
  readonly tasks: readonly string[];
  readonly structs: readonly SceneStruct[];
  /** The objects of the first struct, then those of the second, and so on. */
  readonly objects: readonly SceneObject[];
  readonly columns: readonly SceneColumn[];
  /** Cell and value in turn, of the cells that differ from their column's initial value before step 1. */
  readonly start: readonly number[];
  /** For each step the cells that it changed: cell and new value in turn. */
  readonly steps: readonly (readonly number[])[];
}

/** A pool. A pointer to it is 0 (NULL) or k for object k; an address is 0 or `addressBase` + k. */
export interface SceneStruct {
  readonly name: string;
  /** Where its object 1 is among the scene's objects. */
  readonly first: number;
  readonly objects: number;
  readonly addressBase: number;
}

export interface SceneObject {
  readonly name: string;
  readonly struct: number;
  /** The object that it is part of, and as which field; null where it stands alone. */
  readonly within: { readonly object: number; readonly field: string } | null;
  /** The task whose task_struct it is. */
  readonly task: number | null;
}

/** One field of all objects of a struct, or a global. */
export interface SceneColumn {
  readonly name: string;
  readonly struct: number | null;
  readonly dims: readonly number[];
  readonly kind: ValueType['kind'];
  /** The struct that a pointer points to; null for other kinds. */
  readonly to: number | null;
  /** Names of the functions 1, 2 … that a value of kind `function` means; null for other kinds. */
  readonly functions: readonly string[] | null;
  readonly initial: number;
  /** The value that stands for "never written"; null if there is none. */
  readonly uninit: number | null;
  /** `life`: 0 free, 1 live, 2 freed but waiting for a grace period. `grace`: readers that are waited for. `nesting`: depth of RCU sections. */
  readonly role: 'data' | 'life' | 'grace' | 'nesting' | 'owner' | 'readers';
  /** Kept by the model to tell what happened; no kernel memory. */
  readonly ghost: boolean;
}

/** Null where setup itself ended in a report: there is no memory to show. */
export function sceneDocument(program: Program, { start, rows }: Pick<Replay, 'start' | 'rows'>): SceneDocument | null {
  if (start === null) return null;
  const firstCells = firstOf(program.columns.map(sizeOf));
  const values = program.columns.flatMap(({ name, initial }, at) => start.mem[name]!.flatMap((value, cell) => (value === initial ? [] : [firstCells[at]! + cell, value])));
  return {
    tasks: program.tasks.map(({ name }) => name),
    ...poolsOf(program),
    columns: program.columns.map((column) => sceneColumn(program, column)),
    start: values,
    steps: rows.map(({ changes }) => changes.flatMap(({ column, cell, after }) => [firstCells[column]! + cell, after])),
  };
}

function poolsOf(program: Program): Pick<SceneDocument, 'structs' | 'objects'> {
  const firsts = firstOf(program.structs.map(({ objects }) => objects));
  return {
    structs: program.structs.map(({ name, objects, addressBase }, at) => ({ name, first: firsts[at]!, objects, addressBase })),
    objects: program.structs.flatMap((struct) => Array.from({ length: struct.objects }, (_, at) => sceneObject(program, { struct, object: at + 1, firsts }))),
  };
}

/** `object` counts from 1 in its struct. */
function sceneObject(program: Program, { struct, object, firsts }: { struct: Struct; object: number; firsts: readonly number[] }): SceneObject {
  const home = object > struct.heap ? struct.embeddedIn.findLast(({ first }) => object >= first) : undefined;
  return {
    name: objectName(program, struct.id, object), struct: struct.id,
    within: home === undefined ? null : { object: firsts[home.container]! + object - home.first, field: home.field },
    task: struct.id === program.taskStruct && object <= program.tasks.length ? object - 1 : null,
  };
}

function sceneColumn(program: Program, column: Column): SceneColumn {
  const { name, struct, dims, type, initial, uninit, ghost } = column;
  return {
    name, struct, dims, kind: type.kind, to: type.kind === 'pointer' ? type.struct : null,
    functions: type.kind === 'function' ? type.fns.map((fn) => program.fns[fn]!.name) : null,
    initial, uninit, role: roleOf(program, column), ghost,
  };
}

function roleOf(program: Program, { id, struct }: Column): SceneColumn['role'] {
  if (struct !== null && program.structs[struct]!.life === id) return 'life';
  if (struct !== null && program.structs[struct]!.grace === id) return 'grace';
  if (program.rcuNesting === id) return 'nesting';
  if (program.lockClasses.some(({ owner }) => owner === id)) return 'owner';
  return program.lockClasses.some(({ readers }) => readers === id) ? 'readers' : 'data';
}
