/** Lists of the vocabulary (list_head): a length and entries, which are told together, as what is in the list. */
import type { ColumnId, Program } from '../../lang/ir.js';
import { cellName, type Change } from '../../checker/trail.js';

/** The columns of a list field, and the entries that one list has room for. */
export interface ListColumns {
  readonly len: ColumnId;
  readonly item: ColumnId;
  readonly room: number;
}

/** The list whose length or entries a column has; null if it is no part of one. */
export function listOf(program: Program, column: ColumnId): ListColumns | null {
  const { name } = program.columns[column]!;
  const field = /^(.+)\.(?:len|item)$/.exec(name)?.[1];
  if (field === undefined) return null;
  const named = (end: string): ColumnId | undefined => program.columns.find((other) => other.name === `${field}.${end}`)?.id;
  const [len, item] = [named('len'), named('item')];
  if (len === undefined || item === undefined) return null;
  return { len, item, room: program.columns[item]!.dims.at(-1)! };
}

/** The path of a list, by the number of the list. */
export function listPath(program: Program, { len }: ListColumns, list: number): string {
  return cellName(program, len, list).replace(/\.len(?=(?:\[\d+\])*$)/, '');
}

/** What a list lost and gained; entries that only moved up are neither. */
export interface ListChange {
  readonly columns: ListColumns;
  readonly list: number;
  /** Changes of entries that stand for what came or went; the value to be told is `before` or `after`. */
  readonly lost: readonly Change[];
  readonly gained: readonly Change[];
}

/** Splits changes into those of lists, by list, and the others. */
export function listChanges(program: Program, changes: readonly Change[]): { readonly lists: readonly ListChange[]; readonly others: readonly Change[] } {
  const groups = new Map<string, { columns: ListColumns; list: number; items: Change[] }>();
  const others: Change[] = [];
  for (const change of changes) {
    const columns = listOf(program, change.column);
    if (columns === null) others.push(change);
    else {
      const isItem = change.column === columns.item;
      const list = isItem ? Math.floor(change.cell / columns.room) : change.cell;
      const key = `${columns.len}:${list}`;
      const group = groups.get(key) ?? { columns, list, items: [] };
      if (isItem) group.items.push(change);
      groups.set(key, group);
    }
  }
  const lists = [...groups.values()].map(({ columns, list, items }) => {
    const before = new Set(items.map((item) => item.before));
    const after = new Set(items.map((item) => item.after));
    return { columns, list, lost: items.filter((item) => item.before > 0 && !after.has(item.before)), gained: items.filter((item) => item.after > 0 && !before.has(item.after)) };
  });
  return { lists: lists.filter(({ lost, gained }) => lost.length + gained.length > 0), others };
}
