/** What matters in a trail: the cells that the broken property reads, or those of the object and the locks that a report is about. */
import type { Block, ColumnId, Fn, FnId, Program, StructId } from '../../lang/ir.js';
import { blockExprs, targets } from '../../checker/program/walk.js';
import type { Row } from '../../checker/trail.js';
import type { Interest, Weighed, Weight } from './stretches.js';

/**
 * Of what a trail is the proof: a property, a report (of an object or not), a hung task (so too what lockdep reports: locks matter), or that these columns
 * are seen to change.
 */
export type Subject =
  | { readonly kind: 'property'; readonly fn: FnId }
  | { readonly kind: 'report'; readonly struct: StructId | null }
  | { readonly kind: 'hung' }
  | { readonly kind: 'columns'; readonly columns: ReadonlySet<ColumnId> };

/** Operations whose own bookkeeping (owner, nesting, depth) says no more than their name does. */
const QUIET_OPS: ReadonlySet<string> = new Set(['lock', 'lock_interruptible', 'trylock', 'unlock', 'rcu']);

export function interestOf(program: Program, subject: Subject): Interest {
  const read = columnsOf(program, subject);
  const weigh = ({ column, before }: Weighed): Weight => {
    const { ghost, uninit } = program.columns[column]!;
    // A first value is the making of an object, which its allocation tells.
    const made = uninit !== null && before === uninit;
    if (read.has(column)) return made ? 1 : 2;
    return ghost || made || isBookkeeping(program, column) ? 0 : 1;
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
    case 'property': return withoutFreeListColumns(program, behindGhosts(program, columnsRead(program, subject.fn)));
    case 'report': return subject.struct === null ? new Set() : columnsAbout(program, subject.struct);
    case 'columns': return new Set(subject.columns);
    case 'hung': return new Set(program.lockClasses.flatMap(({ owner, readers }) => (readers === null ? [owner] : [owner, readers])));
  }
}

/** These columns, and the real ones that decide what is written to the ghosts among them: what the same steps read. */
function behindGhosts(program: Program, direct: ReadonlySet<ColumnId>): Set<ColumnId> {
  const columns = new Set(direct);
  for (const column of columns) {
    if (!program.columns[column]!.ghost) continue;
    for (const fn of program.fns) for (const read of readBeforeStores(program, fn, column)) columns.add(read);
  }
  return new Set([...columns].filter((column) => direct.has(column) || !program.columns[column]!.ghost));
}

/** What a function reads in the steps that store to a column, up to the store. The access that a step starts with is not followed. */
function readBeforeStores(program: Program, { blocks }: Fn, column: ColumnId): Set<ColumnId> {
  const storing = blocks.flatMap(({ instrs }, at) => (instrs.some((instr) => instr.kind === 'store' && instr.column === column) ? [at] : []));
  const region = new Set(storing);
  for (const at of region) {
    if (startsStep(blocks[at]!)) continue;
    blocks.forEach(({ end }, before) => {
      if (end.kind !== 'call' && targets(end).includes(at)) region.add(before);
    });
  }
  return new Set([...region].filter((at) => !startsStep(blocks[at]!)).flatMap((at) => loadsOf(program, blocks[at]!)));
}

function startsStep({ instrs: [first] }: Block): boolean {
  return first?.kind === 'access' && first.boundary;
}

function loadsOf(program: Program, block: Block): ColumnId[] {
  return [...blockExprs(block)].flatMap((expr) => (expr.kind === 'load' && !isBookkeeping(program, expr.column) ? [expr.column] : []));
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
