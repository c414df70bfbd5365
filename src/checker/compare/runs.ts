/**
 * Runs that only one side has: a breadth-first search of one side's states, each with the classes that the other side can be in when the same was
 * seen (the subset construction of M. O. Rabin and D. Scott, 1959, made as far as it is needed).
 */
import type { Difference } from './difference.js';
import { Sets } from './ints.js';
import type { Classified, Initial, Side } from './union.js';

/** Pairs of a state and a set after which no run is looked for any more. */
const PAIRS_MAX = 2_000_000;

/** The shortest run of that side which is seen as no run of the other is; null if there is none, or none was found in time. */
export function differenceByRun(classified: Classified, side: Side): Difference | null {
  return new RunSearch(classified, side).find();
}

class RunSearch {
  private readonly sets = new Sets();
  /** By set and label: the set that the other side can be in after a change to it. */
  private readonly changes = new Map<string, number>();
  private readonly states: number[] = [];
  private readonly setOf: number[] = [];
  private readonly parents: number[] = [];
  private readonly moves: number[] = [];
  private readonly met = new Set<number>();

  constructor(private readonly classified: Classified, private readonly side: Side) {}

  find(): Difference | null {
    for (const initial of this.classified.graph.initials[this.side]) {
      const difference = this.begin(initial);
      if (difference !== null) return difference;
    }
    for (let at = 0; at < this.states.length && at < PAIRS_MAX; at++) {
      const difference = this.loops(at) ?? this.expand(at);
      if (difference !== null) return difference;
    }
    return null;
  }

  private begin({ state, move }: Initial): Difference | null {
    const { classified, side } = this;
    const { graph } = classified;
    const label = graph.labels[state]!;
    const others = graph.initials[side === 0 ? 1 : 0].map((initial) => initial.state);
    const same = others.filter((other) => graph.labels[other] === label);
    if (same.length === 0) return { side, kind: 'start', by: 'run', moves: [move], round: 0, before: null, after: label, instead: unique(others.map((other) => graph.labels[other]!)) };
    this.meet(state, this.closed(same.map((other) => classified.classOf(other)), label), { parent: -1, move });
    return null;
  }

  /** Takes in a state and where the other side can be; not if it can be where it goes on alike. */
  private meet(state: number, set: number, from: { parent: number; move: number }): void {
    const key = set * this.classified.graph.labels.length + state;
    if (this.met.has(key) || this.sets.of(set).includes(this.classified.classOf(state))) return;
    this.met.add(key);
    this.states.push(state);
    this.setOf.push(set);
    this.parents.push(from.parent);
    this.moves.push(from.move);
  }

  private loops(at: number): Difference | null {
    const { classified, side } = this;
    const state = this.states[at]!;
    if (!classified.isOnLoop(state) || this.sets.of(this.setOf[at]!).some((found) => classified.staysIn(found))) return null;
    const round = classified.loopOf(state);
    const label = classified.graph.labels[state]!;
    return { side, kind: 'loop', by: 'run', moves: [...this.wayTo(at), ...round], round: round.length, before: label, after: label, instead: this.insteadOf(at) };
  }

  private expand(at: number): Difference | null {
    const { graph: { labels, starts, targets, moves } } = this.classified;
    const [state, set] = [this.states[at]!, this.setOf[at]!];
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
      const target = targets[edge]!;
      const label = labels[target]!;
      const next = label === labels[state] ? set : this.after(set, label);
      if (this.sets.of(next).length === 0) {
        return { side: this.side, kind: 'change', by: 'run', moves: [...this.wayTo(at), moves[edge]!], round: 0, before: labels[state]!, after: label, instead: this.insteadOf(at) };
      }
      this.meet(target, next, { parent: at, move: moves[edge]! });
    }
    return null;
  }

  /** Where the other side can be after a change to this label. */
  private after(set: number, label: number): number {
    const key = `${set} ${label}`;
    const known = this.changes.get(key) ?? this.closed([...this.sets.of(set)].flatMap((found) => this.classified.next(found)).filter((found) => this.classified.labelOfClass(found) === label), label);
    this.changes.set(key, known);
    return known;
  }

  /** The classes, and those that are reached from them without a change of label. */
  private closed(classes: readonly number[], label: number): number {
    const reached = new Set(classes);
    for (const found of reached) {
      for (const next of this.classified.next(found)) if (this.classified.labelOfClass(next) === label) reached.add(next);
    }
    return this.sets.idOf([...reached].toSorted((a, b) => a - b));
  }

  private insteadOf(at: number): number[] {
    const { classified } = this;
    const label = classified.graph.labels[this.states[at]!]!;
    const next = [...this.sets.of(this.setOf[at]!)].flatMap((found) => classified.next(found)).map((found) => classified.labelOfClass(found));
    return unique(next.filter((one) => one !== label));
  }

  private wayTo(at: number): number[] {
    const way: number[] = [];
    for (let place = at; place >= 0; place = this.parents[place]!) way.push(this.moves[place]!);
    return way.reverse();
  }
}

function unique(labels: readonly number[]): number[] {
  return [...new Set(labels)].toSorted((a, b) => a - b);
}
