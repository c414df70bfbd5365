import type { Expr, Fn, Instr, LocalId, StructId } from '../../lang/ir.js';
import { writtenLocal } from '../program/walk.js';
import type { Spaces } from './spaces.js';

/**
 * What is known of pointers in locals, as text: `3 !=` says that local 3 is not NULL; `3 -1 of 2` that the object of struct 2 whose index is
 * local 3 plus -1 is allocated, as nothing has had a chance to free it since that was checked.
 */
export type Checked = ReadonlySet<string>;

export function notNull(local: LocalId): string {
  return `${local} !=`;
}

export function allocated(local: LocalId, added: number, struct: StructId): string {
  return `${local} ${added} of ${struct}`;
}

/** What is known behind an instruction. */
export function checkedAfter(spaces: Spaces, fn: Fn, instr: Instr, before: Checked): Checked {
  switch (instr.kind) {
    case 'check':
    case 'guard': return new Set([...before, ...implied(spaces, fn, instr.condition)]);
    case 'access': return instr.boundary ? stillNotNull(before) : before;
    case 'free':
    case 'freeRcu':
    case 'quiesce': return stillNotNull(before);
    default: return written(spaces, instr, before);
  }
}

/** What others cannot change. */
export function stillNotNull(before: Checked): Checked {
  return new Set([...before].filter((fact) => fact.endsWith('!=')));
}

function written(spaces: Spaces, instr: Instr, before: Checked): Checked {
  const local = writtenLocal(instr);
  if (local === null) return before;
  const after = new Set([...before].filter((fact) => !fact.startsWith(`${local} `)));
  if (instr.kind === 'alloc') for (const { struct, shift } of spaces.partsOf(instr.struct)) after.add(allocated(local, shift - 1, struct));
  if (instr.kind !== 'set' || instr.value.kind !== 'local') return after;
  const source = `${instr.value.local} `;
  for (const fact of before) if (fact.startsWith(source)) after.add(`${local} ${fact.slice(source.length)}`);
  return after;
}

/** What a condition says if it is true: `pointer != 0`, `life[pointer - 1] != 0`, `== 1`, or several such at once. */
export function implied(spaces: Spaces, fn: Fn, condition: Expr): string[] {
  if (condition.kind === 'local') return [notNull(condition.local)];
  if (condition.kind === 'cond' && condition.else.kind === 'const' && condition.else.value === 0) {
    return [...implied(spaces, fn, condition.test), ...implied(spaces, fn, condition.then)];
  }
  if (condition.kind !== 'binary' || condition.right.kind !== 'const') return [];
  const { op, left, right } = condition;
  if (!(op === '!=' && right.value === 0) && !(op === '==' && right.value > 0)) return [];
  if (left.kind === 'local') return [notNull(left.local)];
  const struct = left.kind === 'load' ? spaces.program.structs.find(({ life }) => life === left.column) : undefined;
  const base = left.kind === 'load' && left.index[0] ? baseOf(left.index[0]) : null;
  return struct && base ? [allocated(base.local, base.added, struct.id), ...(isOwn(fn, base, struct.id) ? [notNull(base.local)] : [])] : [];
}

/** Whether the index is that of the very object that the local points to. */
function isOwn(fn: Fn, { local, added }: { local: LocalId; added: number }, struct: StructId): boolean {
  const type = fn.locals[local]?.type;
  return added === -1 && type?.kind === 'pointer' && type.struct === struct;
}

/** A local and what is added to it. */
export function baseOf(expr: Expr): { local: LocalId; added: number } | null {
  if (expr.kind !== 'binary' || (expr.op !== '+' && expr.op !== '-') || expr.left.kind !== 'local' || expr.right.kind !== 'const') return null;
  return { local: expr.left.local, added: expr.op === '+' ? expr.right.value : -expr.right.value };
}

export function bothChecked(a: Checked, b: Checked): Checked {
  return new Set([...a].filter((fact) => b.has(fact)));
}
