/** Which locals may still be read: what a generated function must say in `Block.live` and in the `live` of its calls. */
import type { Block, Expr, Instr, LocalId, Terminator } from '../../src/lang/ir.js';

type Locals = ReadonlySet<LocalId>;

/** A block before its liveness is known. */
export interface RawBlock {
  readonly instrs: readonly Instr[];
  readonly end: Terminator;
}

/** The blocks with `live` and `ordinal` filled in. */
export function withLiveness(blocks: readonly RawBlock[]): Block[] {
  const live = fixpoint(blocks);
  let ordinal = 0;
  return blocks.map((block, id) => {
    const first = block.instrs[0];
    const stops = first?.kind === 'access' && first.boundary;
    return { instrs: block.instrs, end: endWithLive(block.end, live), live: sorted(live[id]!), ordinal: stops ? ordinal++ : null };
  });
}

function fixpoint(blocks: readonly RawBlock[]): Locals[] {
  let live: Locals[] = blocks.map(() => new Set());
  for (let size = -1, next = 0; size !== next;) {
    size = next;
    live = blocks.map(block => liveAtEntry(block, live));
    next = live.reduce((sum, set) => sum + set.size, 0);
  }
  return live;
}

function liveAtEntry({ instrs, end }: RawBlock, live: readonly Locals[]): Locals {
  const locals = new Set(successors(end).flatMap(id => [...live[id]!]));
  if (end.kind === 'call') end.results.forEach(local => locals.delete(local));
  readByEnd(end).forEach(local => locals.add(local));
  for (const instr of instrs.toReversed()) {
    if (instr.kind === 'set' || instr.kind === 'choose' || instr.kind === 'alloc') locals.delete(instr.local);
    readByInstr(instr).forEach(local => locals.add(local));
  }
  return locals;
}

function endWithLive(end: Terminator, live: readonly Locals[]): Terminator {
  if (end.kind !== 'call') return end;
  return { ...end, live: sorted(live[end.next]!).filter(local => !end.results.includes(local)) };
}

function sorted(locals: Locals): LocalId[] {
  return [...locals].toSorted((a, b) => a - b);
}

function successors(end: Terminator): number[] {
  switch (end.kind) {
    case 'jump': return [end.to];
    case 'branch': return [end.then, end.else];
    case 'switch': return [...end.cases.map(c => c.to), end.otherwise];
    case 'call': return [end.next];
    case 'return': case 'become': case 'exit': return [];
  }
}

function readByEnd(end: Terminator): LocalId[] {
  switch (end.kind) {
    case 'branch': return read(end.condition);
    case 'switch': return read(end.value);
    case 'call': case 'become': return end.args.flatMap(read);
    case 'return': return end.values.flatMap(read);
    case 'jump': case 'exit': return [];
  }
}

function readByInstr(instr: Instr): LocalId[] {
  switch (instr.kind) {
    case 'set': return read(instr.value);
    case 'store': return [...instr.index, instr.value].flatMap(read);
    case 'choose': return read(instr.count);
    case 'guard': case 'check': return read(instr.condition);
    case 'free': case 'freeRcu': return read(instr.object);
    case 'quiesce': case 'as': return read(instr.task);
    case 'spawn': return [instr.task, ...instr.args].flatMap(read);
    case 'access': case 'alloc': case 'acquire': return [];
  }
}

function read(e: Expr): LocalId[] {
  switch (e.kind) {
    case 'local': return [e.local];
    case 'load': return e.index.flatMap(read);
    case 'unary': return read(e.operand);
    case 'binary': return [e.left, e.right].flatMap(read);
    case 'cond': return [e.test, e.then, e.else].flatMap(read);
    case 'active': case 'idle': return read(e.task);
    case 'referenced': return read(e.object);
    case 'const': case 'self': case 'readers': return [];
  }
}
