/**
 * Accesses that no other task can interfere with are no shared accesses: the owner's own reads of a field that only it writes
 * (`current.files`), and accesses to an object that was not published yet. They join the step before them. See docs/reductions.md.
 */
import type { ColumnId, Expr, FnId, Instr } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import type { DraftColumn } from '../pools.js';
import { accessPoints, callGraph, extentOf, reachesFurther, touches, type CallGraph, type Extent, type Point, type Touch } from './extent.js';
import { freshness, isUnpublished, type Fresh } from './fresh.js';
import { expressionsOf, visitExpr } from './graph.js';
import { keepLoops } from './loops.js';
import { truthOf, truths, type Truths } from './truths.js';

type Reason = 'owner' | 'unpublished';

interface Facts {
  readonly table: FunctionTable;
  readonly graph: CallGraph;
  /** Columns of task_struct that some task writes in a struct other than its own. */
  readonly foreign: ReadonlySet<ColumnId>;
  /** Per instruction: what is unpublished before it, and what is NULL or not. */
  readonly fresh: ReadonlyMap<Instr, Fresh>;
  readonly truths: ReadonlyMap<Instr, Truths>;
  /** Functions that some code asks about with inside(), and what they call: there every control point may matter. */
  readonly observed: ReadonlySet<FnId>;
  /** Kinds of expressions that the program has anywhere. */
  readonly asked: ReadonlySet<Expr['kind']>;
}

/** Marks the accesses that are private and takes their boundaries away; `entries` are the functions that tasks begin with. */
export function markPrivate(table: FunctionTable, entries: readonly FnId[]): void {
  const facts = factsOf(table, entries);
  if (facts.asked.has('referenced')) return;
  const reasons = new Map<Instr, Reason>();
  for (const point of accessPoints(table)) {
    const instr = point.fn.blocks[point.block]?.instrs[point.at];
    const reason = instr?.kind === 'access' && instr.boundary ? reasonOf(facts, point) : null;
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

function factsOf(table: FunctionTable, entries: readonly FnId[]): Facts {
  const { pools, typesafe } = table.unit;
  const seen = new Set(pools.used().filter((decl) => typesafe.has(decl.name) || table.tables.enumerated.has(decl)).flatMap((decl) => pools.withContainers(decl)));
  const untracked = new Set([...seen].map((decl) => pools.struct(decl).id));
  const trackable = (struct: number): boolean => !untracked.has(struct);
  const asked = new Set<Expr['kind']>();
  for (const fn of table.drafts) for (const expr of expressionsOf(fn)) visitExpr(expr, (part) => { asked.add(part.kind); });
  return {
    table, asked, graph: callGraph(table, entries), foreign: foreignlyWritten(table), observed: observedFunctions(table),
    fresh: new Map(table.drafts.flatMap((fn) => [...freshness(fn, trackable)])),
    truths: new Map(table.drafts.flatMap((fn) => [...truths(fn)])),
  };
}

/** Why nobody can interfere with the access; null if somebody can. */
function reasonOf(facts: Facts, point: Point): Reason | null {
  const { table } = facts;
  const instr = point.fn.blocks[point.block]?.instrs[point.at];
  const access = instr?.kind === 'access' ? table.tables.accesses[instr.access] : undefined;
  if (!access || !['load', 'store', 'rmw', 'other'].includes(access.op) || facts.observed.has(point.fn.id)) return null;
  const extent = extentOf(table, facts.graph, point);
  if (!alwaysEnds(facts, extent) || isWatched(facts, extent)) return null;
  const touched = touches(extent);
  if (touched.every((t) => !t.write && isLife(facts, t.column))) return null;
  if (access.op === 'load' && access.order === 'plain' && touched.every((t) => isOwnRead(facts, t))) return 'owner';
  return touched.every((t) => isHidden(facts, t)) ? 'unpublished' : null;
}

/** It runs to its end whatever the state: it waits for nothing, and ends in no report. */
function alwaysEnds(facts: Facts, extent: Extent): boolean {
  return extent.instrs.every(({ instr }) => {
    if (instr.kind === 'choose') return instr.count.kind === 'const' && instr.count.value > 0;
    return instr.kind === 'check' ? isHarmless(facts, instr) : instr.kind !== 'guard';
  });
}

/** A test for NULL of what is not NULL, or for life of what nobody else can free (that it is one's own or unpublished is asked of all that is touched). */
function isHarmless(facts: Facts, check: Instr & { kind: 'check' }): boolean {
  const { condition } = check;
  const isTest = condition.kind === 'binary' && condition.op === '!=' && condition.right.kind === 'const' && condition.right.value === 0;
  const tested = isTest ? condition.left : condition;
  if (tested.kind === 'load') return isLife(facts, tested.column);
  return truthOf(tested, facts.truths.get(check) ?? new Map()) === true;
}

/** Something else than cells is looked at or changed, or what happens can be told from outside: that a function is entered, that the task ends. */
function isWatched({ observed, asked }: Facts, extent: Extent): boolean {
  return reachesFurther(extent) || [...extent.entered].some((fn) => observed.has(fn)) || (extent.endsTask && asked.has('idle'));
}

function columnOf({ table }: Facts, column: ColumnId): DraftColumn | undefined {
  return table.unit.pools.drafts()[column];
}

function isLife(facts: Facts, column: ColumnId): boolean {
  return columnOf(facts, column)?.name.endsWith('.$life') ?? false;
}

function isOwnRead(facts: Facts, { column, index, write }: Touch): boolean {
  const draft = columnOf(facts, column);
  return !write && draft !== undefined && draft.struct !== null && draft.struct === facts.table.unit.taskStruct && index.length === 1
    && index[0]?.kind === 'self' && !facts.foreign.has(column) && !draft.graceSet;
}

/** A cell of an object that no other task can reach; a property that looks at every object of the pool could see it written. */
function isHidden(facts: Facts, { instr, index, write, column }: Touch): boolean {
  const unpublished = isUnpublished(index, instr ? facts.fresh.get(instr) : undefined);
  return unpublished && !(write && facts.table.tables.visible.has(column)) && columnOf(facts, column)?.graceSet === false;
}

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
  const { pools, taskStruct } = table.unit;
  const own = taskStruct ? pools.struct(taskStruct) : null;
  for (const fn of table.drafts) {
    for (const instr of fn.blocks.flatMap((b) => b.instrs)) {
      if (instr.kind === 'store' && fn.role !== 'init' && instr.index[0]?.kind !== 'self') foreign.add(instr.column);
      if ((instr.kind === 'free' || instr.kind === 'freeRcu') && instr.struct === own?.id) [own.life, ...own.columns].forEach(({ id }) => foreign.add(id));
    }
  }
  return foreign;
}
