/**
 * Infers the ranges that the text leaves open, and emits a check wherever a value might leave the range of what holds it.
 * Flow-insensitive: the range of a local is the hull of all that is assigned to it, widened when it does not settle.
 */
import type { Expr, Instr, LocalId, Range, SiteId } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import { e, type DraftBlock, type DraftFn } from '../lower/builder.js';
import { WIDEST, rangeOf } from '../types.js';
import { visitExpr } from './graph.js';
import { hull, interval, within, type Ranges } from './intervals.js';

/** Rounds before a range that still grows is widened. */
const PATIENCE = 24;

interface Inference {
  readonly table: FunctionTable;
  readonly column: (id: number) => Range;
  /** Per function: the range of each local so far; null while nothing was assigned. */
  readonly locals: (Range | null)[][];
  /** Per function: the range of each value that it returns. */
  readonly returns: (Range | null)[][];
  changed: boolean;
}

export function inferRanges(table: FunctionTable): void {
  const drafts = table.unit.pools.drafts();
  const column = (id: number): Range => columnRange(table, drafts[id]);
  const state: Inference = {
    table, column, changed: true,
    locals: table.drafts.map((fn) => fn.locals.map((l) => l.range)),
    returns: table.drafts.map((fn) => fn.returns.map(() => null)),
  };
  for (let round = 0; state.changed; round++) {
    state.changed = false;
    for (const fn of table.drafts) propagate(state, fn, round);
  }
  for (const fn of table.drafts) {
    fn.locals.forEach((local, id) => { local.range = state.locals[fn.id]?.[id] ?? { lo: 0, hi: 0 }; });
    for (const block of fn.blocks) emitChecks(state, fn, block);
  }
}

/** What a load of the column can give: its range, and what stands for "never written". */
function columnRange(table: FunctionTable, draft: ReturnType<FunctionTable['unit']['pools']['drafts']>[number] | undefined): Range {
  if (!draft) return WIDEST;
  const hi = draft.type.kind === 'function' ? table.unit.functionValues.length : draft.range.hi;
  const uninit = draft.struct !== null && !draft.ghost && table.unit.pools.isUninit(table.unit.pools.struct(draft.struct)) && !draft.name.includes('.$');
  return { lo: uninit ? draft.range.lo - 1 : draft.range.lo, hi };
}

function rangesFor(state: Inference, fn: DraftFn): Ranges {
  return {
    tasks: state.table.unit.tasks,
    column: state.column,
    local: (id) => state.locals[fn.id]?.[id] ?? { lo: 0, hi: 0 },
  };
}

function propagate(state: Inference, fn: DraftFn, round: number): void {
  const ranges = rangesFor(state, fn);
  for (const block of fn.blocks) {
    for (const instr of block.instrs) {
      const assigned = assignedRange(instr, ranges);
      if (assigned && instr.kind === 'set') grow(state, fn, instr, assigned, round);
      if (assigned && instr.kind === 'choose') include(state, fn, instr.local, assigned);
      if (instr.kind === 'spawn') instr.args.forEach((arg, i) => growIn(state, instr.fn, i, interval(arg, ranges), round));
    }
    propagateEnd(state, fn, block, { ranges, round });
  }
}

/** The range that an assignment gives. A uninit value never gets past its check. */
function assignedRange(instr: Instr, ranges: Ranges): Range | null {
  if (instr.kind === 'set') {
    const range = interval(instr.value, ranges);
    return instr.value.kind === 'load' ? { lo: Math.min(range.hi, range.lo), hi: range.hi } : range;
  }
  return instr.kind === 'choose' ? { lo: 0, hi: Math.max(0, interval(instr.count, ranges).hi - 1) } : null;
}

function propagateEnd(state: Inference, fn: DraftFn, block: DraftBlock, at: { ranges: Ranges; round: number }): void {
  const { end } = block;
  if (end?.kind === 'call' || end?.kind === 'become') end.args.forEach((arg, i) => growIn(state, end.fn, i, interval(arg, at.ranges), at.round));
  if (end?.kind === 'call') {
    end.results.forEach((local, i) => {
      const range = state.returns[end.fn]?.[i];
      if (range) include(state, fn, local, range);
    });
  }
  if (end?.kind === 'return') {
    end.values.forEach((value, i) => {
      const declared = fn.returns[i] ? rangeOf(fn.returns[i], state.table.unit) : null;
      const range = declared ?? interval(value, at.ranges);
      const returns = state.returns[fn.id];
      const before = returns?.[i] ?? null;
      const after = widen(before, range, at.round);
      if (returns && !same(before, after)) {
        returns[i] = after;
        state.changed = true;
      }
    });
  }
}

function growIn(state: Inference, fn: number, local: LocalId, range: Range, round: number): void {
  grow(state, state.table.draft(fn), { local, value: null }, range, round);
}

/** Grows the range of a local by what is assigned; where it is cut off, a check is emitted later. */
function grow(state: Inference, fn: DraftFn, at: { local: LocalId; value: Expr | null }, range: Range, round: number): void {
  const limit = at.value && readsLocal(at.value, at.local) ? loopLimit(state, fn, at.local) : null;
  const before = state.locals[fn.id]?.[at.local] ?? null;
  const start = before ?? { lo: 0, hi: 0 };
  const limited = limit === null ? range : { lo: Math.min(range.lo, limit), hi: Math.min(range.hi, limit) };
  assign(state, fn, at.local, widen(start, limited, round));
}

/** Takes in the whole range: of what has no place for a check (the results of a call, a choice). */
function include(state: Inference, fn: DraftFn, local: LocalId, range: Range): void {
  assign(state, fn, local, hull(state.locals[fn.id]?.[local] ?? { lo: 0, hi: 0 }, range));
}

function assign(state: Inference, fn: DraftFn, local: LocalId, after: Range): void {
  const locals = state.locals[fn.id];
  if (!locals || fn.locals[local]?.range || same(locals[local] ?? null, after)) return;
  locals[local] = after;
  state.changed = true;
}

function readsLocal(expr: Expr, local: LocalId): boolean {
  let found = false;
  visitExpr(expr, (part) => { found ||= part.kind === 'local' && part.local === local; });
  return found;
}

function same(a: Range | null, b: Range | null): boolean {
  return a?.lo === b?.lo && a?.hi === b?.hi;
}

/** The hull; once patience is over, at most WIDEST or what it was before. */
function widen(before: Range | null, range: Range, round: number): Range {
  if (!before) return range;
  const joined = hull(before, range);
  if (round < PATIENCE || within(joined, before)) return joined;
  return {
    lo: joined.lo < before.lo ? Math.min(before.lo, WIDEST.lo) : before.lo,
    hi: joined.hi > before.hi ? Math.max(before.hi, WIDEST.hi) : before.hi,
  };
}

/**
 * A counter (`i = i + 1`) that is compared with a bound (`i < n`) stays at most there: a guess that keeps loop counters small. A check is
 * emitted where it cannot be proved, so a wrong guess is a model error that names the variable, never a wrong verdict.
 */
function loopLimit(state: Inference, fn: DraftFn, local: LocalId): number | null {
  let limit: number | null = null;
  for (const block of fn.blocks) {
    if (block.end?.kind !== 'branch') continue;
    visitExpr(block.end.condition, (part) => {
      if (part.kind !== 'binary' || part.left.kind !== 'local' || part.left.local !== local) return;
      if (part.op !== '<' && part.op !== '<=') return;
      const hi = interval(part.right, rangesFor(state, fn)).hi + (part.op === '<=' ? 1 : 0);
      limit = Math.max(limit ?? hi, hi);
    });
  }
  return limit;
}

/** Checks before each assignment that is not proved to stay in range; drops checks that are proved. */
function emitChecks(state: Inference, fn: DraftFn, block: DraftBlock): void {
  const ranges = rangesFor(state, fn);
  const instrs: Instr[] = [];
  for (const instr of block.instrs) {
    if (instr.kind === 'check' && proved(instr.condition, ranges)) continue;
    instrs.push(...rangeChecks(state, fn, instr, ranges), instr);
  }
  block.instrs = [...instrs, ...endChecks(state, fn, block, ranges)];
}

function proved(condition: Expr, ranges: Ranges): boolean {
  const range = interval(condition, ranges);
  return range.lo > 0 || range.hi < 0;
}

function rangeChecks(state: Inference, fn: DraftFn, instr: Instr, ranges: Ranges): Instr[] {
  const { table } = state;
  if (instr.kind === 'set') {
    const local = fn.locals[instr.local];
    return local?.range ? checkFor(state, fn, { value: instr.value, range: local.range, name: local.name, at: instr }, ranges) : [];
  }
  if (instr.kind === 'spawn') return argumentChecks(state, fn, { callee: instr.fn, args: instr.args, at: instr }, ranges);
  if (instr.kind === 'store') {
    const column = table.unit.pools.drafts()[instr.column];
    if (!column) return [];
    const hi = column.type.kind === 'function' ? table.unit.functionValues.length : column.range.hi;
    return checkFor(state, fn, { value: instr.value, range: { lo: column.range.lo, hi }, name: column.name, at: instr }, ranges);
  }
  return [];
}

function endChecks(state: Inference, fn: DraftFn, block: DraftBlock, ranges: Ranges): Instr[] {
  const { end } = block;
  if (end?.kind === 'call' || end?.kind === 'become') {
    return argumentChecks(state, fn, { callee: end.fn, args: end.args, at: end }, ranges);
  }
  if (end?.kind !== 'return') return [];
  return end.values.flatMap((value, i) => {
    const range = state.returns[fn.id]?.[i];
    return range ? checkFor(state, fn, { value, range, name: `the result of ${fn.name}`, at: end }, ranges) : [];
  });
}

interface Passing { readonly callee: number; readonly args: readonly Expr[]; readonly at: object }

function argumentChecks(state: Inference, fn: DraftFn, { callee, args, at }: Passing, ranges: Ranges): Instr[] {
  const draft = state.table.draft(callee);
  return args.flatMap((value, i) => {
    const range = state.locals[callee]?.[i];
    return range ? checkFor(state, fn, { value, range, name: `argument ${draft.locals[i]?.name ?? i} of ${draft.name}`, at }, ranges) : [];
  });
}

interface Target { readonly value: Expr; readonly range: Range; readonly name: string; readonly at: object }

function checkFor(state: Inference, fn: DraftFn, target: Target, ranges: Ranges): Instr[] {
  const { value, range } = target;
  const possible = interval(value, ranges);
  if (within(possible, range) || value.kind === 'load') return [];
  const { tables } = state.table;
  const site: SiteId = state.table.builders[fn.id]?.siteOf.get(target.at) ?? fn.site;
  const report = tables.reports.length;
  tables.reports.push({
    id: report, class: 'range', title: `${target.name} leaves its range ${range.lo} .. ${range.hi}`,
    detail: `widen its type, or raise the bound that it comes from`, site, object: null,
  });
  const low: Expr = { kind: 'binary', op: '>=', left: value, right: e.const(range.lo) };
  const high: Expr = { kind: 'binary', op: '<=', left: value, right: e.const(range.hi) };
  return [{ kind: 'check', report, condition: { kind: 'cond', test: low, then: high, else: e.const(0) } }];
}
