/** The shortest trails to what a reduced search found: all of it is looked for again, with each access a step. */
import type { Engine } from '../engine.js';
import { EngineBug } from '../interpret/bug.js';
import { NO_REDUCTIONS } from '../reductions.js';
import type { Exploration, ExploreOptions, Found } from '../search/exploration.js';
import type { Extremes } from '../search/extremes.js';
import { explore } from '../search/explore.js';
import { lockCycles } from './lock-order.js';

/**
 * Searches without reductions until everything that `reduced` found has been found again, or a limit or an interrupt comes first. Throws
 * EngineBug where the two contradict each other.
 */
export async function searchAgain(engine: Engine, reduced: Exploration, options: Pick<ExploreOptions, 'limits' | 'onProgress' | 'signal'>): Promise<Exploration> {
  const plain = await explore(engine, { ...options, reductions: NO_REDUCTIONS, enough: (found) => hasAll(found, reduced) });
  if (plain.complete && !hasAll(plain, reduced)) throw new EngineBug('a search with reductions found what none without them finds');
  const lost = engine.program.properties.find((_, at) => has(plain.violations[at]) && !has(reduced.violations[at]) && !has(errorOf(reduced, at)));
  if (reduced.complete && plain.measures.some((one, at) => exceeds(one, reduced.measures[at]!))) throw new EngineBug('a search with reductions lost an extreme of a measure');
  if (reduced.complete && lost !== undefined) throw new EngineBug(`a search with reductions lost what is to be said of ${lost.name}`);
  return plain;
}

/** Whether all that is shown of a search has been found by another one, too. */
function hasAll(found: Found, wanted: Found): boolean {
  const edges = lockCycles(wanted.lockEdges).flat();
  return wanted.violations.every((state, at) => (has(errorOf(wanted, at)) ? has(errorOf(found, at)) : state === null || has(found.violations[at])))
    && wanted.reports.every(({ report }) => found.reports.some((other) => other.report === report))
    && (wanted.hung === null || found.hung !== null)
    && (wanted.leak === null || found.leak !== null)
    && wanted.measures.every((one, at) => hasExtremes(found.measures[at]!, one))
    && edges.every(({ from, to }) => found.lockEdges.some((other) => other.from === from && other.to === to));
}

/** Whether the extremes of a measure, or its error, have been found again. */
function hasExtremes(found: Extremes, wanted: Extremes): boolean {
  return has(wanted.error) ? has(found.error) : found.least?.value === wanted.least?.value && found.greatest?.value === wanted.greatest?.value;
}

/** Whether a measure has a value outside what a search of all found of it. */
function exceeds({ least, greatest }: Extremes, all: Extremes): boolean {
  if (least === null || greatest === null || all.error !== null) return false;
  return all.least === null || all.greatest === null || least.value < all.least.value || greatest.value > all.greatest.value;
}

function errorOf({ propertyErrors }: Found, property: number): Found['propertyErrors'][number] | undefined {
  return propertyErrors.find((error) => error.property === property);
}

function has(thing: unknown): boolean {
  return thing !== null && thing !== undefined;
}
