import type { Block, BlockId, Expr, Fn, LocalId } from '../../lang/ir.js';
import { targets, writtenLocal } from '../program/walk.js';

/** A loop that counts a local from `lo` to `hi - 1`, by ones, once each: over objects, tasks or mere numbers. */
export interface Loop {
  readonly fn: Fn;
  readonly head: BlockId;
  readonly blocks: ReadonlySet<BlockId>;
  /** Blocks outside that lead to the head. */
  readonly entries: readonly BlockId[];
  readonly local: LocalId;
  readonly lo: number;
  readonly hi: number;
  /** Where the head leads to, inside the loop and after it. */
  readonly inside: BlockId;
  readonly after: BlockId;
  /** The block that adds 1, and leads back to the head. */
  readonly latch: BlockId;
}

/** Blocks that lead to a function's reachable ones, by block. */
export function predecessors(fn: Fn): readonly (readonly BlockId[])[] {
  const found = fn.blocks.map((): BlockId[] => []);
  const seen = new Set([fn.entry]);
  for (const from of seen) {
    for (const to of new Set(targets(fn.blocks[from]!.end))) {
      found[to]!.push(from);
      seen.add(to);
    }
  }
  return found;
}

/** The counting loops of a function. Any other is no loop over objects: what it counts is taken for a mere number, and refused where one is not enough. */
export function countingLoops(fn: Fn): readonly Loop[] {
  const before = predecessors(fn);
  return fn.blocks.flatMap((block, head) => {
    const found = counting(fn, before, head, block);
    return found === null ? [] : [found];
  });
}

function counting(fn: Fn, before: readonly (readonly BlockId[])[], head: BlockId, { end }: Block): Loop | null {
  if (end.kind !== 'branch' || end.condition.kind !== 'binary' || end.condition.op !== '<') return null;
  const { left, right } = end.condition;
  if (left.kind !== 'local' || right.kind !== 'const') return null;
  const outside = withoutPassing(fn, head);
  const latches = before[head]!.filter((from) => !outside.has(from));
  const [latch] = latches;
  if (latch === undefined || latches.length > 1) return null;
  const within = leadingTo(before, latch, head);
  if (!within.has(end.then) || within.has(end.else) || [...within].some((block) => outside.has(block))) return null;
  if (!addsOne(fn, within, latch, left.local)) return null;
  const entries = before[head]!.filter((from) => !within.has(from));
  const starts = entries.map((from) => startOf(fn.blocks[from]!, left.local));
  const [lo] = starts;
  if (lo === undefined || lo === null || starts.some((start) => start !== lo)) return null;
  return { fn, head, blocks: within, entries, local: left.local, lo, hi: right.value, inside: end.then, after: end.else, latch };
}

/** Blocks that run before the head can have run; those from which it is reached by a loop are not among them. */
function withoutPassing(fn: Fn, head: BlockId): ReadonlySet<BlockId> {
  const found = new Set<BlockId>(fn.entry === head ? [] : [fn.entry]);
  for (const from of found) for (const to of targets(fn.blocks[from]!.end)) if (to !== head) found.add(to);
  return found;
}

/** The head, and blocks from which the latch is reached without passing the head. */
function leadingTo(before: readonly (readonly BlockId[])[], latch: BlockId, head: BlockId): Set<BlockId> {
  const found = new Set<BlockId>([head, latch]);
  for (const block of found) if (block !== head) for (const from of before[block]!) found.add(from);
  return found;
}

/** Is the local's only change in the loop an added 1, at the very end of each turn? */
function addsOne(fn: Fn, within: ReadonlySet<BlockId>, latch: BlockId, local: LocalId): boolean {
  const changes = [...within].flatMap((at) => {
    const { instrs, end } = fn.blocks[at]!;
    const results = end.kind === 'call' && end.results.includes(local) ? [null] : [];
    return [...instrs.filter((instr) => writtenLocal(instr) === local).map((instr) => (instr.kind === 'set' && at === latch ? instr.value : null)), ...results];
  });
  return changes.length === 1 && changes[0] !== null && isOneMore(changes[0]!, local) && fn.blocks[latch]!.end.kind === 'jump';
}

/** `local + 1`. */
export function isOneMore(value: Expr, local: LocalId): boolean {
  return value.kind === 'binary' && value.op === '+' && value.left.kind === 'local' && value.left.local === local && value.right.kind === 'const' && value.right.value === 1;
}

/** The constant that a local has at the end of a block, if it was set to one a little before. */
function startOf({ instrs, end }: Block, local: LocalId): number | null {
  if (end.kind === 'call' && end.results.includes(local)) return null;
  const last = instrs.findLast((instr) => writtenLocal(instr) === local);
  if (last) return last.kind === 'set' && last.value.kind === 'const' ? last.value.value : null;
  return null;
}
