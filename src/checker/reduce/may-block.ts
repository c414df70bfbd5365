import type { AccessId, Instr, Program } from '../../lang/ir.js';
import { boundaryOf } from '../program/points.js';
import { Extents } from './extents.js';

/** Boundary accesses whose step might find no way on: it meets a guard, or a choice among perhaps none, before the next boundary. */
export function mayBlock(program: Program): ReadonlySet<AccessId> {
  const extents = new Extents(program);
  const found = new Set<AccessId>();
  for (const fn of program.fns) {
    fn.blocks.forEach((block, at) => {
      const access = boundaryOf(block);
      if (access !== null && extents.some(fn.id, at, ({ instrs }) => instrs.some(blocks))) found.add(access);
    });
  }
  return found;
}

function blocks(instr: Instr): boolean {
  return instr.kind === 'guard' || (instr.kind === 'choose' && !(instr.count.kind === 'const' && instr.count.value > 0));
}
