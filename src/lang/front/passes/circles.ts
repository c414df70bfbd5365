/** Functions that come back to their own entry without a shared access: a step of theirs would never end. */
import type { FnId } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import type { DraftBlock } from '../lower/builder.js';
import { successors } from './graph.js';

/** Does the function come back to its own entry by become() alone? */
export function becomesItself(table: FunctionTable, fn: FnId): boolean {
  const seen = new Set<FnId>();
  const queue = [...openBecomes(table, fn)];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === fn) return true;
    if (!seen.has(id)) queue.push(...openBecomes(table, id));
    seen.add(id);
  }
  return false;
}

/** What the function, or one that it calls, becomes without a control point before it. */
function openBecomes(table: FunctionTable, fn: FnId): FnId[] {
  return openEnds(table, fn).flatMap(({ end }) =>
    end?.kind === 'become' ? [end.fn] : end?.kind === 'call' ? openBecomes(table, end.fn) : []);
}

/** The blocks that a function can come to without a control point. */
function openEnds(table: FunctionTable, fn: FnId): DraftBlock[] {
  const { blocks } = table.draft(fn);
  const seen = new Set<number>();
  const queue = [0];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const block = blocks[at];
    if (seen.has(at) || !isOpen(block)) continue;
    seen.add(at);
    if (passes(table, block)) queue.push(...successors(block?.end ?? null));
  }
  return [...seen].flatMap((at) => blocks[at] ?? []);
}

/** Can control go through the block, and the function that it calls, without a control point? */
function passes(table: FunctionTable, block: DraftBlock | undefined): boolean {
  return block?.end?.kind !== 'call' || openEnds(table, block.end.fn).some((end) => end.end?.kind === 'return');
}

function isOpen(block: DraftBlock | undefined): boolean {
  return !block?.instrs.some((instr) => instr.kind === 'access' && instr.boundary);
}
