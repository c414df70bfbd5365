import type { AccessId, ColumnId, Expr, Fn, Instr, Program, StructId } from '../../lang/ir.js';
import { partsOf } from '../program/parts.js';
import { endExprs, instrExprs, targets, withOperands } from '../program/walk.js';

/** Accesses by what they touch: for saying who stands in the way of a merge. */
export interface Touching {
  /** By column: accesses whose words, or the ghost code behind them, load from it or store to it. */
  readonly loads: ReadonlyMap<ColumnId, readonly AccessId[]>;
  readonly stores: ReadonlyMap<ColumnId, readonly AccessId[]>;
  /** By pool: accesses that take objects from it or free them. */
  readonly pools: ReadonlyMap<StructId, readonly AccessId[]>;
}

/** Goes over the functions that tasks may run. */
export function touchingOf(program: Program): Touching {
  const found = { loads: new Map<number, AccessId[]>(), stores: new Map<number, AccessId[]>(), pools: new Map<number, AccessId[]>() };
  const note = (into: Map<number, AccessId[]>, key: number, access: AccessId): void => {
    const known = into.get(key) ?? [];
    into.set(key, known);
    if (!known.includes(access)) known.push(access);
  };
  for (const fn of program.fns) {
    if (fn.role !== 'task') continue;
    forEachExtent(fn, (access, instr, exprs) => {
      for (const part of exprs.flatMap((expr) => [...withOperands(expr)])) if (part.kind === 'load') note(found.loads, part.column, access);
      if (instr?.kind === 'store') note(found.stores, instr.column, access);
      if (instr?.kind !== 'alloc' && instr?.kind !== 'free' && instr?.kind !== 'freeRcu') return;
      note(found.pools, instr.struct, access);
      if (instr.kind !== 'alloc') for (const column of columnsOf(program, instr.struct)) note(found.stores, column, access);
    });
  }
  return found;
}

function columnsOf(program: Program, struct: StructId): ColumnId[] {
  return partsOf(program)[struct]!.flatMap((part) => [program.structs[part.struct]!.life, ...program.structs[part.struct]!.columns]);
}

/** Visits each instruction, and each end (null), with the access that was last before it in its function. */
function forEachExtent(fn: Fn, visit: (access: AccessId, instr: Instr | null, exprs: readonly Expr[]) => void): void {
  const seen = new Set<string>();
  const queue: { at: number; access: AccessId | null }[] = [{ at: fn.entry, access: null }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    let { access } = next;
    if (seen.has(`${next.at} ${access}`)) continue;
    seen.add(`${next.at} ${access}`);
    const { instrs, end } = fn.blocks[next.at]!;
    for (const instr of instrs) {
      if (instr.kind === 'access') access = instr.access;
      if (access !== null) visit(access, instr, instrExprs(instr));
    }
    if (access !== null) visit(access, null, endExprs(end));
    for (const to of targets(end)) queue.push({ at: to, access });
  }
}
