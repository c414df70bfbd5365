/**
 * Where each side can be seen as the other, and yet they are not equivalent: the game of the refinement, backwards. Two states were told apart in some round
 * because one could go to a class that the other could not; it goes there, the other goes where it is told apart from it as late as possible,
 * and so on with fewer rounds left, until nothing that is seen alike is possible.
 */
import type { Difference } from './difference.js';
import type { Classified, Side } from './union.js';

/** A run of one side. */
interface Runner {
  readonly side: Side;
  readonly state: number;
  readonly moves: readonly number[];
}

/** What a runner can reach without leaving the class that it was in after some round. */
interface Region {
  /** The first way to each class out of it. */
  readonly exits: ReadonlyMap<number, Runner>;
  /** The states in it. */
  readonly inside: readonly Runner[];
  /** One that is on a loop. */
  readonly loop: Runner | null;
}

/** To be called of graphs that are not equivalent, and start alike. */
export function differenceByChoice(classified: Classified): Difference {
  let [one, other] = beginnings(classified);
  for (;;) {
    const round = classified.separation(one.state, other.state) - 1;
    const [mine, yours] = [regionOf(classified, one, round), regionOf(classified, other, round)];
    const found = loopOnly(classified, mine, yours) ?? loopOnly(classified, yours, mine) ?? changeOnly(classified, mine, yours) ?? changeOnly(classified, yours, mine);
    if (found !== null) return found;
    [one, other] = next(classified, mine, yours) ?? next(classified, yours, mine) ?? unreachable();
  }
}

function unreachable(): never {
  throw new Error('two states were told apart, and nothing tells them apart');
}

/** Two initial states, of which one has no equivalent on the other side. */
function beginnings(classified: Classified): [Runner, Runner] {
  for (const side of [0, 1] as const) {
    const theirs = classified.graph.initials[side === 0 ? 1 : 0];
    const alone = classified.graph.initials[side].find(({ state }) => theirs.every((initial) => classified.classOf(initial.state) !== classified.classOf(state)));
    if (alone === undefined) continue;
    const nearest = latest(classified, alone.state, theirs);
    return [{ side, state: alone.state, moves: [alone.move] }, { side: side === 0 ? 1 : 0, state: nearest.state, moves: [nearest.move] }];
  }
  return unreachable();
}

/** The candidate that is told apart from a state last. */
function latest<Candidate extends { readonly state: number }>(classified: Classified, state: number, candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((best, one) => (classified.separation(state, one.state) > classified.separation(state, best.state) ? one : best));
}

function regionOf(classified: Classified, runner: Runner, round: number): Region {
  const { graph: { starts, targets, moves } } = classified;
  const own = classified.classAfter(runner.state, round);
  const exits = new Map<number, Runner>();
  const inside: Runner[] = [runner];
  const met = new Set([runner.state]);
  for (const { side, state, moves: way } of inside) {
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
      const target = targets[edge]!;
      const step: Runner = { side, state: target, moves: [...way, moves[edge]!] };
      const found = classified.classAfter(target, round);
      if (found !== own && !exits.has(found)) exits.set(found, step);
      if (found !== own || met.has(target)) continue;
      met.add(target);
      inside.push(step);
    }
  }
  return { exits, inside, loop: inside.find(({ state }) => classified.isOnLoop(state)) ?? null };
}

/** Only one side can stay for ever. */
function loopOnly(classified: Classified, { loop }: Region, yours: Region): Difference | null {
  if (loop === null || yours.loop !== null) return null;
  const round = classified.loopOf(loop.state);
  const label = classified.graph.labels[loop.state]!;
  return { side: loop.side, kind: 'loop', by: 'choice', moves: [...loop.moves, ...round], round: round.length, before: label, after: label, instead: seenNext(classified, yours) };
}

/** Only one side can go on to what is seen so. */
function changeOnly(classified: Classified, mine: Region, yours: Region): Difference | null {
  const possible = seenNext(classified, yours);
  const label = labelOf(classified, mine);
  const exit = [...mine.exits.values()].find(({ state }) => classified.graph.labels[state] !== label && !possible.includes(classified.graph.labels[state]!));
  if (exit === undefined) return null;
  return { side: exit.side, kind: 'change', by: 'choice', moves: exit.moves, round: 0, before: label, after: classified.graph.labels[exit.state]!, instead: possible };
}

/** One side goes to a class that the other cannot reach; the other goes where it looks like it. */
function next(classified: Classified, mine: Region, yours: Region): [Runner, Runner] | null {
  const { labels } = classified.graph;
  const exit = [...mine.exits].find(([found]) => !yours.exits.has(found))?.[1];
  if (exit === undefined) return null;
  const label = labels[exit.state]!;
  const candidates = [...yours.exits.values(), ...(label === labelOf(classified, yours) ? yours.inside : [])].filter(({ state }) => labels[state] === label);
  return [exit, latest(classified, exit.state, candidates)];
}

function labelOf({ graph }: Classified, { inside }: Region): number {
  return graph.labels[inside[0]!.state]!;
}

/** What can be seen next, ascending. */
function seenNext(classified: Classified, region: Region): number[] {
  const { labels } = classified.graph;
  const own = labelOf(classified, region);
  return [...new Set([...region.exits.values()].map(({ state }) => labels[state]!))].filter((label) => label !== own).toSorted((a, b) => a - b);
}
