/**
 * Unpublished objects: a pointer that came from an allocation in this function and was stored nowhere, passed to nobody and returned
 * to nobody yet. No other task can reach such an object.
 */
import type { Expr, Instr, LocalId, StructId } from '../../ir.js';
import type { DraftBlock, DraftEnd, DraftFn } from '../lower/builder.js';
import { exprsOfEnd, localsIn, successors } from './graph.js';

/** Which allocation an object came from; NULL goes with any. */
type Origin = Instr | 'null';

/** For each local that holds an unpublished object, one embedded in it, or NULL: which allocation it came from. */
export type Fresh = ReadonlyMap<LocalId, Origin>;

/** Whether objects of a struct are reachable by pointers only: not if their pool is looked through, nor if their last user's pointers reach them. */
export type Trackable = (struct: StructId) => boolean;

/** Before each instruction of the function: the unpublished objects. Keyed by the instruction. */
export function freshness(fn: DraftFn, trackable: Trackable): Map<Instr, Fresh> {
  const entry: (Map<LocalId, Origin> | null)[] = fn.blocks.map((_, i) => (i === 0 ? new Map() : null));
  const before = new Map<Instr, Fresh>();
  const queue = [0];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const block = fn.blocks[at];
    const start = entry[at];
    if (!block || !start) continue;
    const after = run(trackable, block, new Map(start), before);
    for (const to of successors(block.end)) {
      const known = entry[to];
      if (known && !meet(known, after)) continue;
      entry[to] ??= new Map(after);
      queue.push(to);
    }
  }
  return before;
}

/** Keeps what both say: a pointer that is NULL on one way and unpublished on the other is never a published one. Returns whether it changed. */
function meet(into: Map<LocalId, Origin>, from: Fresh): boolean {
  let changed = false;
  for (const [local, origin] of Array.from(into)) {
    const other = from.get(local);
    if (other === origin || other === 'null') continue;
    if (origin === 'null' && other !== undefined) into.set(local, other);
    else into.delete(local);
    changed = true;
  }
  return changed;
}

function run(trackable: Trackable, block: DraftBlock, fresh: Map<LocalId, Origin>, before: Map<Instr, Fresh>): Map<LocalId, Origin> {
  for (const instr of block.instrs) {
    before.set(instr, new Map(fresh));
    execute(trackable, instr, fresh);
  }
  escapeAtEnd(block.end, fresh);
  return fresh;
}

function execute(trackable: Trackable, instr: Instr, fresh: Map<LocalId, Origin>): void {
  if (instr.kind === 'alloc') {
    drop(fresh, instr);
    if (trackable(instr.struct)) fresh.set(instr.local, instr);
    else fresh.delete(instr.local);
  } else if (instr.kind === 'set') {
    const group = instr.value.kind === 'const' && instr.value.value === 0 ? 'null' : sameObject(instr.value, fresh);
    if (!group) for (const local of carried(instr.value)) dropOf(local, fresh);
    if (group) fresh.set(instr.local, group);
    else fresh.delete(instr.local);
  } else if (instr.kind === 'choose') fresh.delete(instr.local);
  else if (instr.kind === 'store') publish(instr, fresh);
  else if (instr.kind === 'spawn') instr.args.forEach((arg) => escapeAll(arg, fresh));
  else if (instr.kind === 'free' || instr.kind === 'freeRcu') escapeAll(instr.object, fresh);
}

/** `y`, or the number of an object embedded in y (`y + constant`). */
function sameObject(expr: Expr, fresh: Fresh): Origin | null {
  if (expr.kind === 'local') return fresh.get(expr.local) ?? null;
  if (expr.kind === 'binary' && expr.op === '+' && expr.left.kind === 'local' && expr.right.kind === 'const') return fresh.get(expr.left.local) ?? null;
  return null;
}

/** A pointer that is stored in memory is published, unless it is stored in the object itself. */
function publish(instr: Instr & { kind: 'store' }, fresh: Map<LocalId, Origin>): void {
  const [number] = instr.index;
  const into = number ? sameObject(number, fresh) : null;
  for (const local of localsIn([instr.value])) {
    const group = fresh.get(local);
    if (group && group !== into) drop(fresh, group);
  }
}

/** Locals whose value can be told from the expression's: more than whether two are equal, or what lies behind a pointer. */
function carried(expr: Expr): LocalId[] {
  switch (expr.kind) {
    case 'local': return [expr.local];
    case 'unary': return expr.op === '!' ? [] : carried(expr.operand);
    case 'binary': return COMPARISONS.has(expr.op) ? [] : [...carried(expr.left), ...carried(expr.right)];
    case 'cond': return [...carried(expr.then), ...carried(expr.else)];
    default: return [];
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function escapeAll(expr: Expr, fresh: Map<LocalId, Origin>): void {
  for (const local of localsIn([expr])) dropOf(local, fresh);
}

function dropOf(local: LocalId, fresh: Map<LocalId, Origin>): void {
  const group = fresh.get(local);
  if (group) drop(fresh, group);
}

function drop(fresh: Map<LocalId, Origin>, group: Origin): void {
  if (group === 'null') return;
  for (const [local, of] of Array.from(fresh)) if (of === group) fresh.delete(local);
}

function escapeAtEnd(end: DraftEnd | null, fresh: Map<LocalId, Origin>): void {
  if (end?.kind === 'call' || end?.kind === 'become' || end?.kind === 'return') exprsOfEnd(end).forEach((expr) => escapeAll(expr, fresh));
  if (end?.kind === 'call') for (const result of end.results) fresh.delete(result);
}

/** Is the object whose cell is touched unpublished before that instruction? */
export function isUnpublished(index: readonly Expr[], fresh: Fresh | undefined): boolean {
  const [number] = index;
  const origin = fresh !== undefined && number !== undefined ? sameObject(number, fresh) : null;
  return origin !== null && origin !== 'null';
}
