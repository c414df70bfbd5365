/**
 * What runs in the step that an access begins, up to the next access: its own raw code, the local code and ghost code after it, on every
 * path, through calls and returns.
 */
import type { Expr, FnId, Instr } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import type { DraftBlock, DraftFn } from '../lower/builder.js';
import { exprsOf, exprsOfEnd, successors, visitExpr } from './graph.js';

/** A place in the code: the instruction `at` of a block. */
export interface Point {
  readonly fn: DraftFn;
  readonly block: number;
  readonly at: number;
}

export interface Placed {
  readonly fn: DraftFn;
  readonly instr: Instr;
}

/** What may run after a point. */
export interface Extent {
  readonly instrs: readonly Placed[];
  /** Expressions that end blocks: conditions, arguments, results. */
  readonly ends: readonly { readonly fn: DraftFn; readonly expr: Expr }[];
  /** Functions that it calls or becomes. */
  readonly entered: ReadonlySet<FnId>;
  /** The task may end in it. */
  readonly endsTask: boolean;
}

export interface CallGraph {
  /** Per function: where its callers go on. */
  readonly returns: readonly { readonly fn: DraftFn; readonly block: number }[][];
  /** Functions that begin a stack: with their return the task ends. */
  readonly roots: ReadonlySet<FnId>;
}

export function callGraph(table: FunctionTable, entries: readonly FnId[]): CallGraph {
  const returns: { fn: DraftFn; block: number }[][] = table.drafts.map(() => []);
  const roots = new Set(entries);
  for (const fn of table.drafts) {
    for (const { instrs, end } of fn.blocks) {
      if (end?.kind === 'call') returns[end.fn]?.push({ fn, block: end.next });
      if (end?.kind === 'become') roots.add(end.fn);
      for (const instr of instrs) if (instr.kind === 'spawn') roots.add(instr.fn);
    }
  }
  return { returns, roots };
}

/** Every access of the functions that tasks run. */
export function accessPoints(table: FunctionTable): Point[] {
  return table.drafts.filter((fn) => fn.role === 'task').flatMap((fn) =>
    fn.blocks.flatMap((block, index) => block.instrs.flatMap((instr, at) => (instr.kind === 'access' ? [{ fn, block: index, at }] : []))));
}

/** What runs after the access at `point` and before the next one. */
export function extentOf(table: FunctionTable, graph: CallGraph, point: Point): Extent {
  const instrs: Placed[] = [];
  const ends: { fn: DraftFn; expr: Expr }[] = [];
  const entered = new Set<FnId>();
  let endsTask = false;
  const seen = new Set<DraftBlock>();
  const queue: Point[] = [{ ...point, at: point.at + 1 }];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { fn } = next;
    const block = fn.blocks[next.block];
    if (!block || (next.at === 0 && seen.has(block))) continue;
    if (next.at === 0) seen.add(block);
    const stop = block.instrs.findIndex((i, at) => at >= (next?.at ?? 0) && i.kind === 'access');
    for (const instr of block.instrs.slice(next.at, stop < 0 ? undefined : stop)) instrs.push({ fn, instr });
    if (stop >= 0) continue;
    for (const expr of exprsOfEnd(block.end)) ends.push({ fn, expr });
    if (block.end?.kind === 'call' || block.end?.kind === 'become') entered.add(block.end.fn);
    endsTask ||= block.end?.kind === 'exit' || (block.end?.kind === 'return' && graph.roots.has(fn.id));
    queue.push(...following(table, graph, fn, block));
  }
  return { instrs, ends, entered, endsTask };
}

/** Where control goes at the end of a block, into calls and out of them. */
export function following(table: FunctionTable, graph: CallGraph, fn: DraftFn, block: DraftBlock): Point[] {
  const { end } = block;
  if (end?.kind === 'call' || end?.kind === 'become') return [{ fn: table.draft(end.fn), block: 0, at: 0 }];
  if (end?.kind === 'return') return (graph.returns[fn.id] ?? []).map(({ fn: caller, block: to }) => ({ fn: caller, block: to, at: 0 }));
  return successors(end).map((to) => ({ fn, block: to, at: 0 }));
}

/** A cell that code reads or writes. */
export interface Touch {
  readonly fn: DraftFn;
  readonly column: number;
  readonly index: readonly Expr[];
  readonly write: boolean;
  readonly instr: Instr | null;
}

/** The cells that an extent touches. */
export function touches(extent: Extent): Touch[] {
  const found: Touch[] = [];
  const read = (fn: DraftFn, expr: Expr, instr: Instr | null): void => visitExpr(expr, (part) => {
    if (part.kind === 'load') found.push({ fn, column: part.column, index: part.index, write: false, instr });
  });
  for (const { fn, instr } of extent.instrs) {
    for (const expr of exprsOf(instr)) read(fn, expr, instr);
    if (instr.kind === 'store') found.push({ fn, column: instr.column, index: instr.index, write: true, instr });
  }
  for (const { fn, expr } of extent.ends) read(fn, expr, null);
  return found;
}

/** Does it look at, or change, more than cells: pools, readers, stacks? */
export function reachesFurther(extent: Extent): boolean {
  const kinds = new Set(['alloc', 'free', 'freeRcu', 'quiesce', 'spawn', 'as']);
  const special = new Set(['readers', 'active', 'idle', 'referenced']);
  let found = extent.instrs.some(({ instr }) => kinds.has(instr.kind));
  const look = (expr: Expr): void => visitExpr(expr, (part) => { found ||= special.has(part.kind); });
  for (const { instr } of extent.instrs) exprsOf(instr).forEach(look);
  for (const { expr } of extent.ends) look(expr);
  return found;
}
