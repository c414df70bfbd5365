/** Changes as phrases: `T1.files: files_struct#1 → files_struct#2`, `file#1 allocated`, `file#1.f_count = 1` for a first value. */
import type { ColumnId, Program, StructId } from '../../lang/ir.js';
import { isLife, objectName, type Change } from '../../checker/trail.js';
import { listChanges, listPath, type ListChange } from './lists.js';
import type { Interest, Weight } from './stretches.js';

/** What the changes of a row say, most important first; fields that an allocation or a free resets are not told one by one. */
export function changePhrases(program: Program, changes: readonly Change[], interest: Interest, owned: Owned = nobodys): string[] {
  const lives = changes.filter(({ column }) => isLife(program, program.columns[column]!));
  const remade = new Set(lives.flatMap((change) => bodyOf(program, change)));
  const told = changes.filter((change) => lives.includes(change) || !remade.has(cellKey(program, change)) || tellsValue(program, change, interest));
  const { lists, others } = listChanges(program, told.filter((change) => !isEmbeddedLife(program, change)));
  const phrases = [
    ...lists.map((one) => ({ rank: rankOf(interest.weigh({ column: one.columns.item }), false), text: listPhrase(program, one, owned) })),
    ...others.map((change) => ({ rank: rankOf(interest.weigh(change), change.before === program.columns[change.column]!.uninit), text: phrase(program, change, owned) })),
  ];
  return phrases.toSorted((a, b) => b.rank - a.rank).map(({ text }) => text);
}

/** A first value tells less than a change does. */
function rankOf(weight: Weight, isFirst: boolean): number {
  return 2 * weight - (isFirst ? 1 : 0);
}

/** Whose an object is that a value points to, as text behind the value; empty for one that is nobody's. */
export type Owned = (column: ColumnId, value: number) => string;

const nobodys: Owned = () => '';

/** One change in words. */
function phrase(program: Program, change: Change, owned: Owned): string {
  const column = program.columns[change.column]!;
  if (isLife(program, column)) return lifePhrase(program, column.struct!, change);
  const path = shortPath(program, change);
  const after = `${change.new}${owned(change.column, change.after)}`;
  if (change.before === column.uninit) return `${path} = ${after}`;
  return `${path}: ${change.old}${owned(change.column, change.before)} → ${after}`;
}

/** The path of a cell without a last part that tells nothing: `count` for the `count.counter` of an atomic, `file_lock` for its owner. */
export function shortPath(program: Program, { column, path }: Pick<Change, 'column' | 'path'>): string {
  const { name, struct } = program.columns[column]!;
  if (isCapacity(program, column)) return path.replace('.$capacity', '.size');
  const whole = name.slice(0, name.lastIndexOf('.') + 1);
  const parts = name.split('.').length;
  const alone = parts > (struct === null ? 1 : 2) && program.columns.filter((other) => other.name.startsWith(whole)).length === 1;
  return alone ? path.replace(/\.[^.[\]]+(?=(?:\[\d+\])*$)/, '') : path;
}

/** Whether a column tells how many entries an array has. */
export function isCapacity(program: Program, column: ColumnId): boolean {
  return program.columns[column]!.name.endsWith('.$capacity');
}

function listPhrase(program: Program, { columns, list, lost, gained }: ListChange, owned: Owned): string {
  const came = gained.map((change) => `${change.new}${owned(change.column, change.after)}`);
  const went = lost.map((change) => `${change.old}${owned(change.column, change.before)}`);
  const said = [...(went.length === 0 ? [] : [`loses ${went.join(', ')}`]), ...(came.length === 0 ? [] : [`gains ${came.join(', ')}`])];
  return `${listPath(program, columns, list)} ${said.join(' and ')}`;
}

function lifePhrase(program: Program, struct: StructId, { cell, after }: Change): string {
  const name = objectName(program, struct, cell + 1);
  if (after === 1) return `${name} allocated`;
  return after === 0 ? `${name} freed` : `${name} freed after a grace period`;
}

/** A field of a fresh object is told where the property reads it and it holds something. */
function tellsValue(program: Program, change: Change, interest: Interest): boolean {
  const { uninit, initial } = program.columns[change.column]!;
  return interest.weigh({ column: change.column }) === 2 && change.after !== uninit && change.after !== initial;
}

/** Keys of the object whose life changed, and of those embedded in it. */
function bodyOf(program: Program, { column, cell }: Change): string[] {
  const struct = program.columns[column]!.struct!;
  return [`${struct}:${cell}`];
}

function cellKey(program: Program, { column, cell }: Change): string {
  const { struct, dims } = program.columns[column]!;
  const perObject = dims.slice(1).reduce((product, size) => product * size, 1);
  return `${struct ?? 'global'}:${Math.floor(cell / perObject)}`;
}

function isEmbeddedLife(program: Program, { column, cell }: Change): boolean {
  const { struct, id } = program.columns[column]!;
  return struct !== null && program.structs[struct]!.life === id && cell >= program.structs[struct]!.heap;
}
