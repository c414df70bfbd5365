import type { Column } from '../../lang/ir.js';
import { cellCount, type Layout } from '../layout/layout.js';
import { Areas } from './areas.js';
import { Renamers, type Rename } from './renamers.js';
import { sortOfType } from './sorts.js';
import type { Space } from './spaces.js';
import type { Survey } from './survey.js';

/** Cells of a column that move, or whose values are renamed. */
interface Move {
  readonly start: number;
  readonly rows: number;
  readonly stride: number;
  /** New number (from 1) of each row's; null if rows stay. */
  readonly numbers: Int32Array | null;
  readonly rename: Rename | null;
}

/** A renaming of objects and tasks, set by whoever makes one, and applied to states. */
export class Renaming {
  /** New index of each task. */
  readonly tasks: Int32Array;
  private readonly renamers: Renamers;
  private readonly moves: readonly Move[];
  private readonly areas: Areas;
  private readonly embedded: readonly (readonly { readonly numbers: Int32Array; readonly shift: number }[])[];

  /** @param moving pools whose objects are renamed, Spaces.tasks among them if tasks are */
  constructor(layout: Layout, found: Survey, private readonly moving: ReadonlySet<Space>) {
    const { spaces, findings } = found;
    this.renamers = new Renamers(spaces, moving);
    this.tasks = this.renamers.tasks;
    this.moves = layout.program.columns.flatMap((column) => {
      const move = this.moveOf(layout, column, findings.byTask.has(column.id), found);
      return move.numbers === null && move.rename === null ? [] : [move];
    });
    this.areas = new Areas(layout, found, this.renamers);
    this.embedded = layout.program.structs.map(({ id }) => spaces.partsOf(id).filter(({ struct }) => struct !== id).map(({ struct, shift }) => ({ numbers: this.renamers.numbers(struct), shift })));
  }

  /** New numbers of the objects of a pool: change those of 1..heap, then `spread`. */
  numbers(space: Space): Int32Array {
    return this.renamers.numbers(space);
  }

  reset(): void {
    this.renamers.reset();
  }

  /** What is embedded in objects moves with them; what is task k's with task k. */
  spread(): void {
    this.renamers.numberTasks();
    for (const root of this.moving) {
      const own = this.renamers.numbers(root);
      for (const { numbers, shift } of this.embedded[root] ?? []) for (let one = 1; one < own.length; one++) if (one + shift < numbers.length) numbers[one + shift] = own[one]! + shift;
    }
  }

  /** Writes what `from` is under the renaming. */
  apply(from: Int32Array, to: Int32Array): void {
    to.set(from);
    for (const move of this.moves) this.move(move, from, to);
    this.areas.apply(from, to);
  }

  private move({ start, rows, stride, numbers, rename }: Move, from: Int32Array, to: Int32Array): void {
    for (let row = 0; row < rows; row++) {
      const source = start + row * stride;
      const target = numbers === null ? source : start + (numbers[row + 1]! - 1) * stride;
      for (let cell = 0; cell < stride; cell++) {
        const value = from[source + cell]!;
        to[target + cell] = rename === null ? value : rename(value);
      }
    }
  }

  private moveOf(layout: Layout, column: Column, byTask: boolean, { spaces }: Survey): Move {
    const start = layout.columns[column.id]!;
    const sort = sortOfType(column.type, spaces);
    const rename = sort === null ? null : this.renamers.of(sort, column.uninit);
    const space = column.struct ?? (byTask ? spaces.tasks : null);
    const moves = space !== null && this.renamers.moves(space);
    const all = cellCount(column);
    if (!moves) return { start, rows: 1, stride: all, numbers: null, rename };
    return { start, rows: spaces.size(space), stride: all / column.dims[0]!, numbers: this.renamers.numbers(space), rename };
  }
}
