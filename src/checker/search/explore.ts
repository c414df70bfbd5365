import type { Engine } from '../engine.js';
import type { Exploration, ExploreOptions, Limit } from './exploration.js';
import { Search } from './search.js';

/** States expanded between two looks at the clock and the limits, and the time after which others get their turn. */
const STATES_A_LOOK = 256;
const TURN_MS = 40;

/**
 * Explores an engine breadth-first, in order, so that each state is reached by the least of its shortest paths. Gives way to other
 * work of the process every few hundredths of a second. Throws if the engine breaks its contract.
 */
export async function explore(engine: Engine, options: ExploreOptions = {}): Promise<Exploration> {
  const search = new Search(engine);
  const start = performance.now();
  let turn = start;
  search.begin();
  for (;;) {
    const limit = limitHit(search, options, performance.now() - start);
    if (limit !== null || search.done || (options.firstOnly === true && search.foundBefore())) return search.result(limit);
    search.advance(STATES_A_LOOK, options.limits?.states ?? Infinity);
    if (performance.now() - turn < TURN_MS) continue;
    options.onProgress?.(search.progress(performance.now() - start));
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now();
  }
}

function limitHit(search: Search, { limits = {}, signal }: ExploreOptions, elapsedMs: number): Limit | null {
  if (search.done) return null;
  const { states, depth, memory, time } = limits;
  if (states !== undefined && search.states > states) return 'states';
  if (depth !== undefined && search.depth >= depth && search.atLevelStart) return 'depth';
  if (memory !== undefined && search.bytes > memory) return 'memory';
  if (time !== undefined && elapsedMs > time) return 'time';
  return signal?.aborted === true ? 'interrupt' : null;
}
