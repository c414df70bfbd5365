/**
 * Accesses that no other task can interfere with are no shared accesses: the owner's own reads of a field that only it writes
 * (`current.files`). They join the step before them. See docs/reductions.md.
 */
import type { Access, ColumnId, FnId, Instr } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import type { DraftBlock, DraftFn } from '../lower/builder.js';
import { expressionsOf, successors, visitExpr } from './graph.js';
import { startsStep } from './simplify.js';

export function markPrivate(table: FunctionTable): void {
  const { taskStruct } = table.unit;
  if (!taskStruct) return;
  const foreign = foreignlyWritten(table);
  const observed = observedFunctions(table);
  for (const fn of table.drafts) {
    if (observed.has(fn.id)) continue;
    for (const block of fn.blocks) {
      const [first] = block.instrs;
      if (first?.kind !== 'access' || !first.boundary) continue;
      const access = table.tables.accesses[first.access];
      if (access?.op !== 'load' || access.order !== 'plain' || !isOwnRead(table, block, foreign) || writesNext(table, fn, block)) continue;
      const marked: Access = { ...access, private: 'owner' };
      table.tables.accesses[first.access] = marked;
      block.instrs[0] = { ...first, boundary: false };
    }
  }
}

/** Functions that a property asks about with inside(), and what they call: there every control point may matter. */
function observedFunctions(table: FunctionTable): Set<FnId> {
  const observed = new Set<FnId>();
  const visit = (id: FnId): void => {
    if (observed.has(id)) return;
    observed.add(id);
    for (const block of table.draft(id).blocks) if (block.end?.kind === 'call' || block.end?.kind === 'become') visit(block.end.fn);
  };
  for (const fn of table.drafts) {
    for (const expr of expressionsOf(fn)) visitExpr(expr, (part) => { if (part.kind === 'active') visit(part.fn); });
  }
  return observed;
}

/** Is memory written before the next step begins (by ghost code)? Then the read keeps its step, and the ghost code its moment. */
function writesNext(table: FunctionTable, fn: DraftFn, block: DraftBlock): boolean {
  const seen = new Set<DraftBlock>();
  const search = (of: DraftFn, at: DraftBlock | undefined, first: boolean): boolean => {
    if (!at || seen.has(at) || (!first && startsStep(at))) return false;
    seen.add(at);
    if (at.instrs.some((i) => i.kind === 'store' || i.kind === 'alloc' || i.kind === 'free' || i.kind === 'freeRcu')) return true;
    if (at.end?.kind === 'call' && search(table.draft(at.end.fn), table.draft(at.end.fn).blocks[0], false)) return true;
    return successors(at.end).some((to) => search(of, of.blocks[to], false));
  };
  return search(fn, block, true);
}

/** Columns of task_struct that some function other than init writes in another task's struct. */
function foreignlyWritten(table: FunctionTable): Set<ColumnId> {
  const foreign = new Set<ColumnId>();
  for (const fn of table.drafts) {
    if (fn.role === 'init') continue;
    for (const block of fn.blocks) {
      for (const instr of block.instrs) {
        if (instr.kind === 'store' && instr.index[0]?.kind !== 'self') foreign.add(instr.column);
      }
    }
  }
  return foreign;
}

/** Up to the next access, the block reads one cell of the running task's own struct, and nothing else of memory changes. */
function isOwnRead(table: FunctionTable, block: DraftBlock, foreign: ReadonlySet<ColumnId>): boolean {
  const drafts = table.unit.pools.drafts();
  const next = block.instrs.findIndex((i, at) => at > 0 && i.kind === 'access');
  const body = block.instrs.slice(1, next < 0 ? undefined : next);
  const read = body.find((i): i is Instr & { kind: 'set' } => i.kind === 'set' && i.value.kind === 'load');
  if (read?.value.kind !== 'load') return false;
  const column = drafts[read.value.column];
  return column?.struct === table.unit.taskStruct && read.value.index.length === 1 && read.value.index[0]?.kind === 'self' && !foreign.has(read.value.column);
}
