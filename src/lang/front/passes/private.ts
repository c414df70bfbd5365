/**
 * Accesses that no other task can interfere with are no shared accesses: the owner's own reads of a field that only it writes
 * (`current.files`), and accesses to an object that was not published yet. They join the step before them. See docs/reductions.md.
 */
import type { ColumnId, FnId, Instr } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import type { DraftFn } from '../lower/builder.js';
import { accessPoints, callGraph, extentOf, reachesFurther, touches, type CallGraph, type Point, type Touch } from './extent.js';
import { freshness, isUnpublished, type Fresh } from './fresh.js';
import { expressionsOf, successors, visitExpr } from './graph.js';

interface Facts {
  readonly table: FunctionTable;
  readonly graph: CallGraph;
  /** Columns of task_struct that some task writes in a struct other than its own. */
  readonly foreign: ReadonlySet<ColumnId>;
  readonly fresh: ReadonlyMap<DraftFn, ReadonlyMap<Instr, Fresh>>;
}

export function markPrivate(table: FunctionTable): void {
  const facts: Facts = {
    table, graph: callGraph(table), foreign: foreignlyWritten(table),
    fresh: new Map(table.drafts.map((fn) => [fn, freshness(fn)])),
  };
  const observed = observedFunctions(table);
  const reasons = new Map<Instr, 'owner' | 'unpublished'>();
  for (const point of accessPoints(table)) {
    const instr = point.fn.blocks[point.block]?.instrs[point.at];
    const reason = instr?.kind === 'access' && instr.boundary && !observed.has(point.fn.id) ? reasonOf(facts, point) : null;
    if (instr && reason) reasons.set(instr, reason);
  }
  keepLoops(table, reasons);
  for (const { fn, block, at } of accessPoints(table)) {
    const instrs = fn.blocks[block]?.instrs;
    const instr = instrs?.[at];
    const reason = instr ? reasons.get(instr) : undefined;
    const access = instr?.kind === 'access' ? table.tables.accesses[instr.access] : undefined;
    if (!instrs || instr?.kind !== 'access' || !access || !reason) continue;
    table.tables.accesses[instr.access] = { ...access, private: reason };
    instrs[at] = { ...instr, boundary: false };
  }
}

/** Why nobody can interfere with the access; null if somebody can. */
function reasonOf(facts: Facts, point: Point): 'owner' | 'unpublished' | null {
  const { table } = facts;
  const instr = point.fn.blocks[point.block]?.instrs[point.at];
  const access = instr?.kind === 'access' ? table.tables.accesses[instr.access] : undefined;
  if (!access || !['load', 'store', 'rmw', 'other'].includes(access.op)) return null;
  const extent = extentOf(table, facts.graph, point);
  if (reachesFurther(extent) || extent.instrs.some(({ instr: i }) => i.kind === 'guard')) return null;
  const touched = touches(extent).filter((t) => t.write || !isLife(facts, t));
  if (touched.length === 0) return null;
  if (access.op === 'load' && access.order === 'plain' && touched.every((t) => isOwnRead(facts, t))) return 'owner';
  return touched.every((t) => isHidden(facts, t)) ? 'unpublished' : null;
}

function isLife({ table }: Facts, touch: Touch): boolean {
  return table.unit.pools.drafts()[touch.column]?.name.endsWith('.$life') ?? false;
}

function isOwnRead({ table, foreign }: Facts, { column, index, write }: Touch): boolean {
  const draft = table.unit.pools.drafts()[column];
  return !write && draft !== undefined && draft.struct !== null && draft.struct === table.unit.taskStruct && index.length === 1
    && index[0]?.kind === 'self' && !foreign.has(column);
}

/** A cell of an object that no other task can reach; a property that looks at every object of the pool could see it written. */
function isHidden({ table, fresh }: Facts, { fn, instr, index, write, column }: Touch): boolean {
  return isUnpublished(index, instr ? fresh.get(fn)?.get(instr) : undefined) && !(write && table.tables.visible.has(column));
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

function foreignlyWritten(table: FunctionTable): Set<ColumnId> {
  const foreign = new Set<ColumnId>();
  for (const fn of table.drafts) {
    if (fn.role === 'init') continue;
    for (const instr of fn.blocks.flatMap((b) => b.instrs)) {
      if (instr.kind === 'store' && instr.index[0]?.kind !== 'self') foreign.add(instr.column);
    }
  }
  return foreign;
}

/** A loop keeps a control point: one that only spins on private data must not run for ever within a step. */
function keepLoops(table: FunctionTable, reasons: Map<Instr, unknown>): void {
  for (const fn of table.drafts) {
    for (const [index] of fn.blocks.entries()) {
      const loop = openCycle(fn, index, reasons);
      for (const block of loop) for (const instr of fn.blocks[block]?.instrs ?? []) reasons.delete(instr);
    }
  }
}

/** The blocks on cycles through a block that would have no control point left; none if there is no such cycle. */
function openCycle(fn: DraftFn, start: number, reasons: ReadonlyMap<Instr, unknown>): number[] {
  const open = (block: number): boolean => !fn.blocks[block]?.instrs.some((i) => i.kind === 'access' && i.boundary && !reasons.has(i));
  const reach = (from: number): Set<number> => {
    const seen = new Set<number>();
    const queue = [from];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const to of successors(fn.blocks[at]?.end ?? null)) {
        if (seen.has(to) || !open(to)) continue;
        seen.add(to);
        queue.push(to);
      }
    }
    return seen;
  };
  if (!open(start)) return [];
  const forward = reach(start);
  return forward.has(start) ? [...forward].filter((block) => reach(block).has(start)) : [];
}
