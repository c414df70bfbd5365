/**
 * Dependencies between the accesses of a function: which loads an access's address, data and control may come from. They order
 * accesses under weak memory; sequential consistency does not need them. Flow-sensitive within a function, joined where paths meet.
 */
import type { Access, AccessId, Expr, Instr, LocalId } from '../../ir.js';
import type { DraftBlock, DraftFn } from '../lower/builder.js';
import { defines, exprsOf, exprsOfEnd, localsIn, successors } from './graph.js';

interface Flow {
  /** For each local: the accesses that its value comes from. */
  readonly origins: Map<LocalId, Set<AccessId>>;
  readonly control: Set<AccessId>;
  /** The access that is being executed. */
  readonly current: Set<AccessId>;
}

type Dependencies = Record<'address' | 'data' | 'control', Set<AccessId>>;

/** Fills in `depends` of the function's accesses. */
export function findDependencies(fn: DraftFn, accesses: Access[]): void {
  const found = new Map<AccessId, Dependencies>();
  const entry: (Flow | null)[] = fn.blocks.map((_, i) => (i === 0 ? { origins: new Map(), control: new Set(), current: new Set() } : null));
  const queue = [0];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const block = fn.blocks[at];
    const flow = entry[at];
    if (!block || !flow) continue;
    const after = run(block, copy(flow), found);
    for (const to of successors(block.end)) {
      const known = entry[to];
      if (known && !join(known, after)) continue;
      entry[to] ??= copy(after);
      queue.push(to);
    }
  }
  for (const [id, d] of found) {
    const access = accesses[id];
    if (access) accesses[id] = { ...access, depends: { address: sorted(d.address), data: sorted(d.data), control: sorted(d.control) } };
  }
}

function sorted(set: ReadonlySet<number>): number[] {
  return [...set].sort((a, b) => a - b);
}

function copy(flow: Flow): Flow {
  return { origins: new Map([...flow.origins].map(([k, v]) => [k, new Set(v)])), control: new Set(flow.control), current: new Set(flow.current) };
}

function addAll(to: Set<number>, from: Iterable<number>): boolean {
  const before = to.size;
  for (const id of from) to.add(id);
  return to.size !== before;
}

function join(into: Flow, from: Flow): boolean {
  let changed = addAll(into.control, from.control);
  changed = addAll(into.current, from.current) || changed;
  for (const [local, origins] of from.origins) {
    const known = into.origins.get(local);
    if (!known) {
      into.origins.set(local, new Set(origins));
      changed = true;
    } else changed = addAll(known, origins) || changed;
  }
  return changed;
}

function originsOf(flow: Flow, exprs: readonly Expr[]): Set<AccessId> {
  const found = new Set<AccessId>();
  for (const local of localsIn(exprs)) addAll(found, flow.origins.get(local) ?? []);
  return found;
}

function run(block: DraftBlock, flow: Flow, found: Map<AccessId, Dependencies>): Flow {
  for (const instr of block.instrs) execute(instr, flow, found);
  if (block.end?.kind === 'branch' || block.end?.kind === 'switch') addAll(flow.control, originsOf(flow, exprsOfEnd(block.end)));
  if (block.end?.kind === 'call') for (const result of block.end.results) flow.origins.set(result, originsOf(flow, block.end.args));
  return flow;
}

function execute(instr: Instr, flow: Flow, found: Map<AccessId, Dependencies>): void {
  if (instr.kind === 'access') {
    flow.current.clear();
    flow.current.add(instr.access);
    const d = dependenciesOf(found, instr.access);
    addAll(d.control, flow.control);
    return;
  }
  for (const id of flow.current) note(instr, flow, dependenciesOf(found, id));
  const defined = defines(instr);
  if (defined === null) return;
  const origins = originsOf(flow, exprsOf(instr));
  if (instr.kind === 'set' && readsMemory(instr.value)) addAll(origins, flow.current);
  flow.origins.set(defined, origins);
}

function note(instr: Instr, flow: Flow, d: Dependencies): void {
  if (instr.kind === 'store') {
    addAll(d.address, originsOf(flow, instr.index));
    addAll(d.data, originsOf(flow, [instr.value]));
  } else if (instr.kind === 'set' && instr.value.kind === 'load') addAll(d.address, originsOf(flow, instr.value.index));
}

function readsMemory(expr: Expr): boolean {
  if (expr.kind === 'load') return true;
  if (expr.kind === 'cond') return readsMemory(expr.test) || readsMemory(expr.then) || readsMemory(expr.else);
  if (expr.kind === 'binary') return readsMemory(expr.left) || readsMemory(expr.right);
  return expr.kind === 'unary' && readsMemory(expr.operand);
}

function dependenciesOf(found: Map<AccessId, Dependencies>, id: AccessId): Dependencies {
  const known = found.get(id) ?? { address: new Set(), data: new Set(), control: new Set() };
  found.set(id, known);
  return known;
}
