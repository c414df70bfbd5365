/**
 * Whether two graphs are one and the same up to the numbers of their states. A state's edges are told apart by their moves, so there is at most one way
 * to map one graph to the other: step by step from the initial states.
 */
import type { StateGraph } from './graph.js';

export function areIsomorphic(a: StateGraph, b: StateGraph): boolean {
  if (a.labels.length !== b.labels.length || a.targets.length !== b.targets.length || a.initials.length !== b.initials.length) return false;
  const image = new Int32Array(a.labels.length).fill(-1);
  const isImage = new Uint8Array(b.labels.length);
  const queue: number[] = [];
  const pair = (state: number, other: number): boolean => {
    if (image[state] === -1 && isImage[other] === 0) {
      image[state] = other;
      isImage[other] = 1;
      queue.push(state);
      return a.labels[state] === b.labels[other];
    }
    return image[state] === other;
  };
  const begin = a.initials.every(({ state, move }, at) => move === b.initials[at]!.move && pair(state, b.initials[at]!.state));
  for (let at = 0; begin && at < queue.length; at++) {
    if (!pairEdges(a, b, { state: queue[at]!, other: image[queue[at]!]! }, pair)) return false;
  }
  return begin;
}

function pairEdges(a: StateGraph, b: StateGraph, { state, other }: { state: number; other: number }, pair: (target: number, image: number) => boolean): boolean {
  const [from, to] = [a.starts[state]!, a.starts[state + 1]!];
  const shift = b.starts[other]! - from;
  if (b.starts[other + 1]! - shift !== to) return false;
  for (let edge = from; edge < to; edge++) {
    if (a.moves[edge] !== b.moves[edge + shift] || !pair(a.targets[edge]!, b.targets[edge + shift]!)) return false;
  }
  return true;
}
