/** One program under every set of reductions: all must come to the same, to the last report, access and final state. */
import { compileEngine } from '../../src/checker/codegen/compile.js';
import type { Engine } from '../../src/checker/engine.js';
import type { Reductions } from '../../src/checker/reductions.js';
import { reductionNames } from '../../src/checker/reductions.js';
import { explore } from '../../src/checker/search/explore.js';
import { lockCycles } from '../../src/checker/verdict/lock-order.js';
import type { Fn, Program } from '../../src/lang/ir.js';
import { subsets } from '../helpers/subsets.js';

/** The unreduced search has more states than are worth the time. */
export class TooManyStates extends Error {}

/** A set of reductions under which a program comes to something else than under none. */
export interface Disagreement {
  readonly subset: readonly string[];
  /** What only the search without reductions finds; what only this one does. */
  readonly lost: readonly string[];
  readonly invented: readonly string[];
}

/** The sets of reductions with which the program does not come to the same as without. Throws TooManyStates. */
export async function disagreements(program: Program, statesMax: number): Promise<Disagreement[]> {
  const ends = new Set<string>();
  const engine = engineNoting(program, ends);
  const [none, ...others] = subsets;
  if (!none) throw new Error('there is no set of reductions');
  const expected = await findingsUnder(engine, none, statesMax, ends);
  const found: Disagreement[] = [];
  for (const subset of others) {
    // A reduced search that goes wrong may as well run away.
    const actual = await findingsUnder(engine, subset, 3 * statesMax, ends);
    const isAsked = (word: string): boolean => !subset.symmetry || !word.startsWith('end ');
    const lost = [...expected].filter((word) => isAsked(word) && !actual.has(word));
    const invented = [...actual].filter((word) => isAsked(word) && !expected.has(word));
    if (lost.length + invented.length > 0) found.push({ subset: reductionNames(subset), lost, invented });
  }
  return found;
}

/** In words: verdicts by the number of each report, lock order, which accesses took place, and each state in which nothing moves and nobody hangs. */
async function findingsUnder(engine: Engine, reductions: Reductions, statesMax: number, ends: Set<string>): Promise<ReadonlySet<string>> {
  ends.clear();
  const found = await explore(engine, { limits: { states: statesMax }, reductions });
  if (!found.complete) throw new TooManyStates();
  const { properties, reports, lockClasses, accesses, sites } = engine.program;
  const nameOf = (lock: number): string => lockClasses[lock]!.name;
  return new Set([
    ...properties.flatMap(({ kind, name }, k) => (found.violations[k] === null ? [] : [`${kind === 'reachable' ? 'reached' : 'violated'} ${name}`])),
    ...found.propertyErrors.map(({ property }) => `error ${properties[property]!.name}`),
    ...found.reports.map(({ report }) => `report ${report}: ${reports[report]!.class}, ${sites[reports[report]!.site]?.text ?? ''}`),
    ...(found.hung === null ? [] : ['hung']),
    ...(found.leak === null ? [] : ['leak']),
    ...found.lockEdges.map(({ from, to }) => `order ${nameOf(from)} ${nameOf(to)}`),
    ...lockCycles(found.lockEdges).map((cycle) => `cycle ${cycle.map(({ from }) => nameOf(from)).join(' ')}`),
    ...accesses.flatMap(({ id, site }) => (found.fired[id]! > 0 ? [`fired ${id}: ${sites[site]?.text ?? ''}`] : [])),
    ...ends,
  ]);
}

/** Its compiled engine; the program has one more property, which is asked at each state in which nothing moves and nobody hangs, and notes it. */
function engineNoting(program: Program, ends: Set<string>): Engine {
  const fn = program.fns.length;
  const live: readonly number[] = [];
  const asked: Fn = {
    id: fn, name: '$ends', site: 0, params: 0, locals: [], entry: 0, role: 'property',
    blocks: [{ instrs: [], end: { kind: 'return', values: [{ kind: 'const', value: 1 }] }, live, ordinal: null }],
  };
  const engine = compileEngine({ ...program, fns: [...program.fns, asked], properties: [...program.properties, { kind: 'final', name: '$ends', fn, site: 0 }] });
  const holds = engine.holds.bind(engine);
  return Object.assign(engine, {
    holds(property: number, cells: Int32Array) {
      if (property === program.properties.length) ends.add(`end ${cells.join(' ')}`);
      return holds(property, cells);
    },
  });
}

/** For people. */
export function toldOf(found: readonly Disagreement[]): string {
  return found.map(({ subset, lost, invented }) => `{${subset.join(', ')}}\n  lost: ${lost.join('; ') || '-'}\n  invented: ${invented.join('; ') || '-'}`).join('\n');
}
