/** Changes as phrases: `T1.files: files_struct#1 → files_struct#2`, `file#1 allocated`. */
import type { Program, StructId } from '../../lang/ir.js';
import { isLife, objectName, type Change } from '../../checker/trail.js';
import type { Interest } from './stretches.js';

/** What the changes of a row say, most important first; fields that an allocation or a free resets are not told one by one. */
export function changePhrases(program: Program, changes: readonly Change[], interest: Interest): string[] {
  const lives = changes.filter(({ column }) => isLife(program, program.columns[column]!));
  const remade = new Set(lives.flatMap((change) => bodyOf(program, change)));
  const told = changes.filter((change) => lives.includes(change) || !remade.has(cellKey(program, change)) || tellsValue(program, change, interest));
  const ranked = told.toSorted((a, b) => interest.weigh(b) - interest.weigh(a));
  return ranked.filter((change) => !isEmbeddedLife(program, change)).map((change) => phrase(program, change));
}

/** One change in words. */
export function phrase(program: Program, change: Change): string {
  const column = program.columns[change.column]!;
  if (isLife(program, column)) return lifePhrase(program, column.struct!, change);
  return `${shortPath(program, change)}: ${change.old} → ${change.new}`;
}

/** The path of a cell without a last part that tells nothing: `count` for the `count.counter` of an atomic, `file_lock` for its owner. */
export function shortPath(program: Program, { column, path }: Pick<Change, 'column' | 'path'>): string {
  const { name, struct } = program.columns[column]!;
  const whole = name.slice(0, name.lastIndexOf('.') + 1);
  const parts = name.split('.').length;
  const alone = parts > (struct === null ? 1 : 2) && program.columns.filter((other) => other.name.startsWith(whole)).length === 1;
  return alone ? path.replace(/\.[^.[\]]+(?=(?:\[\d+\])*$)/, '') : path;
}

function lifePhrase(program: Program, struct: StructId, { cell, after }: Change): string {
  const name = objectName(program, struct, cell + 1);
  if (after === 1) return `${name} allocated`;
  return after === 0 ? `${name} freed` : `${name} freed after a grace period`;
}

/** A field of a fresh object is told where the property reads it and it holds something. */
function tellsValue(program: Program, change: Change, interest: Interest): boolean {
  const { uninit, initial } = program.columns[change.column]!;
  return interest.weigh(change) === 2 && change.after !== uninit && change.after !== initial;
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
