/** Two graphs as one whose states have classes: those of the second are numbered behind those of the first. */
import type { LabelledGraph, StateGraph } from './graph.js';
import { classAfter, FOR_EVER, partitionOf, type Partition } from './partition.js';

/** Which of two variants. */
export type Side = 0 | 1;

export interface Initial {
  readonly state: number;
  readonly move: number;
}

/** Two graphs side by side. */
export interface Union extends LabelledGraph {
  readonly moves: Int32Array;
  /** Of each side. */
  readonly initials: readonly [readonly Initial[], readonly Initial[]];
}

export function unionOf(a: StateGraph, b: StateGraph): Union {
  const shift = a.labels.length;
  const joined = (one: Int32Array, other: Int32Array): Int32Array => {
    const all = new Int32Array(one.length + other.length);
    all.set(one);
    all.set(other, one.length);
    return all;
  };
  return {
    labels: joined(a.labels, b.labels),
    starts: joined(a.starts.subarray(0, shift), b.starts.map((edge) => edge + a.targets.length)),
    targets: joined(a.targets, b.targets.map((state) => state + shift)),
    moves: joined(a.moves, b.moves),
    initials: [a.initials, b.initials.map(({ state, move }) => ({ state: state + shift, move }))],
  };
}

/** A union with the equivalence of its states. */
export class Classified {
  readonly partition: Partition;
  /** By class: its label, and the number of its signature. */
  private readonly labelOf: Int32Array;
  private readonly signatureOf: Int32Array;

  constructor(readonly graph: Union) {
    this.partition = partitionOf(graph);
    const { classes, classOf, signatureOf, components } = this.partition;
    this.labelOf = new Int32Array(classes);
    this.signatureOf = new Int32Array(classes);
    components.of.forEach((component, state) => { this.labelOf[classOf[component]!] = graph.labels[state]!; });
    classOf.forEach((found, component) => { this.signatureOf[found] = signatureOf[component]!; });
  }

  /** Whether each initial state of one side is equivalent to one of the other's. */
  get areEquivalent(): boolean {
    const [a, b] = this.graph.initials.map((initials) => new Set(initials.map(({ state }) => this.classOf(state))));
    return a!.size === b!.size && [...a!].every((found) => b!.has(found));
  }

  classOf(state: number): number {
    return this.partition.classOf[this.partition.components.of[state]!]!;
  }

  /** The class that a state was in after a round of the refinement. */
  classAfter(state: number, round: number): number {
    return classAfter(this.partition, this.partition.components.of[state]!, round);
  }

  /** The round in which two states came to be told apart; Infinity for equivalent ones. */
  separation(state: number, other: number): number {
    if (this.classOf(state) === this.classOf(other)) return Infinity;
    let [low, high] = [0, this.partition.lastRound];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.classAfter(state, middle) === this.classAfter(other, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  labelOfClass(found: number): number {
    return this.labelOf[found]!;
  }

  /** The classes that a class can go to, whatever its states do inside it before; FOR_EVER not among them. */
  next(found: number): readonly number[] {
    return [...this.partition.signatures.of(this.signatureOf[found]!)].filter((one) => one !== FOR_EVER);
  }

  /** Whether its states can stay in it for ever. */
  staysIn(found: number): boolean {
    return this.partition.signatures.of(this.signatureOf[found]!).includes(FOR_EVER);
  }

  /** Whether there is a way from the state back to itself without a change of label. */
  isOnLoop(state: number): boolean {
    return this.partition.components.loops[this.partition.components.of[state]!] === 1;
  }

  /** The shortest way round from a state on a loop back to itself, as moves. */
  loopOf(state: number): number[] {
    const { graph: { starts, targets, moves }, partition: { components: { of } } } = this;
    const queue: { readonly at: number; readonly way: readonly number[] }[] = [{ at: state, way: [] }];
    const met = new Set<number>();
    for (const { at, way } of queue) {
      for (let edge = starts[at]!; edge < starts[at + 1]!; edge++) {
        const target = targets[edge]!;
        if (target === state) return [...way, moves[edge]!];
        if (of[target] !== of[state] || met.has(target)) continue;
        met.add(target);
        queue.push({ at: target, way: [...way, moves[edge]!] });
      }
    }
    throw new Error(`state ${state} is on no loop`);
  }
}
