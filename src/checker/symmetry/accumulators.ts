import type { Block, Expr, Instr, LocalId } from '../../lang/ir.js';
import { endExprs, instrExprs, withOperands, writtenLocal } from '../program/walk.js';

/**
 * Whether a local that passes from turn to turn of a loop comes to the same in whatever order the turns are: a count, a union or
 * intersection, or a flag that is only ever set to one constant; and the turns themselves do not look at it.
 * @param carried all such locals
 */
export function accumulates(inside: readonly Block[], local: LocalId, carried: ReadonlySet<LocalId>): boolean {
  if (inside.some(({ end }) => end.kind === 'call' && end.results.includes(local))) return false;
  const forms = new Set<string | null>();
  for (const block of inside) {
    for (const [at, instr] of block.instrs.entries()) {
      if (writtenLocal(instr) === local) forms.add(formOf(instr, local, carried));
      else if (instrExprs(instr).some((expr) => reads(expr, local)) && !isLimit(block, at, local)) return false;
    }
    if (endExprs(block.end).some((expr) => reads(expr, local))) return false;
  }
  return forms.size === 1 && !forms.has(null);
}

function reads(expr: Expr, local: LocalId): boolean {
  return [...withOperands(expr)].some((part) => part.kind === 'local' && part.local === local);
}

/** The kind of change, as text; null for one whose order may matter. */
function formOf(instr: Instr, local: LocalId, carried: ReadonlySet<LocalId>): string | null {
  if (instr.kind !== 'set') return null;
  const { value } = instr;
  if (value.kind === 'const') return `:= ${value.value}`;
  if (value.kind !== 'binary' || value.left.kind !== 'local' || value.left.local !== local) return null;
  if (value.op === '+') return value.right.kind === 'const' ? `+ ${value.right.value}` : null;
  const other = [...withOperands(value.right)].every((part) => part.kind !== 'local' || !carried.has(part.local));
  return (value.op === '|' || value.op === '&') && other ? value.op : null;
}

/** A check of a count right before it grows: it sees the same numbers, one after the other, in whatever order the turns are. */
function isLimit({ instrs }: Block, at: number, local: LocalId): boolean {
  const update = instrs.slice(at).find((instr) => writtenLocal(instr) === local);
  const [check] = instrs.slice(at);
  return check?.kind === 'check' && update?.kind === 'set' && update.value.kind === 'binary' && update.value.op === '+'
    && [...withOperands(check.condition)].every((part) => part.kind !== 'load' && (part.kind !== 'local' || part.local === local));
}
