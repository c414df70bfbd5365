import type { AccessOp, BlockId, Fn, Instr, Program } from '../../lang/ir.js';
import { targets } from '../program/walk.js';

/**
 * What a load or store belongs to: the operation of the last access before it, and whether that word has stored already to the lock. What
 * comes after the store of a lock or an unlock is ghost code, which may look at locks for reasons of its own.
 */
export interface Context {
  readonly op: AccessOp | 'none';
  readonly stored: boolean;
}

const NONE: Context = { op: 'none', stored: false };
const MIXED: Context = { op: 'other', stored: true };

/** Before each instruction of each block of a function. */
export type Contexts = readonly (readonly Context[])[];

/** The contexts of every function. `isLock` tells the columns of owners and readers of locks. */
export function contextsOf(program: Program, isLock: (column: number) => boolean): readonly Contexts[] {
  return program.fns.map((fn) => contextsIn(program, fn, isLock));
}

function contextsIn(program: Program, fn: Fn, isLock: (column: number) => boolean): Contexts {
  const entry: (Context | undefined)[] = fn.blocks.map(() => undefined);
  const after = (at: BlockId): Context[] => {
    const contexts = [entry[at] ?? NONE];
    for (const instr of fn.blocks[at]!.instrs) contexts.push(next(program, contexts.at(-1)!, instr, isLock));
    return contexts;
  };
  entry[fn.entry] = NONE;
  for (const queue = [fn.entry]; queue.length > 0;) {
    const at = queue.pop()!;
    const { end } = fn.blocks[at]!;
    const out = end.kind === 'call' ? NONE : after(at).at(-1)!;
    for (const to of targets(end)) {
      const known = entry[to];
      const joined = known === undefined || same(known, out) ? out : MIXED;
      if (known !== undefined && same(known, joined)) continue;
      entry[to] = joined;
      queue.push(to);
    }
  }
  return fn.blocks.map((_, at) => after(at));
}

function next(program: Program, before: Context, instr: Instr, isLock: (column: number) => boolean): Context {
  if (instr.kind === 'access') return { op: program.accesses[instr.access]!.op, stored: false };
  return instr.kind === 'store' && isLock(instr.column) && !before.stored ? { ...before, stored: true } : before;
}

function same(a: Context, b: Context): boolean {
  return a.op === b.op && a.stored === b.stored;
}

/** Is a load or store there part of a blocking acquire, or of a release, and nothing else? */
export function isLocking({ op, stored }: Context, kind: 'load' | 'store'): boolean {
  return (op === 'lock' || op === 'unlock') && (!stored || kind === 'store');
}

/** The columns of owners and readers of locks. */
export function lockColumns({ lockClasses }: Program): ReadonlySet<number> {
  return new Set(lockClasses.flatMap(({ owner, readers }) => (readers === null ? [owner] : [owner, readers])));
}
