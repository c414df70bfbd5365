/** What an outsider sees of a state: its view. Two programs of one spec share their views, so that equal ones have one number. */
import type { Column, ColumnId, ObservedProgram, Program } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { StateStore } from '../store/store.js';
import { cellName, cellValue } from '../trail.js';

/** How a state goes on: with a step; with none, and each task is at a valid end; with none, and some task hangs. */
export const GOES_ON = 0;
export const ENDS = 1;
export const HANGS = 2;

/** Values of cells that no program can write: of an object that is not live, and of a field that was never written. */
const NO_OBJECT = -(2 ** 31);
const NEVER_WRITTEN = NO_OBJECT + 1;
/** What a cell of an object that is not live holds, in words. */
export const NONE = 'none';
/** Neighbouring values that are kept together: they change together, or not at all. */
const PART = 8;

/** A column that both programs have, by its name. */
interface CommonColumn {
  readonly name: string;
  readonly columns: readonly [Column, Column];
  /** The sizes that both have. */
  readonly dims: readonly number[];
}

/** What two programs of a spec have in common for an outsider. */
export interface Common {
  readonly columns: readonly CommonColumn[];
  /** Names of the columns that only one of the two has: they are no part of a view. */
  readonly onlyIn: readonly [readonly string[], readonly string[]];
  /** Names of those whose sizes differ: of these only what both have is. */
  readonly cut: readonly string[];
}

/** The columns that are seen of both programs. */
export function commonOf([a, b]: readonly [ObservedProgram, ObservedProgram]): Common {
  const [mine, yours] = [a, b].map(seenOf);
  const both = [...mine!].flatMap(([name, column]): CommonColumn[] => {
    const other = yours!.get(name);
    if (other === undefined || other.dims.length !== column.dims.length) return [];
    return [{ name, columns: [column, other], dims: column.dims.map((size, at) => Math.min(size, other.dims[at]!)) }];
  });
  const names = new Set(both.map(({ name }) => name));
  const only = (columns: ReadonlyMap<string, Column>): string[] => [...columns.keys()].filter((name) => !names.has(name)).toSorted();
  const cut = both.filter(({ columns: [one, other] }) => one.dims.some((size, at) => size !== other.dims[at])).map(({ name }) => name);
  return { columns: both, onlyIn: [only(mine!), only(yours!)], cut };
}

function seenOf({ program, seen, calls }: ObservedProgram): Map<string, Column> {
  return new Map([...seen, calls.at, calls.count, ...calls.results].map((id) => [program.columns[id]!.name, program.columns[id]!]));
}

/** The views that have been seen, by number. */
export class Views {
  /** Values of a view; the last one says how the state goes on. */
  readonly size: number;
  private readonly parts: readonly StateStore[];
  private readonly whole: StateStore;
  private readonly part = new Int32Array(PART);
  private readonly numbers: Int32Array;

  constructor(cells: number) {
    this.size = cells + 1;
    const count = Math.ceil(this.size / PART);
    this.parts = Array.from({ length: count }, () => new StateStore(PART, 8));
    this.whole = new StateStore(count, 10);
    this.numbers = new Int32Array(count);
  }

  idOf(values: Int32Array): number {
    for (let k = 0; k < this.numbers.length; k++) {
      for (let at = 0; at < PART; at++) this.part[at] = values[k * PART + at] ?? 0;
      this.numbers[k] = numberIn(this.parts[k]!, this.part);
    }
    return numberIn(this.whole, this.numbers);
  }

  values(id: number): Int32Array {
    const values = new Int32Array(this.size);
    const [numbers, from] = [this.whole.segment(id), this.whole.offset(id)];
    this.parts.forEach((store, k) => {
      const part = numbers[from + k]!;
      for (let at = 0; at < PART && k * PART + at < this.size; at++) values[k * PART + at] = store.segment(part)[store.offset(part) + at]!;
    });
    return values;
  }
}

function numberIn(store: StateStore, words: Int32Array): number {
  const id = store.insert(words, -1, 0);
  return id < 0 ? ~id : id;
}

/** Names of functions, numbered alike in both programs. */
export class Names {
  private readonly numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.numbers.get(name) ?? this.numbers.size + 1;
    this.numbers.set(name, known);
    return known;
  }

  nameOf(number: number): string {
    return [...this.numbers.keys()][number - 1] ?? String(number);
  }
}

/** Takes the views of one of the two programs' states. */
export class Viewer {
  /** By value of a view: the cell of the state; the cell that says if its object is live, or -1; what stands for "never written"; its column. */
  private readonly cells: number[] = [];
  private readonly lives: number[] = [];
  private readonly unwritten: (number | null)[] = [];
  private readonly columns: Column[] = [];
  private readonly isLife: boolean[] = [];
  /** By value, where it is a function: the number of its name by its value. */
  private readonly names: (readonly number[] | null)[] = [];
  private readonly values: Int32Array;

  /** @param side which of the two programs `layout` is of */
  constructor(private readonly layout: Layout, { columns }: Common, side: 0 | 1, private readonly views: Views, private readonly functions: Names) {
    for (const common of columns) this.lay(common.columns[side], common.dims);
    this.values = new Int32Array(views.size);
  }

  /** The number of the view of a state that goes on like that. */
  viewOf(state: Int32Array, goesOn: number): number {
    const { cells, lives, unwritten, names, values, isLife } = this;
    for (let k = 0; k < cells.length; k++) {
      const value = state[cells[k]!]!;
      const life = lives[k]!;
      if (isLife[k]) values[k] = value === 1 ? 1 : 0;
      else if (life >= 0 && state[life] !== 1) values[k] = NO_OBJECT;
      else if (value === unwritten[k]) values[k] = NEVER_WRITTEN;
      else values[k] = names[k]?.[value] ?? value;
    }
    values[cells.length] = goesOn;
    return this.views.idOf(values);
  }

  /** What differs between two views, as this program names it. */
  changes(from: number, to: number): ViewChange[] {
    const { program } = this.layout;
    const [before, after] = [this.views.values(from), this.views.values(to)];
    const differing = this.cells.map((_, k) => k).filter((k) => before[k] !== after[k]);
    return differing.map((k) => {
      const cell = this.cells[k]! - this.layout.columns[this.columns[k]!.id]!;
      const { id, name } = this.columns[k]!;
      return { column: id, name, cell, path: cellName(program, id, cell), before: this.text(k, before[k]!), after: this.text(k, after[k]!), isLife: this.isLife[k]! };
    });
  }

  /** How a state with this view goes on. */
  goesOn(view: number): number {
    return this.views.values(view)[this.cells.length]!;
  }

  /** The value of a cell in a view, by column and row-major index; null where it is no part of a view. */
  valueIn(view: number, column: ColumnId, cell: number): number | null {
    const k = this.cells.indexOf(this.layout.columns[column]! + cell);
    return k < 0 ? null : this.views.values(view)[k]!;
  }

  private text(k: number, value: number): string {
    if (value === NO_OBJECT) return NONE;
    if (value === NEVER_WRITTEN) return 'uninitialised';
    if (this.names[k] !== null) return value === 0 ? 'NULL' : this.functions.nameOf(value);
    return cellValue(this.layout.program, this.columns[k]!.id, value);
  }

  private lay(column: Column, dims: readonly number[]): void {
    const { program, columns } = this.layout;
    const struct = column.struct === null ? null : program.structs[column.struct]!;
    const base = columns[column.id]!;
    for (const index of indicesOf(dims)) {
      this.cells.push(base + index.reduce((flat, at, d) => flat * column.dims[d]! + at, 0));
      this.lives.push(struct === null ? -1 : columns[struct.life]! + index[0]!);
      this.unwritten.push(column.uninit);
      this.columns.push(column);
      this.isLife.push(struct?.life === column.id);
      this.names.push(namesOf(program, column, this.functions));
    }
  }
}

/** A cell that has another value in one view than in another. */
export interface ViewChange {
  readonly column: ColumnId;
  /** The column's name. */
  readonly name: string;
  /** Row-major flat index. */
  readonly cell: number;
  /** In words, e.g. `files_struct#1.count`, `1`, `2`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** It tells whether an object is live. */
  readonly isLife: boolean;
}

/** How many values the columns give. */
export function cellsOf({ columns }: Common): number {
  return columns.reduce((sum, { dims }) => sum + dims.reduce((product, size) => product * size, 1), 0);
}

/** All index vectors within these sizes, ascending. */
function indicesOf(dims: readonly number[]): number[][] {
  return dims.reduce<number[][]>((found, size) => found.flatMap((index) => Array.from({ length: size }, (_, at) => [...index, at])), [[]]);
}

function namesOf(program: Program, { type }: Column, names: Names): readonly number[] | null {
  return type.kind === 'function' ? [0, ...type.fns.map((fn) => names.numberOf(program.fns[fn]!.name))] : null;
}
