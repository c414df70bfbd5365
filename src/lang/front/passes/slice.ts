/**
 * Leaves out ghost state that no property of the spec reads: ghost code cannot influence real state, so a ghost column that nothing
 * reads multiplies states for nothing.
 */
import type { ColumnId } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import type { DraftFn, GhostRegion } from '../lower/builder.js';
import { exprsOf, exprsOfEnd, successors, visitExpr } from './graph.js';

interface Region { readonly fn: DraftFn; readonly region: GhostRegion; readonly loads: Set<ColumnId>; readonly stores: Set<ColumnId>; readonly asserts: boolean }

export function sliceGhosts(table: FunctionTable): void {
  const drafts = table.unit.pools.drafts();
  const isGhost = (c: ColumnId): boolean => drafts[c]?.ghost === true;
  const regions = table.drafts.flatMap((fn) => fn.ghosts.map((region) => summary(table, fn, region)));
  const needed = neededColumns(table, regions, isGhost);
  for (const r of regions) {
    if (r.asserts || [...r.stores].some((c) => needed.has(c))) continue;
    const from = r.fn.blocks[r.region.from];
    if (from) from.end = { kind: 'jump', to: r.region.exit };
  }
  for (const fn of table.drafts) {
    for (const block of fn.blocks) block.instrs = block.instrs.filter((i) => i.kind !== 'store' || !isGhost(i.column) || needed.has(i.column));
  }
}

function neededColumns(table: FunctionTable, regions: readonly Region[], isGhost: (c: ColumnId) => boolean): Set<ColumnId> {
  const needed = new Set<ColumnId>();
  for (const fn of table.drafts.filter((d) => d.role === 'property')) {
    for (const block of fn.blocks) loadsOf(block.instrs.flatMap(exprsOf).concat(exprsOfEnd(block.end)), needed);
  }
  for (const c of Array.from(needed)) if (!isGhost(c)) needed.delete(c);
  for (let before = -1; before !== needed.size;) {
    before = needed.size;
    for (const r of regions) {
      if (!r.asserts && ![...r.stores].some((c) => needed.has(c))) continue;
      for (const c of r.loads) if (isGhost(c)) needed.add(c);
    }
  }
  return needed;
}

function loadsOf(exprs: Parameters<typeof visitExpr>[0][], into: Set<ColumnId>): void {
  for (const expr of exprs) visitExpr(expr, (part) => { if (part.kind === 'load') into.add(part.column); });
}

function summary(table: FunctionTable, fn: DraftFn, region: GhostRegion): Region {
  const loads = new Set<ColumnId>();
  const stores = new Set<ColumnId>();
  let asserts = false;
  for (const index of blocksOf(fn, region)) {
    const block = fn.blocks[index];
    if (!block) continue;
    loadsOf(block.instrs.flatMap(exprsOf).concat(exprsOfEnd(block.end)), loads);
    for (const instr of block.instrs) {
      if (instr.kind === 'store') stores.add(instr.column);
      if (instr.kind === 'check' && table.tables.reports[instr.report]?.class !== 'model') asserts = true;
    }
  }
  return { fn, region, loads, stores, asserts };
}

function blocksOf(fn: DraftFn, region: GhostRegion): Set<number> {
  const seen = new Set<number>([region.enter]);
  const queue = [region.enter];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const to of successors(fn.blocks[at]?.end ?? null)) {
      if (to !== region.exit && !seen.has(to)) {
        seen.add(to);
        queue.push(to);
      }
    }
  }
  return seen;
}
