/** Cells of a scene: whose they are, what they are called, what their values mean. */
import { firstOf, sizeOf } from '../../memory.js';
import type { SceneColumn, SceneDocument } from '../../scene.js';

/** One cell, by its number. */
export interface Cell {
  readonly cell: number;
  readonly column: SceneColumn;
  /** The object that it is part of, embedded or not; null: a global. */
  readonly object: number | null;
  /** Below its object: `file_lock.owner`, `fd[0]`; the whole name of a global. */
  readonly field: string;
}

/** Every cell, in the order of their numbers. */
export function cellsOf(scene: SceneDocument): Cell[] {
  const firsts = firstOf(scene.columns.map(sizeOf));
  return scene.columns.flatMap((column, at) => Array.from({ length: sizeOf(column) }, (_, k): Cell => {
    const place = placeOf(scene, column, k);
    return { cell: firsts[at]! + k, column, ...place };
  }));
}

function placeOf({ structs }: SceneDocument, { name, struct, dims }: SceneColumn, cell: number): Pick<Cell, 'object' | 'field'> {
  const index = indexOf(dims, cell);
  if (struct === null) return { object: null, field: name + brackets(index) };
  const { name: owner, first } = structs[struct]!;
  return { object: first + index[0]!, field: name.slice(owner.length + 1) + brackets(index.slice(1)) };
}

function indexOf(dims: readonly number[], cell: number): number[] {
  let rest = cell;
  return dims.toReversed().map((size) => {
    const at = rest % size;
    rest = Math.floor(rest / size);
    return at;
  }).toReversed();
}

function brackets(index: readonly number[]): string {
  return index.map((at) => `[${at}]`).join('');
}

/** The object and all that it is part of, outermost last. */
export function containersOf(scene: SceneDocument, object: number): number[] {
  const { within } = scene.objects[object]!;
  return within === null ? [object] : [object, ...containersOf(scene, within.object)];
}

/** The object that a pointer or an address means; null for NULL, what was never written, and values of other kinds. */
export function targetOf({ structs }: SceneDocument, { kind, to, uninit }: SceneColumn, value: number): number | null {
  if (value === 0 || value === uninit) return null;
  if (kind === 'pointer') return structs[to!]!.first + value - 1;
  if (kind !== 'address') return null;
  const pool = structs.find(({ addressBase, objects }) => value > addressBase && value <= addressBase + objects);
  return pool === undefined ? null : pool.first + value - pool.addressBase - 1;
}

const LIFE = ['free', 'live', 'waiting for a grace period'];

/** A value in words, as text reports have it. */
export function valueText(scene: SceneDocument, column: SceneColumn, value: number): string {
  if (value === column.uninit) return 'uninitialised';
  if (column.role === 'life') return LIFE[value] ?? String(value);
  const target = targetOf(scene, column, value);
  switch (column.kind) {
    case 'int': return String(value);
    case 'bool': return value === 0 ? 'false' : 'true';
    case 'pointer': return target === null ? 'NULL' : scene.objects[target]!.name;
    case 'address': return target === null ? value === 0 ? 'NULL' : String(value) : `&${scene.objects[target]!.name}`;
    case 'task': return value === 0 ? 'nobody' : scene.tasks[value - 1] ?? String(value);
    case 'taskSet': return `{${scene.tasks.filter((_, task) => ((value >> task) & 1) === 1).join(' ')}}`;
    case 'function': return value === 0 ? 'NULL' : column.functions?.[value - 1] ?? String(value);
  }
}
