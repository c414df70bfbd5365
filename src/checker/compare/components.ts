/**
 * States that reach one another without a change of label, as one: the strongly connected components of the edges between states of equal labels
 * (R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1, 1972; here without recursion). Such states are equivalent,
 * and each of them can go on for ever without a change.
 */
import type { LabelledGraph } from './graph.js';

export interface Components {
  readonly count: number;
  /** By state: its component. A component's edges without a change of label lead to lower ones. */
  readonly of: Int32Array;
  /** By component: whether there is a way round in it. */
  readonly loops: Uint8Array;
}

export function componentsOf({ labels, starts, targets }: LabelledGraph): Components {
  const states = labels.length;
  const of = new Int32Array(states).fill(-1);
  const loops = new Uint8Array(states);
  /** When a state was met, from 1; 0: not yet. And the earliest that is reached from it and still open. */
  const met = new Int32Array(states);
  const low = new Int32Array(states);
  const next = starts.slice(0, states);
  const open = new Int32Array(states);
  const way = new Int32Array(states);
  let [count, clock, opened, depth] = [0, 0, 0, 0];

  const enter = (state: number): void => {
    met[state] = low[state] = ++clock;
    open[opened++] = state;
    way[depth++] = state;
  };
  const close = (state: number): void => {
    let size = 0;
    for (let last = -1; last !== state; size++) {
      last = open[--opened]!;
      of[last] = count;
    }
    if (size > 1) loops[count] = 1;
    count++;
  };
  /** Goes on from the last state of the way: to a state that was not met, or back. */
  const goOn = (state: number): void => {
    const end = starts[state + 1]!;
    while (next[state]! < end) {
      const target = targets[next[state]!++]!;
      if (labels[target] !== labels[state]) continue;
      if (met[target] === 0) return enter(target);
      if (of[target] === -1 && met[target]! < low[state]!) low[state] = met[target]!;
    }
    depth--;
    const before = depth > 0 ? way[depth - 1]! : -1;
    if (before >= 0 && low[state]! < low[before]!) low[before] = low[state]!;
    if (low[state] === met[state]) close(state);
  };
  for (let root = 0; root < states; root++) {
    if (met[root] !== 0) continue;
    for (enter(root); depth > 0;) goOn(way[depth - 1]!);
  }
  for (let state = 0; state < states; state++) {
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) if (targets[edge] === state) loops[of[state]!] = 1;
  }
  return { count, of, loops: loops.slice(0, count) };
}
