/** Small labelled graphs, and their equivalence by definition. */
import fc from 'fast-check';
import type { StateGraph } from '../../src/checker/compare/graph.js';

/** State k has the label labels[k] and edges to edges[k]; the first one is initial. */
export interface Small {
  readonly labels: readonly number[];
  readonly edges: readonly (readonly number[])[];
}

/** Graphs of up to `most` states, with few labels, so that many states are alike. */
export function smallGraph(most: number): fc.Arbitrary<Small> {
  return fc.integer({ min: 1, max: most }).chain((states) => fc.record({
    labels: fc.array(fc.nat({ max: 2 }), { minLength: states, maxLength: states }),
    edges: fc.array(fc.array(fc.nat({ max: states - 1 }), { maxLength: 3 }), { minLength: states, maxLength: states }),
  }));
}

/** As the engine has it: the move of an edge is its place among the edges of its state. */
export function graphOf({ labels, edges }: Small): StateGraph {
  const starts = [0];
  for (const targets of edges) starts.push(starts.at(-1)! + targets.length);
  return {
    states: labels.length, labels: Int32Array.from(labels), starts: Int32Array.from(starts), targets: Int32Array.from(edges.flat()),
    moves: Int32Array.from(edges.flatMap((targets) => targets.map((_, at) => at))), initials: [{ state: 0, move: 0 }], reports: [],
  };
}

/** Two graphs side by side. */
export function beside(a: Small, b: Small): Small {
  const shift = a.labels.length;
  return { labels: [...a.labels, ...b.labels], edges: [...a.edges, ...b.edges.map((targets) => targets.map((target) => target + shift))] };
}

/** Only what can be reached from the first state, which comes first. */
export function reachable({ labels, edges }: Small): Small {
  const met = [0];
  for (const state of met) for (const target of edges[state]!) if (!met.includes(target)) met.push(target);
  return { labels: met.map((state) => labels[state]!), edges: met.map((state) => edges[state]!.map((target) => met.indexOf(target))) };
}

/** The states of one label that are on a way round without a change of label. */
export function onLoops({ labels, edges }: Small): boolean[] {
  return labels.map((label, state) => {
    const met = new Set<number>();
    const queue = [state];
    for (const at of queue) {
      for (const target of edges[at]!) {
        if (labels[target] !== label || met.has(target)) continue;
        met.add(target);
        queue.push(target);
      }
    }
    return met.has(state);
  });
}

/**
 * The greatest branching bisimulation, by its definition, over the graph in which a step to a state of its own leads from each way round that changes no label: which is
 * divergence-preserving branching bisimilarity of the graph itself. related[s][t] says whether s and t are equivalent.
 */
export function naiveEquivalence(small: Small): boolean[][] {
  const extended = withDivergence(small);
  const { labels } = extended;
  const related = labels.map((label) => labels.map((other) => label === other));
  for (let changed = true; changed;) {
    changed = false;
    labels.forEach((_, s) => labels.forEach((__, t) => {
      if (!related[s]![t] || (answers(extended, related, s, t) && answers(extended, related, t, s))) return;
      related[s]![t] = related[t]![s] = false;
      changed = true;
    }));
  }
  return small.labels.map((_, s) => small.labels.map((__, t) => related[s]![t]!));
}

function withDivergence(small: Small): Small {
  const end = small.labels.length;
  const loops = onLoops(small);
  return { labels: [...small.labels, -1], edges: [...small.edges.map((targets, state) => (loops[state] ? [...targets, end] : [...targets])), []] };
}

/** Each step of s: t need not answer, or goes through states related to s and of its label to one that answers it. */
function answers({ labels, edges }: Small, related: readonly boolean[][], s: number, t: number): boolean {
  const through = [t];
  for (const at of through) for (const next of edges[at]!) if (labels[next] === labels[s] && related[s]![next] && !through.includes(next)) through.push(next);
  return edges[s]!.every((target) => (labels[target] === labels[s] && related[target]![t]) || through.some((at) => edges[at]!.some((next) => related[target]![next])));
}

/** Whether a partition is a divergence-preserving branching bisimulation, by its definition over classes. */
export function isBisimulation(small: Small, classOf: readonly number[]): boolean {
  const { labels, edges } = small;
  const loops = onLoops(small);
  const inside = (state: number): number[] => {
    const met = [state];
    for (const at of met) for (const next of edges[at]!) if (classOf[next] === classOf[state] && !met.includes(next)) met.push(next);
    return met;
  };
  const exits = (state: number): string => [...new Set(inside(state).flatMap((at) => edges[at]!.map((next) => classOf[next]!)).filter((found) => found !== classOf[state]))].toSorted((a, b) => a - b).join();
  const stays = (state: number): boolean => inside(state).some((at) => loops[at]);
  return labels.every((label, s) => labels.every((other, t) => classOf[s] !== classOf[t] || (label === other && exits(s) === exits(t) && stays(s) === stays(t))));
}

/** All partitions of so many things, each as the class of each thing. */
export function* partitions(count: number, classOf: readonly number[] = []): Generator<readonly number[]> {
  if (classOf.length === count) return yield classOf;
  for (let one = 0; one <= Math.max(-1, ...classOf) + 1; one++) yield* partitions(count, [...classOf, one]);
}
