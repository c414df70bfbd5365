/** Locals that are 0, or not 0, on every path to here: a pointer among the latter needs no test for NULL. */
import type { Expr, Instr, LocalId } from '../../ir.js';
import type { DraftBlock, DraftEnd, DraftFn } from '../lower/builder.js';
import { defines, successors } from './graph.js';

/** True for a local that is not 0, false for one that is 0; nothing is known of the others. */
export type Truths = ReadonlyMap<LocalId, boolean>;

/** Before each instruction that can be reached: what is known. Keyed by the instruction. */
export function truths(fn: DraftFn): Map<Instr, Truths> {
  const entry: (Map<LocalId, boolean> | null)[] = fn.blocks.map((_, i) => (i === 0 ? new Map() : null));
  const before = new Map<Instr, Truths>();
  const queue = [0];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const block = fn.blocks[at];
    const start = entry[at];
    if (!block || !start) continue;
    const after = run(fn, block, new Map(start), before);
    for (const to of successors(block.end)) {
      const known = entry[to];
      const now = onEdge(block.end, to, after);
      if (!now || (known && !keepBoth(known, now))) continue;
      entry[to] ??= now;
      queue.push(to);
    }
  }
  return before;
}

/** The truth of a local or a constant, or null. */
export function truthOf(expr: Expr, known: Truths): boolean | null {
  if (expr.kind === 'local') return known.get(expr.local) ?? null;
  return expr.kind === 'const' ? expr.value !== 0 : null;
}

/** The truth of what is assigned. An object that is embedded in one that is there (pointer + constant) is there too. */
function truthOfValue(fn: DraftFn, expr: Expr, known: Truths): boolean | null {
  const isEmbedded = expr.kind === 'binary' && expr.op === '+' && expr.right.kind === 'const' && expr.right.value >= 0
    && expr.left.kind === 'local' && fn.locals[expr.left.local]?.type.kind === 'pointer';
  return isEmbedded ? truthOf(expr.left, known) || null : truthOf(expr, known);
}

function keepBoth(into: Map<LocalId, boolean>, from: Truths): boolean {
  const gone = [...into].filter(([local, truth]) => from.get(local) !== truth);
  gone.forEach(([local]) => into.delete(local));
  return gone.length > 0;
}

function run(fn: DraftFn, block: DraftBlock, known: Map<LocalId, boolean>, before: Map<Instr, Truths>): Map<LocalId, boolean> {
  for (const instr of block.instrs) {
    before.set(instr, new Map(known));
    const truth = instr.kind === 'set' ? truthOfValue(fn, instr.value, known) : null;
    const local = defines(instr);
    if (local !== null) known.delete(local);
    if (local !== null && truth !== null) known.set(local, truth);
    if (instr.kind === 'check') learn(known, instr.condition, true);
  }
  if (block.end?.kind === 'call') for (const result of block.end.results) known.delete(result);
  return known;
}

/** What is known behind one edge of a branch; null if nothing takes it. */
function onEdge(end: DraftEnd | null, to: number, after: Truths): Map<LocalId, boolean> | null {
  const known = new Map(after);
  if (end?.kind !== 'branch' || end.then === end.else) return known;
  return learn(known, end.condition, to === end.then) ? known : null;
}

/** Takes in that the condition has this truth. False if that cannot be. */
function learn(known: Map<LocalId, boolean>, condition: Expr, truth: boolean): boolean {
  if (condition.kind === 'unary' && condition.op === '!') return learn(known, condition.operand, !truth);
  if (condition.kind === 'binary' && condition.right.kind === 'const' && condition.right.value === 0) {
    if (condition.op === '!=') return learn(known, condition.left, truth);
    if (condition.op === '==') return learn(known, condition.left, !truth);
  }
  const before = truthOf(condition, known);
  if (condition.kind === 'local' && before === null) known.set(condition.local, truth);
  return before === null || before === truth;
}
