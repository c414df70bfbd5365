/** What functions gave back, as text: `0`, `-EBADF`, `files_struct#2`, `(0, NULL)` for a tuple. */
import type { FnId } from '../../lang/ir.js';
import type { FnReturn, ReturnedValue, Row } from '../../checker/trail.js';
import { errnoName } from '../errno.js';

/** Different results of one function that a row names. */
const RESULTS_MAX = 2;

/** One value; a number that is a negated error number by its name. */
export function returnedValue({ value, type, text }: ReturnedValue): string {
  return (type.kind === 'int' ? errnoName(value) : null) ?? text;
}

/** `→ value` for a function that returned in these steps; two values where it returned more than once and differently; null if it gave nothing. */
export function resultOf(rows: readonly Row[], fn: FnId): string | null {
  const results = rows.flatMap(({ returns }) => returns.filter((one) => one.fn === fn && one.values.length > 0).map(resultText));
  const different = [...new Set(results)];
  if (different.length === 0) return null;
  const told = different.length > RESULTS_MAX ? [...different.slice(0, RESULTS_MAX), '…'] : different;
  return `→ ${told.join(', ')}`;
}

function resultText({ values }: FnReturn): string {
  const texts = values.map(returnedValue);
  return texts.length === 1 ? texts[0]! : `(${texts.join(', ')})`;
}
