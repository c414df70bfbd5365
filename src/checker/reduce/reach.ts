import type { StructId, ValueType } from '../../lang/ir.js';
import { localOffset, type Layout } from '../layout/layout.js';
import { NOBODY, type Cells } from './cells.js';
import { NodeSets } from './node-sets.js';

/** A cell that may point, and to what: `to[value]` is the node, for values above 0. */
interface Pointer {
  /** In the columns; in a task's area, relative to its base. */
  readonly cell: number;
  readonly to: Int32Array;
  /** The node whose cell it is; NOBODY for a global. */
  readonly from: number;
}

/** Bits of Reach.open. Properties from the thirtieth on share one. */
export const ROAMED = 1;
export const seenBy = (property: number): number => 2 << Math.min(property, 29);

/** Which tasks can reach which nodes at a state, by following pointers from globals, their locals and their own struct. */
export class Reach {
  /** The state that was looked at last. */
  state: Int32Array | null = null;
  /** By node: the tasks that reach it, as bits. */
  readonly tasks: Int32Array;
  /** By node: who can come to it by pointers, but not by any task's locals: ROAMED, tasks that count through a pool; seenBy(k), property k. */
  readonly open: Int32Array;
  /** By task: the nodes that its locals point to. */
  readonly local: number[][];
  private readonly globals: readonly Pointer[];
  /** By node: its cells that may point. */
  private readonly within: readonly (readonly Pointer[])[];
  /** Exclusive locks: whoever holds one can reach what it is in. */
  private readonly owners: readonly { readonly cell: number; readonly node: number }[];
  /** By function: its pointer locals. */
  private readonly locals: readonly (readonly Pointer[])[];
  private readonly fnOfCode: Int32Array;
  private readonly callers: readonly Int32Array[];
  private readonly sets: NodeSets;
  /** Those of `open` that begin at the same pools: their bits, and the nodes. */
  private readonly counting: readonly { readonly bits: number; readonly nodes: readonly number[] }[];

  /** @param counted the bits of those that go through all objects of a pool */
  constructor(private readonly layout: Layout, private readonly cells: Cells, counted: (pool: StructId) => number) {
    const { program, points } = layout;
    this.tasks = new Int32Array(cells.nodes);
    this.open = new Int32Array(cells.nodes);
    this.sets = new NodeSets(cells.nodes);
    const pointers = columnPointers(layout, cells);
    this.globals = pointers.filter(({ from }) => from < 0);
    this.within = Array.from({ length: cells.nodes }, (_, node) => pointers.filter(({ from }) => from === node));
    this.local = layout.tasks.map(() => []);
    this.owners = program.lockClasses.flatMap(({ owner }) => cells.ofColumn[owner]!.filter((cell) => cells.node[cell]! >= 0).map((cell) => ({ cell, node: cells.node[cell]! })));
    this.locals = program.fns.map(({ id, locals }) => locals.flatMap(({ type }, local) => {
      const to = targetsOf(type, layout, cells);
      return to === null ? [] : [{ cell: localOffset(layout.frames, id, local), to, from: NOBODY }];
    }));
    this.fnOfCode = Int32Array.from(points.points, (point) => point?.fn ?? -1);
    this.callers = points.sites.map((sites) => Int32Array.of(-1, ...sites.map((site) => site.caller)));
    this.counting = countingGroups(cells, program.properties.length, counted);
  }

  /** Looks at a state. */
  look(state: Int32Array): void {
    this.state = state;
    this.link(state);
    this.tasks.fill(0);
    this.open.fill(0);
    const { sets } = this;
    for (let task = 0; task < this.layout.tasks.length; task++) {
      this.rootsOf(state, task);
      sets.close();
      sets.forEach((node) => { this.tasks[node]! |= 1 << task; });
    }
    for (const { bits, nodes } of this.counting) {
      sets.clear();
      this.addGlobals(state);
      for (const node of nodes) sets.add(node);
      sets.close();
      sets.forEach((node) => { this.open[node]! |= bits; });
    }
  }

  /**
   * What the task goes on reaching of the state that was looked at last, whatever others do before it moves: from its locals, its own struct and
   * the globals, by cells for which `isFirm` says that nobody else changes them.
   */
  firm(state: Int32Array, task: number, isFirm: (cell: number) => boolean): ReadonlySet<number> {
    const { taskStruct } = this.layout.program;
    const found = new Set(this.local[task]);
    if (taskStruct !== null) found.add(this.cells.nodeOfObject(taskStruct, task + 1));
    const follow = ({ cell, to }: Pointer): void => {
      const node = target(to, state[cell]!);
      if (node >= 0 && !found.has(node) && isFirm(cell)) found.add(node);
    };
    this.globals.forEach(follow);
    for (const node of found) this.within[node]!.forEach(follow);
    return found;
  }

  /** What the node points to. */
  pointedBy(state: Int32Array, node: number): number[] {
    return this.within[node]!.map(({ cell, to }) => target(to, state[cell]!)).filter((to) => to >= 0 && to !== node);
  }

  private link(state: Int32Array): void {
    const { sets, within } = this;
    sets.unlink();
    for (let node = 0; node < within.length; node++) {
      for (const { cell, to } of within[node]!) {
        const value = state[cell]!;
        if (value > 0) sets.link(node, to[value]!);
      }
    }
  }

  private addGlobals(state: Int32Array): void {
    for (const { cell, to } of this.globals) {
      const node = target(to, state[cell]!);
      if (node >= 0) this.sets.add(node);
    }
  }

  /** Starts a set with what a task has at hand. */
  private rootsOf(state: Int32Array, task: number): void {
    const { sets } = this;
    const { taskStruct } = this.layout.program;
    const { base } = this.layout.tasks[task]!;
    const local = this.local[task]!;
    local.length = 0;
    sets.clear();
    this.addGlobals(state);
    if (taskStruct !== null) sets.add(this.cells.nodeOfObject(taskStruct, task + 1));
    for (let fn = this.fnOfCode[state[base]!]!; fn >= 0; fn = this.callers[fn]![state[base + this.layout.frames[fn]!]!] ?? -1) {
      for (const { cell, to } of this.locals[fn]!) {
        const node = target(to, state[base + cell]!);
        if (node < 0) continue;
        local.push(node);
        sets.add(node);
      }
    }
    for (const { cell, node } of this.owners) if (state[cell] === task + 1) sets.add(node);
  }
}

function target(to: Int32Array, value: number): number {
  return value > 0 ? to[value]! : NOBODY;
}

function columnPointers(layout: Layout, cells: Cells): Pointer[] {
  return layout.program.columns.flatMap(({ id, type }) => {
    const to = targetsOf(type, layout, cells);
    return to === null ? [] : cells.ofColumn[id]!.map((cell) => ({ cell, to, from: cells.node[cell]! }));
  });
}

/** By value of a pointer: the node. Null if the type is no pointer. */
function targetsOf(type: ValueType, layout: Layout, cells: Cells): Int32Array | null {
  if (type.kind !== 'pointer') return null;
  const struct: StructId = type.struct;
  const { objects } = layout.program.structs[struct]!;
  return Int32Array.from({ length: objects + 1 }, (_, object) => (object === 0 ? NOBODY : cells.nodeOfObject(struct, object)));
}

function countingGroups({ pool, nodes }: Cells, properties: number, counted: (pool: StructId) => number): { bits: number; nodes: number[] }[] {
  const groups = new Map<string, { bits: number; nodes: number[] }>();
  for (const bit of [ROAMED, ...new Set(Array.from({ length: properties }, (_, property) => seenBy(property)))]) {
    const of = Array.from({ length: nodes }, (_, node) => node).filter((node) => (counted(pool[node]!) & bit) !== 0);
    const group = groups.get(of.join()) ?? { bits: 0, nodes: of };
    groups.set(of.join(), { ...group, bits: group.bits | bit });
  }
  return [...groups.values()];
}

