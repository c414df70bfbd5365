/**
 * Divergence-preserving branching bisimilarity of states by their labels, which is divergence-sensitive stuttering equivalence (R. De Nicola, F. Vaandrager,
 * "Three logics for branching bisimulation", J. ACM 42, 1995): by signature refinement (S. Blom, J. van de Pol, "Distributed branching bisimulation
 * minimization by inductive signatures", PDMC 2009; S. Blom, S. Orzan, "Distributed branching bisimulation reduction of state spaces", PDMC 2003).
 *
 * Classes begin as labels. The signature of a state: the classes that it can go to from within its own, after any steps inside it, and whether it can stay there for ever.
 * In each round the states of a class with other signatures than the rest become classes of their own, until there are none. What is recomputed in
 * a round is only what the changes of the round before touch.
 */
import { componentsOf, type Components } from './components.js';
import type { LabelledGraph } from './graph.js';
import { grouped, Sets } from './ints.js';

/** In a signature: the state can stay in its class for ever. */
export const FOR_EVER = -1;

/** How classes came to be. */
interface History {
  /** By class: the one that it was split from, or -1; and in which round, 0 for the classes of labels. */
  readonly parents: readonly number[];
  readonly rounds: readonly number[];
}

/** The equivalence of a graph's states. */
export interface Partition extends History {
  readonly components: Components;
  readonly classes: number;
  /** By component: its class at the end, and the number of its signature in `signatures`. */
  readonly classOf: Int32Array;
  readonly signatureOf: Int32Array;
  readonly signatures: Sets;
  /** Rounds in which some class was split. */
  readonly lastRound: number;
}

export function partitionOf(graph: LabelledGraph): Partition {
  return new Refinement(graph).run();
}

/** The class of a component as it was after a round. */
export function classAfter({ parents, rounds, classOf }: Pick<Partition, 'parents' | 'rounds' | 'classOf'>, component: number, round: number): number {
  let found = classOf[component]!;
  while (rounds[found]! > round) found = parents[found]!;
  return found;
}

class Refinement {
  private readonly components: Components;
  private readonly classOf: Int32Array;
  private readonly sizes: number[] = [];
  private readonly parents: number[] = [];
  private readonly rounds: number[] = [];
  private readonly signatures = new Sets();
  private readonly signatureOf: Int32Array;
  /** Components whose signature may have changed. */
  private readonly dirty: Uint8Array;
  /** By component, from starts up to the next one's: those that its edges lead to, itself left out; and those that lead to it. */
  private readonly out: { readonly starts: Int32Array; readonly to: Int32Array };
  private readonly into: { readonly starts: Int32Array; readonly to: Int32Array };
  private round = 0;

  constructor(graph: LabelledGraph) {
    this.components = componentsOf(graph);
    const { count } = this.components;
    this.classOf = this.classesOfLabels(graph.labels);
    this.signatureOf = new Int32Array(count).fill(-1);
    this.dirty = new Uint8Array(count).fill(1);
    const { from, to } = edgesBetween(graph, this.components);
    const follow = (owners: Int32Array, others: Int32Array): { starts: Int32Array; to: Int32Array } => {
      const { starts, members } = grouped(owners, count);
      return { starts, to: members.map((edge) => others[edge]!) };
    };
    this.out = follow(from, to);
    this.into = follow(to, from);
  }

  run(): Partition {
    let lastRound = 0;
    while (this.refine()) lastRound = this.round;
    const { components, classOf, signatureOf, signatures, parents, rounds } = this;
    return { components, classes: this.sizes.length, classOf, signatureOf, signatures, parents, rounds, lastRound };
  }

  private classesOfLabels(labels: Int32Array): Int32Array {
    const { count, of } = this.components;
    const classOf = new Int32Array(count);
    const labelOf = new Int32Array(count);
    of.forEach((component, state) => { labelOf[component] = labels[state]!; });
    const known = new Map<number, number>();
    labelOf.forEach((label, component) => {
      const found = known.get(label) ?? this.newClass(-1);
      known.set(label, found);
      classOf[component] = found;
      this.sizes[found]!++;
    });
    return classOf;
  }

  private newClass(parent: number): number {
    this.parents.push(parent);
    this.rounds.push(this.round);
    return this.sizes.push(0) - 1;
  }

  /** One round; whether a class was split. */
  private refine(): boolean {
    this.round++;
    const changed = this.sign();
    const moved = this.split(changed);
    for (const component of moved) {
      this.dirty[component] = 1;
      this.soil(component, () => true);
    }
    return moved.length > 0;
  }

  /** Computes signatures anew, those of lower components first: what stays in a class leads to lower ones. Gives the components whose signature changed. */
  private sign(): number[] {
    const { dirty, signatureOf, classOf } = this;
    const changed: number[] = [];
    for (let component = 0; component < dirty.length; component++) {
      if (dirty[component] === 0) continue;
      dirty[component] = 0;
      const signature = this.signature(component);
      if (signature === signatureOf[component]) continue;
      signatureOf[component] = signature;
      changed.push(component);
      this.soil(component, (from) => classOf[from] === classOf[component]);
    }
    return changed;
  }

  private soil(component: number, which: (from: number) => boolean): void {
    const { starts, to } = this.into;
    for (let at = starts[component]!; at < starts[component + 1]!; at++) if (which(to[at]!)) this.dirty[to[at]!] = 1;
  }

  private signature(component: number): number {
    const { classOf, signatureOf, components, signatures } = this;
    const { starts, to } = this.out;
    const own = classOf[component]!;
    const visible: number[] = components.loops[component] === 1 ? [FOR_EVER] : [];
    const inherited: number[] = [];
    for (let at = starts[component]!; at < starts[component + 1]!; at++) {
      const target = to[at]!;
      if (classOf[target] !== own) visible.push(classOf[target]!);
      else if (!inherited.includes(signatureOf[target]!)) inherited.push(signatureOf[target]!);
    }
    const [only] = inherited;
    if (visible.length === 0 && inherited.length === 1) return only!;
    for (const set of inherited) for (const one of signatures.of(set)) visible.push(one);
    return signatures.idOf(ascending(visible));
  }

  /** Gives new classes to the components whose signature is another than that of the rest of their class. Gives the components that moved. */
  private split(changed: readonly number[]): number[] {
    const byClass = new Map<number, number[]>();
    for (const component of changed) {
      const mates = byClass.get(this.classOf[component]!);
      if (mates === undefined) byClass.set(this.classOf[component]!, [component]);
      else mates.push(component);
    }
    return [...byClass].flatMap(([old, components]) => this.splitOff(old, components));
  }

  private splitOff(old: number, components: readonly number[]): number[] {
    const bySignature = new Map<number, number[]>();
    for (const component of components) {
      const alike = bySignature.get(this.signatureOf[component]!);
      if (alike === undefined) bySignature.set(this.signatureOf[component]!, [component]);
      else alike.push(component);
    }
    const groups = [...bySignature.values()];
    // The rest of the class keeps its number; where there is no rest, the largest group does.
    const keeps = this.sizes[old] === components.length ? groups.reduce((most, group) => (group.length > most.length ? group : most)) : null;
    return groups.filter((group) => group !== keeps).flatMap((group) => {
      const made = this.newClass(old);
      this.sizes[made] = group.length;
      this.sizes[old]! -= group.length;
      for (const component of group) this.classOf[component] = made;
      return group;
    });
  }
}

/** The edges between different components. */
function edgesBetween({ starts, targets }: LabelledGraph, { of }: Components): { from: Int32Array; to: Int32Array } {
  const from = new Int32Array(targets.length);
  const to = new Int32Array(targets.length);
  let edges = 0;
  for (let state = 0; state < of.length; state++) {
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
      const [source, target] = [of[state]!, of[targets[edge]!]!];
      if (source === target) continue;
      from[edges] = source;
      to[edges++] = target;
    }
  }
  return { from: from.slice(0, edges), to: to.slice(0, edges) };
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
