/** Loops keep a control point: one that only spins on private data must not run for ever within a step. */
import type { FnId, Instr } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import type { DraftBlock, DraftFn } from '../lower/builder.js';
import { successors } from './graph.js';

/** Accesses that are to be no control points. */
type Merged = Map<Instr, unknown>;

/** Takes those accesses out of `merged` that loops need as control points: in one function, through calls, or through become(). */
export function keepLoops(table: FunctionTable, merged: Merged): void {
  for (const fn of table.drafts) {
    for (const index of fn.blocks.keys()) {
      const cycle = openCycle(fn, index, (block) => isOpen(block, merged));
      for (const block of cycle) keepIn(fn.blocks[block], merged);
      const calls = cycle.some((block) => fn.blocks[block]?.end?.kind === 'call');
      if (calls) keepCallees(table, fn, openCycle(fn, index, (block) => passes(table, block, merged)), merged);
    }
  }
  for (const fn of table.drafts) if (becomesItself(table, fn.id, merged)) keepAll(table, fn.id, merged);
}

/** For a cycle that is open although its own accesses are control points. */
function keepCallees(table: FunctionTable, fn: DraftFn, cycle: readonly number[], merged: Merged): void {
  for (const block of cycle) {
    const end = fn.blocks[block]?.end;
    if (end?.kind === 'call') keepAll(table, end.fn, merged);
  }
}

function keepIn(block: DraftBlock | undefined, merged: Merged): void {
  for (const instr of block?.instrs ?? []) merged.delete(instr);
}

/** Keeps the control points of a function and of all that it calls. */
function keepAll(table: FunctionTable, fn: FnId, merged: Merged): void {
  for (const block of table.draft(fn).blocks) {
    keepIn(block, merged);
    if (block.end?.kind === 'call') keepAll(table, block.end.fn, merged);
  }
}

function isOpen(block: DraftBlock | undefined, merged: Merged): boolean {
  return !block?.instrs.some((instr) => instr.kind === 'access' && instr.boundary && !merged.has(instr));
}

/** Can control go through the block, and the function that it calls, without a control point? */
function passes(table: FunctionTable, block: DraftBlock | undefined, merged: Merged): boolean {
  if (!isOpen(block, merged)) return false;
  return block?.end?.kind !== 'call' || openEnds(table, block.end.fn, merged).some((end) => end.end?.kind === 'return');
}

/** The blocks that a function can come to without a control point. */
function openEnds(table: FunctionTable, fn: FnId, merged: Merged): DraftBlock[] {
  const { blocks } = table.draft(fn);
  const seen = new Set<number>();
  const queue = [0];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const block = blocks[at];
    if (seen.has(at) || !isOpen(block, merged)) continue;
    seen.add(at);
    if (passes(table, block, merged)) queue.push(...successors(block?.end ?? null));
  }
  return [...seen].flatMap((at) => blocks[at] ?? []);
}

/** Does the function come back to its own entry by become() alone? */
export function becomesItself(table: FunctionTable, fn: FnId, merged: Merged): boolean {
  const seen = new Set<FnId>();
  const queue = [...openBecomes(table, fn, merged)];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === fn) return true;
    if (!seen.has(id)) queue.push(...openBecomes(table, id, merged));
    seen.add(id);
  }
  return false;
}

/** What the function, or one that it calls, becomes without a control point before it. */
function openBecomes(table: FunctionTable, fn: FnId, merged: Merged): FnId[] {
  return openEnds(table, fn, merged).flatMap(({ end }) =>
    end?.kind === 'become' ? [end.fn] : end?.kind === 'call' ? openBecomes(table, end.fn, merged) : []);
}

/** The blocks on cycles through a block, all of them open; none if there is no such cycle. */
function openCycle(fn: DraftFn, start: number, open: (block: DraftBlock | undefined) => boolean): number[] {
  const reach = (from: number): Set<number> => {
    const seen = new Set<number>();
    const queue = [from];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const to of successors(fn.blocks[at]?.end ?? null)) {
        if (seen.has(to) || !open(fn.blocks[to])) continue;
        seen.add(to);
        queue.push(to);
      }
    }
    return seen;
  };
  if (!open(fn.blocks[start])) return [];
  const forward = reach(start);
  return forward.has(start) ? [...forward].filter((block) => reach(block).has(start)) : [];
}
