/** What a small program comes to under each set of reductions: the same under all, or a reduction is unsound. */
import { compileEngine } from '../../src/checker/codegen/compile.js';
import { explore } from '../../src/checker/search/explore.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { lockCycles } from '../../src/checker/verdict/lock-order.js';
import type { Reductions } from '../../src/checker/reductions.js';
import type { Program } from '../../src/lang/ir.js';

const either = [false, true];

/** Every set of them, the empty one first. */
export const subsets: readonly Reductions[] = either.flatMap((symmetry) =>
  either.flatMap((transactions) => either.map((withPrivate) => ({ private: withPrivate, transactions, symmetry }))));

/** States that a program of these tests may have, without any reduction. */
const STATES_MAX = 5_000;

/** Everything that is wrong or reached with these reductions on, in words, sorted; trails and counts have no part in it. */
export async function verdictsUnder(program: Program, subset: Reductions, statesMax = STATES_MAX): Promise<string[]> {
  const found = await explore(compileEngine(program), { limits: { states: statesMax }, reductions: subset });
  if (!found.complete) throw new Error(`the search was cut off after ${found.states} states`);
  return [...wordsOf(program, found), ...cyclesOf(program, found)].toSorted();
}

/** The verdicts of an exploration in words: the same for every set of reductions. */
function wordsOf({ properties, reports }: Program, found: Exploration): string[] {
  const named = properties.flatMap(({ kind, name }, k) => (found.violations[k] === null ? [] : [`${kind === 'reachable' ? 'reached' : 'violated'} ${name}`]));
  const errors = found.propertyErrors.map(({ property }) => `error ${properties[property]!.name}`);
  const checks = found.reports.map(({ report }) => `report ${reports[report]!.class}`);
  return [...new Set([...named, ...errors, ...checks, ...(found.hung === null ? [] : ['hung']), ...(found.leak === null ? [] : ['leak'])])];
}

/** The cycles of the order in which locks are taken: a verdict as well, though no state shows it. */
function cyclesOf({ lockClasses }: Program, { lockEdges }: Exploration): string[] {
  return lockCycles(lockEdges).map((cycle) => `cycle ${cycle.map(({ from }) => lockClasses[from]!.name).join(' ')}`);
}
