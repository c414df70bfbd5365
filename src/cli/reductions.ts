/** Reductions as a command line names them. */
import { InvalidArgumentError } from 'commander';
import { ALL_REDUCTIONS, NO_REDUCTIONS, reductionNames, type Reductions } from '../checker/reductions.js';

const known = reductionNames(ALL_REDUCTIONS);

/** What there is to name. */
export const REDUCTION_WORDS = `none, all, or some of ${known.join(',')}`;

/** `none`, `all`, or names with commas between them. */
export function reductionsOf(text: string): Reductions {
  if (text === 'none') return NO_REDUCTIONS;
  if (text === 'all') return ALL_REDUCTIONS;
  const names = text.split(',');
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`there is no reduction '${unknown}'; write ${REDUCTION_WORDS}`);
  return { private: names.includes('private'), transactions: names.includes('transactions'), symmetry: names.includes('symmetry') };
}
