/** What matters in a trail: the cells that the broken property reads, or those of the object and the locks that a report is about. */
import type { ColumnId, FnId, Program, StructId } from '../../lang/ir.js';
import { blockExprs } from '../../checker/program/walk.js';
import type { Change, Row } from '../../checker/trail.js';
import type { Interest, Weight } from './stretches.js';

/** Of what a trail is the proof: a property, a report (of an object or not), or a hung task. */
export type Subject =
  | { readonly kind: 'property'; readonly fn: FnId }
  | { readonly kind: 'report'; readonly struct: StructId | null }
  | { readonly kind: 'hung' };

/** Operations whose own bookkeeping (owner, nesting, depth) says no more than their name does. */
const QUIET_OPS: ReadonlySet<string> = new Set(['lock', 'trylock', 'unlock', 'rcu']);

export function interestOf(program: Program, subject: Subject): Interest {
  const read = columnsOf(program, subject);
  const weigh = (change: Pick<Change, 'column'>): Weight => {
    if (read.has(change.column)) return 2;
    return program.columns[change.column]!.ghost || isBookkeeping(program, change.column) ? 0 : 1;
  };
  return { weigh, quiet: (row: Row) => QUIET_OPS.has(row.op) };
}

/** Every column that a property's function reads, itself or through the functions that it calls. */
export function columnsRead(program: Program, root: FnId): Set<ColumnId> {
  const columns = new Set<ColumnId>();
  const fns = new Set<FnId>([root]);
  for (const fn of fns) {
    for (const block of program.fns[fn]!.blocks) {
      if (block.end.kind === 'call') fns.add(block.end.fn);
      for (const expr of blockExprs(block)) if (expr.kind === 'load') columns.add(expr.column);
    }
  }
  return columns;
}

function columnsOf(program: Program, subject: Subject): Set<ColumnId> {
  switch (subject.kind) {
    case 'property': return withoutFreeListColumns(program, columnsRead(program, subject.fn));
    case 'report': return subject.struct === null ? new Set() : columnsAbout(program, subject.struct);
    case 'hung': return new Set(program.lockClasses.flatMap(({ owner, readers }) => (readers === null ? [owner] : [owner, readers])));
  }
}

/** A property that quantifies over a pool reads its life column; that alone makes no allocation worth sparing. */
function withoutFreeListColumns(program: Program, columns: Set<ColumnId>): Set<ColumnId> {
  for (const struct of program.structs) {
    const reads = struct.columns.some((column) => columns.has(column));
    if (!reads) columns.delete(struct.life);
  }
  return columns;
}

/** Pointers to objects of a struct, and whether they are live. */
function columnsAbout(program: Program, struct: StructId): Set<ColumnId> {
  const pointers = program.columns.filter(({ type }) => type.kind === 'pointer' && type.struct === struct).map(({ id }) => id);
  return new Set([program.structs[struct]!.life, ...pointers]);
}

function isBookkeeping(program: Program, column: ColumnId): boolean {
  return column === program.rcuNesting || program.structs.some(({ grace }) => grace === column);
}
