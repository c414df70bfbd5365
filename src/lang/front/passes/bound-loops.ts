/**
 * A loop that touches no shared memory must end within its step. Counted loops do; any other gets a counter, and running past it is
 * a model error instead of a search that never returns.
 */
import type { Expr, FnId, Instr, LocalId } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import { e, type DraftBlock, type DraftFn } from '../lower/builder.js';
import { intType } from '../types.js';
import { defines, localsIn, successors } from './graph.js';
import { startsStep } from './simplify.js';

/** Turns of one loop within one step; the loops of a kernel model run over bounded tables and lists. */
const TURNS_MAX = 4000;

export function boundLocalLoops(table: FunctionTable): void {
  const stopping = stoppingFns(table);
  for (const fn of table.drafts) {
    for (const loop of localLoops(fn, stopping)) if (!isCounted(fn, loop)) addCounter(table, fn, loop);
  }
}

/** Functions that have a control point, or call one that has. */
function stoppingFns(table: FunctionTable): Set<FnId> {
  const stopping = new Set<FnId>();
  for (let before = -1; before !== stopping.size;) {
    before = stopping.size;
    for (const fn of table.drafts) if (fn.blocks.some((block) => startsStep(block) || callsAny(block, stopping))) stopping.add(fn.id);
  }
  return stopping;
}

function callsAny({ end }: DraftBlock, fns: ReadonlySet<FnId>): boolean {
  return end?.kind === 'call' && fns.has(end.fn);
}

/** Cycles that pass no control point and no call of a function that may have one, as sets of blocks; found by cutting a block out of each. */
function localLoops(fn: DraftFn, stopping: ReadonlySet<FnId>): Set<number>[] {
  const loops: Set<number>[] = [];
  const cut = new Set<number>(fn.blocks.flatMap((b, i) => (startsStep(b) || callsAny(b, stopping) ? [i] : [])));
  for (let component = cycle(fn, cut); component; component = cycle(fn, cut)) {
    loops.push(component);
    cut.add(Math.min(...component));
  }
  return loops;
}

/** A strongly connected component with a cycle, among the blocks that are not cut. */
function cycle(fn: DraftFn, cut: ReadonlySet<number>): Set<number> | null {
  for (let start = 0; start < fn.blocks.length; start++) {
    if (cut.has(start)) continue;
    const forward = reachable(fn, start, cut);
    if (!forward.has(start)) continue;
    return new Set([...forward].filter((b) => b === start || reachable(fn, b, cut).has(start)));
  }
  return null;
}

/** Blocks that can be reached in one move or more. */
function reachable(fn: DraftFn, start: number, cut: ReadonlySet<number>): Set<number> {
  const seen = new Set<number>();
  const queue = [start];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const to of successors(fn.blocks[at]?.end ?? null)) {
      if (seen.has(to) || cut.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}

/** `i < n` decides whether to leave, i only goes up by constants and n does not change in the loop. */
function isCounted(fn: DraftFn, loop: ReadonlySet<number>): boolean {
  const instrs = [...loop].flatMap((b) => fn.blocks[b]?.instrs ?? []);
  return [...loop].some((index) => {
    const end = fn.blocks[index]?.end;
    if (end?.kind !== 'branch' || (loop.has(end.then) && loop.has(end.else))) return false;
    const test = end.condition;
    if (!loop.has(end.then) || test.kind !== 'binary' || (test.op !== '<' && test.op !== '<=') || test.left.kind !== 'local') return false;
    const counter = test.left.local;
    const set = new Set([...instrs.map(defines), ...[...loop].flatMap((b) => resultsOf(fn.blocks[b]))]);
    if ([...localsIn([test.right])].some((id) => set.has(id)) || readsMemory(test.right)) return false;
    const updates = instrs.filter((i) => defines(i) === counter);
    return updates.length === 1 && ![...loop].some((b) => resultsOf(fn.blocks[b]).includes(counter)) && updates.every((i) => isIncrement(i, counter)) && everyTurn(fn, loop, index, updates[0]);
  });
}

function resultsOf(block: DraftBlock | undefined): readonly LocalId[] {
  return block?.end?.kind === 'call' ? block.end.results : [];
}

function readsMemory(expr: Expr): boolean {
  return expr.kind !== 'const' && expr.kind !== 'local';
}

function isIncrement(instr: Instr, counter: LocalId): boolean {
  return instr.kind === 'set' && instr.value.kind === 'binary' && instr.value.op === '+' && instr.value.left.kind === 'local'
    && instr.value.left.local === counter && instr.value.right.kind === 'const' && instr.value.right.value > 0;
}

/** Does each turn pass both the test and the increment? That is so if the loop has no cycle without them. */
function everyTurn(fn: DraftFn, loop: ReadonlySet<number>, test: number, update: Instr | undefined): boolean {
  const outside = fn.blocks.flatMap((_, i) => (loop.has(i) ? [] : [i]));
  const updateAt = fn.blocks.findIndex((b) => update !== undefined && b.instrs.includes(update));
  return [test, updateAt].every((without) => cycle(fn, new Set([...outside, without])) === null);
}

/** Counts the turns at the lowest block of the loop; the counter starts where the loop is entered from outside. */
function addCounter(table: FunctionTable, fn: DraftFn, loop: ReadonlySet<number>): void {
  const head = Math.min(...loop);
  const block = fn.blocks[head];
  if (!block) return;
  const counter = fn.locals.push({ name: '$', type: intType(0, TURNS_MAX), range: { lo: 0, hi: TURNS_MAX }, temporary: true, ghost: false }) - 1;
  const { tables } = table;
  const report = tables.reports.length;
  tables.reports.push({
    id: report, class: 'model', title: `a loop in ${fn.name} ran ${TURNS_MAX} times within one step`, site: fn.site, object: null,
    detail: 'a loop without a shared access must end by itself: bound it, or wait with wait_event or when()',
  });
  const turn: Instr[] = [
    { kind: 'check', condition: { kind: 'binary', op: '<', left: e.local(counter), right: e.const(TURNS_MAX) }, report },
    { kind: 'set', local: counter, value: e.add(e.local(counter), 1) },
  ];
  block.instrs = [...turn, ...block.instrs];
  for (const [index, other] of fn.blocks.entries()) {
    if (loop.has(index) || !successors(other.end).some((to) => loop.has(to))) continue;
    other.instrs.push({ kind: 'set', local: counter, value: e.const(0) });
  }
}
