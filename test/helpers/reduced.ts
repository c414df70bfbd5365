/** What a model's text comes to with the private reduction and without it. */
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Exploration } from '../../src/checker/search/exploration.js';
import { explore } from '../../src/checker/search/explore.js';
import type { Program } from '../../src/lang/ir.js';
import { programOf } from './front.js';

/** States after which a search of a little model has run away. */
const STATES_MAX = 20_000;

/** Everything that is wrong or reached, by name, sorted, and in no trail's length: first with the reduction, then without. */
export async function verdictsOf(text: string, options: string): Promise<readonly [string[], string[]]> {
  return [await verdicts(programOf(text, options)), await verdicts(programOf(text, options, { reducePrivate: false }))];
}

export async function verdicts(program: Program): Promise<string[]> {
  const found = await explore(compileEngine(program), { limits: { states: STATES_MAX } });
  if (!found.complete) throw new Error('the search was cut off');
  return wordsOf(program, found);
}

/** The verdicts of an exploration in words: the same for every set of reductions. */
export function wordsOf({ properties, reports }: Program, found: Exploration): string[] {
  const named = properties.flatMap(({ kind, name }, k) => (found.violations[k] === null ? [] : [`${kind === 'reachable' ? 'reached' : 'violated'} ${name}`]));
  const errors = found.propertyErrors.map(({ property }) => `error ${properties[property]!.name}`);
  const checks = found.reports.map(({ report }) => `report ${reports[report]!.class}`);
  return [...new Set([...named, ...errors, ...checks, ...(found.hung === null ? [] : ['hung']), ...(found.leak === null ? [] : ['leak'])])].sort();
}
