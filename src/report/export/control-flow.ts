/** What a task runs as a diagram: each function a group, its control points with what they access, and how control goes from one to the next. */
import type { Block, BlockId, Fn, FnId, Program } from '../../lang/ir.js';
import { siteText } from '../where.js';
import type { Diagram, DiagramEdge, DiagramNode } from './diagram.js';

/** Conditions of one way that are named. */
const CONDITIONS_MAX = 2;

/** The control flow of what starts with a function: the entry of a task. */
export function controlFlow(program: Program, { title, entry }: { title: string; entry: FnId }): Diagram {
  const fns = reachable(program, entry);
  const graphs = fns.map((fn) => new FnFlow(program, fn));
  return {
    title,
    groups: graphs.map(({ fn, nodes }) => ({ title: `${fn.name}  ${siteText(program, fn.site)}`, nodes })),
    edges: inOrder(graphs),
  };
}

/** Edges in the order of the nodes that they leave. */
function inOrder(graphs: readonly FnFlow[]): DiagramEdge[] {
  const places = new Map(graphs.flatMap(({ nodes }) => nodes).map(({ id }, at) => [id, at]));
  return graphs.flatMap(({ edges }) => edges).toSorted((a, b) => places.get(a.from)! - places.get(b.from)!);
}

/** In the order in which they are met. */
function reachable(program: Program, entry: FnId): Fn[] {
  const found = new Set([entry]);
  for (const fn of found) for (const { end } of program.fns[fn]!.blocks) if (end.kind === 'call' || end.kind === 'become') found.add(end.fn);
  return [...found].map((fn) => program.fns[fn]!);
}

/** A way on from a node, so far: to the start of a block, or past the access that it starts with. */
interface Way {
  readonly block: BlockId;
  readonly past: boolean;
  readonly conditions: readonly string[];
}

class FnFlow {
  readonly nodes: DiagramNode[] = [];
  readonly edges: DiagramEdge[] = [];
  private readonly done = new Set<string>();

  constructor(private readonly program: Program, readonly fn: Fn) {
    const enter = inNode(fn.id);
    this.nodes.push({ id: enter, lines: [fn.name], look: 'start' });
    this.follow(enter, { block: fn.entry, past: false, conditions: [] });
  }

  /** Edges from a node to what comes next, and everything behind it. */
  private follow(from: string, start: Way): void {
    this.done.add(from);
    const labels = new Map<string, string[]>();
    const seen = new Set<BlockId>();
    const queue = [start];
    for (const way of queue) {
      const next = this.nodeAt(way);
      if (next !== null) {
        labels.set(next, [...(labels.get(next) ?? []), way.conditions.join(' && ')]);
        continue;
      }
      if (seen.has(way.block) && !way.past) continue;
      seen.add(way.block);
      queue.push(...this.on(this.fn.blocks[way.block]!, way.conditions));
    }
    for (const [to, texts] of labels) this.edges.push({ from, to, label: texts.length === 1 ? texts[0]! : '', wrong: false, dashed: false });
  }

  /** The node that a way comes to at its block; null where it goes on. */
  private nodeAt({ block, past }: Way): string | null {
    const { instrs: [first], end } = this.fn.blocks[block]!;
    if (first?.kind === 'access' && first.boundary && !past) return this.point(block, first.access);
    switch (end.kind) {
      case 'call': return this.call(block, end.fn, end.next);
      case 'become': return this.become(block, end.fn);
      case 'return': return this.last('out', 'return');
      case 'exit': return this.last('end', 'the task ends');
      default: return null;
    }
  }

  private point(block: BlockId, access: number): string {
    const id = `f${this.fn.id}b${block}`;
    if (this.done.has(id)) return id;
    const { op, order, site } = this.program.accesses[access]!;
    this.nodes.push({ id, lines: [this.program.sites[site]!.text, `${op} ${order}  ${siteText(this.program, site)}`], look: 'plain' });
    this.follow(id, { block, past: true, conditions: [] });
    return id;
  }

  private call(block: BlockId, fn: FnId, next: BlockId): string {
    const id = `f${this.fn.id}c${block}`;
    if (this.done.has(id)) return id;
    this.nodes.push({ id, lines: [`call ${this.program.fns[fn]!.name}`], look: 'call' });
    this.edges.push({ from: id, to: inNode(fn), label: '', wrong: false, dashed: true });
    this.follow(id, { block: next, past: false, conditions: [] });
    return id;
  }

  /** All frames are dropped: nothing comes behind it. */
  private become(block: BlockId, fn: FnId): string {
    const id = `f${this.fn.id}c${block}`;
    if (this.done.has(id)) return id;
    this.done.add(id);
    this.nodes.push({ id, lines: [`go over to ${this.program.fns[fn]!.name}`], look: 'call' });
    this.edges.push({ from: id, to: inNode(fn), label: '', wrong: false, dashed: true });
    return id;
  }

  private last(kind: 'out' | 'end', text: string): string {
    const id = `f${this.fn.id}${kind}`;
    if (!this.done.has(id)) this.nodes.push({ id, lines: [text], look: 'end' });
    this.done.add(id);
    return id;
  }

  /** Where the block's end leads to within the function. */
  private on({ end }: Block, conditions: readonly string[]): Way[] {
    const and = (text: string | null): readonly string[] => (text === null || conditions.length >= CONDITIONS_MAX ? conditions : [...conditions, text]);
    switch (end.kind) {
      case 'jump': return [{ block: end.to, past: false, conditions }];
      case 'branch': {
        const text = end.site === undefined ? null : this.program.sites[end.site]!.text;
        return [{ block: end.then, past: false, conditions: and(text) }, { block: end.else, past: false, conditions: and(text === null ? null : `!(${text})`) }];
      }
      case 'switch': return [...end.cases.map(({ value, to }) => ({ block: to, past: false, conditions: and(`= ${value}`) })), { block: end.otherwise, past: false, conditions }];
      default: return [];
    }
  }
}

function inNode(fn: FnId): string {
  return `f${fn}in`;
}
