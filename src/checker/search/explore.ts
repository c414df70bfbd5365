import type { Program } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import { asked, blockExprs } from '../program/walk.js';
import { Reducer } from '../reduce/reducer.js';
import { NO_REDUCTIONS, type Reductions } from '../reductions.js';
import { Symmetry } from '../symmetry/symmetry.js';
import { PlainExpander } from './expander.js';
import type { Exploration, ExploreOptions, Limit } from './exploration.js';
import type { Canon } from './routes.js';
import { Search } from './search.js';

/** States expanded between two looks at the clock and the limits, and the time after which others get their turn. */
const STATES_A_LOOK = 256;
const TURN_MS = 40;
/** A search that rests on a false belief goes on for so many more states, to find out what else is false. */
const STATES_TO_LEARN = 512;
/** Once a void search has cost more states than this, runs at random are worth so many steps. */
const STATES_VOID = 1_000;
const STEPS_TO_LEARN = 20_000;

/**
 * Explores an engine breadth-first, in order, so that each state is reached by the least of its shortest paths. Gives way to other
 * work of the process every few hundredths of a second. Throws if the engine breaks its contract.
 *
 * With transactions it starts by believing in every lock discipline there could be; when a search has rested on one that turns out to be
 * false, it is begun again without it. What is returned is of a search that rested on nothing false.
 */
export async function explore(engine: Engine, options: ExploreOptions = {}): Promise<Exploration> {
  const means = meansOf(engine, options.reductions ?? NO_REDUCTIONS);
  const clock = new Clock(options);
  const begun = (): Search => {
    means.reducer?.begin();
    const search = new Search(engine, { expander: means.reducer ?? new PlainExpander(engine), canon: means.canon, reduced: means.reducer !== null || means.canon !== null, observer: options.observe?.() ?? null });
    search.begin();
    return search;
  };
  for (;;) {
    const search = begun();
    const limit = await run(search, { options, clock, isVoid: voidedBy(means.reducer, search) });
    // With no time to begin again, nothing is known beyond the start: where a belief was dropped, states go on otherwise now than they were met.
    const kept = limit !== 'void' && means.reducer?.broken === true ? begun() : search;
    if (limit !== 'void') return { ...kept.result(limit), survey: means.reducer?.survey ?? null, symmetry: means.symmetry, reductions: means.inForce };
    if (!clock.learnt && search.states > STATES_VOID) means.reducer?.learn(STEPS_TO_LEARN);
    clock.learnt ||= search.states > STATES_VOID;
  }
}

/** What a search is made of, by the reductions that are on. */
interface Means {
  readonly inForce: Reductions;
  readonly reducer: Reducer | null;
  readonly canon: Canon | null;
  readonly symmetry: Exploration['symmetry'];
}

function meansOf(engine: Engine, reductions: Reductions): Means {
  const reduces = (reductions.private || reductions.transactions) && !asksForReferences(engine.program);
  const starts = reduces || reductions.symmetry ? initialsOf(engine) : [];
  const symmetry = reductions.symmetry ? new Symmetry(engine.layout, starts) : null;
  const canon = symmetry === null || symmetry.trivial || symmetry.fragile.length > 0 ? null : symmetry;
  const reducer = reduces ? new Reducer(engine, reductions, starts, canon ?? NOTHING_RENAMED) : null;
  return { inForce: reduces ? reductions : { ...reductions, private: false, transactions: false }, reducer, canon, symmetry: { found: canon?.found ?? [], notes: symmetry === null ? [] : notesOf(engine, symmetry) } };
}

/** Whether a task or property asks who points to an object: then each pointer that a local drops may matter to it. */
function asksForReferences({ fns }: Program): boolean {
  return fns.some(({ role, blocks }) => role !== 'init' && blocks.some((block) => [...blockExprs(block)].some(({ kind }) => kind === 'referenced')));
}

const NOTHING_RENAMED = { pools: [], groups: [] };

/** A property that may miss its own error under another numbering is worth more than what symmetry saves. */
function notesOf({ program }: Engine, { fragile, notes }: Symmetry): string[] {
  const names = fragile.map((one) => asked(program)[one]!.name);
  return [...(names.length === 0 ? [] : [`${names.join(', ')}: which error comes first hangs on the numbering`]), ...notes];
}

function initialsOf(engine: Engine): Int32Array[] {
  const found: Int32Array[] = [];
  engine.initials({ state: (_task, _choices, cells) => found.push(cells.slice()), report() {}, acquire() {} });
  return found;
}

/** The time since the start, and whose turn it is. */
class Clock {
  learnt = false;
  private readonly start = performance.now();
  private turn = performance.now();

  constructor(private readonly options: ExploreOptions) {}

  get elapsedMs(): number {
    return performance.now() - this.start;
  }

  /** Lets others do something, now and then. */
  async giveWay(search: Search): Promise<void> {
    if (performance.now() - this.turn < TURN_MS) return;
    this.options.onProgress?.(search.progress(this.elapsedMs));
    await new Promise((resolve) => setImmediate(resolve));
    this.turn = performance.now();
  }
}

/** Runs a search to its end: the limit that ended it, null, or `void`. */
async function run(search: Search, { options, clock, isVoid }: { options: ExploreOptions; clock: Clock; isVoid: (over: boolean) => boolean }): Promise<Limit | null | 'void'> {
  for (;;) {
    const limit = limitHit(search, options, clock.elapsedMs);
    const over = limit !== null || search.done || (options.firstOnly === true && search.foundBefore()) || options.enough?.(search.found) === true;
    if (limit !== 'interrupt' && limit !== 'time' && isVoid(over)) return 'void';
    if (over) return limit;
    search.advance(STATES_A_LOOK, options.limits?.states ?? Infinity);
    await clock.giveWay(search);
  }
}

/** Whether a search is to be begun again: it rests on something false, and is over or has had the time to learn what else is false. */
function voidedBy(reducer: Reducer | null, search: Search): (over: boolean) => boolean {
  let brokenAt: number | null = null;
  return (over) => {
    if (reducer === null || !reducer.broken) return false;
    brokenAt ??= search.states;
    return over || search.states > brokenAt + STATES_TO_LEARN;
  };
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
