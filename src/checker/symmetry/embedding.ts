import type { ColumnId, Expr, Fn, LocalId, StructId } from '../../lang/ir.js';
import { operands } from '../program/walk.js';
import { baseOf } from './liveness.js';
import type { Space, Spaces } from './spaces.js';

/** Whether a local is known to point to an object. */
type Valid = (local: LocalId) => boolean;

/**
 * Spaces whose numbers `pointer + n` confuses: it is the number (or index) of what is embedded in the object, unless the pointer is NULL;
 * then it may be that of anything. The front end checks that before; this finds where it is not seen to.
 */
export function doubtfulEmbeddings(spaces: Spaces, fn: Fn, expr: Expr, valid: Valid): Space[] {
  const own = embeddedAt(spaces, fn, expr, valid, 0);
  if (expr.kind === 'load') return [...doubtfulIndex(spaces, fn, expr, valid), ...expr.index.flatMap((one) => operands(one).flatMap((part) => doubtfulEmbeddings(spaces, fn, part, valid)))];
  if (expr.kind !== 'cond' || expr.test.kind !== 'local') return [...own, ...operands(expr).flatMap((one) => doubtfulEmbeddings(spaces, fn, one, valid))];
  const { local } = expr.test;
  return [...doubtfulEmbeddings(spaces, fn, expr.then, (one) => one === local || valid(one)), ...doubtfulEmbeddings(spaces, fn, expr.else, valid)];
}

/** The same for the index of an object's field. */
export function doubtfulIndex(spaces: Spaces, fn: Fn, { column, index }: { readonly column: ColumnId; readonly index: readonly Expr[] }, valid: Valid): Space[] {
  const { struct } = spaces.program.columns[column]!;
  return struct === null || !index[0] ? [] : embeddedAt(spaces, fn, index[0], valid, 1).filter((space) => space === struct || spaces.partsOf(space).some((part) => part.struct === struct));
}

function embeddedAt(spaces: Spaces, fn: Fn, expr: Expr, valid: Valid, less: number): StructId[] {
  const base = baseOf(expr);
  const type = base && fn.locals[base.local]!.type;
  if (type?.kind !== 'pointer' || valid(base!.local)) return [];
  const part = spaces.partsOf(type.struct).find(({ struct, shift }) => struct !== type.struct && shift === base!.added + less);
  return part ? [type.struct, part.struct] : [];
}
