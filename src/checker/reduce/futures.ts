import type { BlockId, ColumnId, Expr, FnId, Instr, Program, StructId } from '../../lang/ir.js';
import { cellCount, type Layout } from '../layout/layout.js';
import { graceColumns, poolColumns } from '../program/parts.js';
import { blockExprs, endExprs, instrExprs, withOperands } from '../program/walk.js';
import { contextsOf, isLocking, lockColumns, type Context, type Contexts } from './context.js';
import { Flow, joinAll, type Start, type Valuation } from './flow.js';
import { Queries } from './queries.js';
import { union, type Values } from './values.js';

/** Kinds of what a task may do; each has a set of columns (or of pools). */
export const READ = 0;
export const WRITE = 1;
/** In the row of the task that does it, and in no other. */
export const OWN_READ = 2;
export const OWN_WRITE = 3;
/** To a lock's own columns, as part of a blocking acquire or of a release, or asking whether the task holds it itself. */
export const LOCKING = 4;
/** Pools that it may take objects from. */
export const ALLOC = 5;
/** Bit 0: it may leave an outermost read section. */
export const OTHER = 6;
/** LOCKING in the task's own row, and in no other. */
export const OWN_LOCKING = 7;
const KINDS = 8;

/** Sets of columns, one a kind, as words. */
export type Future = Int32Array;

/**
 * What each task may still touch, from where it stands to the end of its program, whatever happens: over-approximated by columns.
 * Functions that some property or task asks about with inside(), and being idle, count as columns after the last one: entering or leaving
 * writes them.
 */
export class Futures {
  /** Words of one kind. */
  readonly words: number;
  /** Loads that only ask whether a task holds a lock itself. */
  readonly queries: Queries;
  private readonly asked: readonly FnId[];
  private readonly contexts: readonly Contexts[];
  /** The columns of owners and readers of locks. */
  readonly locks: ReadonlySet<ColumnId>;
  private readonly poolColumns: readonly (readonly ColumnId[])[];
  /** By task, then function and block; and of functions as a whole. */
  private readonly tables: readonly Table[];
  private readonly spawned: Table;

  /** @param initials every initial state: what columns that nobody writes have in all of them is known */
  constructor(private readonly layout: Layout, initials: readonly Int32Array[]) {
    const { program } = layout;
    this.queries = new Queries(program);
    this.asked = askedFns(program);
    this.words = Math.max(1, Math.ceil((program.columns.length + this.asked.length + 1) / 32));
    this.locks = lockColumns(program);
    this.poolColumns = poolColumns(program);
    this.contexts = contextsOf(program, (column) => this.locks.has(column));
    const [flows, children] = stableFlows(layout, initials);
    this.spawned = new Table(this, program, children, null);
    this.tables = flows.map((flow) => new Table(this, program, flow, this.spawned));
  }

  /** The number of "task is idle" among columns. */
  get idle(): number {
    return this.layout.program.columns.length + this.asked.length;
  }

  /** The number of "function is on the stack" among columns; -1 if nobody asks. */
  activity(fn: FnId): number {
    const at = this.asked.indexOf(fn);
    return at < 0 ? -1 : this.layout.program.columns.length + at;
  }

  /** Functions that somebody asks about. */
  get askedFns(): readonly FnId[] {
    return this.asked;
  }

  empty(): Future {
    return new Int32Array(KINDS * this.words);
  }

  /** What the task may do from that block on, in that function and what it calls. */
  from(task: number, fn: FnId, block: BlockId): Future | null {
    return this.tables[task]!.from(fn, block);
  }

  has(future: Future, kind: number, column: number): boolean {
    return ((future[kind * this.words + (column >> 5)]! >>> (column & 31)) & 1) === 1;
  }

  /** What a block does itself. */
  ofBlock(flow: Flow, node: number, at: BlockId): Future {
    const { fn } = flow.nodes[node]!;
    const { end } = this.layout.program.fns[fn]!.blocks[at]!;
    const future = this.empty();
    const entered = end.kind === 'call' || end.kind === 'become' ? this.activity(end.fn) : -1;
    // Whoever runs may come to its end.
    for (const column of [this.activity(fn), entered, this.idle]) if (column >= 0) this.add(future, WRITE, column);
    flow.walk(node, at, (instr, values, index) => {
      const place = { task: flow.task, context: this.contexts[fn]![at]![index]!, values };
      if (instr !== null) this.addInstr(future, instr, place);
      for (const expr of instr === null ? endExprs(end) : instrExprs(instr)) this.addExpr(future, expr, place);
    });
    return future;
  }

  add(future: Future, kind: number, column: number): void {
    future[kind * this.words + (column >> 5)]! |= 1 << (column & 31);
  }

  private addExpr(future: Future, expr: Expr, place: Place): void {
    for (const part of withOperands(expr)) {
      if (part.kind === 'load') this.touch(future, part, part.column, part.index, place);
      if (part.kind === 'readers' && this.layout.program.rcuNesting !== null) this.add(future, READ, this.layout.program.rcuNesting);
      if (part.kind === 'active') this.add(future, READ, this.activity(part.fn));
      if (part.kind === 'idle') this.add(future, READ, this.idle);
    }
  }

  private addInstr(future: Future, instr: Instr, place: Place): void {
    const { program } = this.layout;
    switch (instr.kind) {
      case 'store': return this.touch(future, null, instr.column, instr.index, place);
      case 'alloc': return this.add(future, ALLOC, instr.struct);
      case 'free': return this.addFree(future, instr.struct);
      case 'freeRcu':
        if (program.rcuNesting !== null) this.add(future, READ, program.rcuNesting);
        return this.addFree(future, instr.struct);
      case 'quiesce':
        this.add(future, OTHER, 0);
        for (const { id } of graceColumns(program)) for (const kind of [READ, WRITE]) this.add(future, kind, id);
        return;
      default: return;
    }
  }

  private addFree(future: Future, struct: StructId): void {
    for (const column of this.poolColumns[struct]!) this.add(future, WRITE, column);
  }

  private touch(future: Future, load: Load | null, column: ColumnId, index: readonly Expr[], { task, context, values }: Place): void {
    const kind = load === null ? 'store' : 'load';
    const [first] = index;
    const rows = task === null || first === undefined ? null : values(first);
    const own = rows !== null && rows.every((row) => row === task);
    const soft = this.locks.has(column) && (isLocking(context, kind) || (load !== null && this.queries.has(load)));
    if (soft) return this.add(future, own ? OWN_LOCKING : LOCKING, column);
    this.add(future, (own ? OWN_READ : READ) + (kind === 'load' ? 0 : 1), column);
  }
}

type Load = Extract<Expr, { kind: 'load' }>;

interface Place {
  readonly task: number | null;
  readonly context: Context;
  readonly values: Valuation;
}

/** The futures of one task: by node of its flow and block, and by function and block. */
class Table {
  /** By node: of the function as a whole. */
  private readonly wholes: readonly Future[];
  private readonly blocks: readonly (readonly (Future | null)[])[];
  /** By function: over all its nodes. */
  private readonly byFn = new Map<FnId, (Future | null)[]>();

  constructor(futures: Futures, private readonly program: Program, private readonly flow: Flow, private readonly children: Table | null) {
    this.wholes = flow.nodes.map(() => futures.empty());
    this.blocks = flow.nodes.map(({ fn }, node) => program.fns[fn]!.blocks.map((_, at) => (flow.feasible(node, at) ? futures.ofBlock(flow, node, at) : null)));
    const after = this.blocks.map((of, node) => of.map((into, at) => (into === null ? [] : this.following(node, at))));
    while (this.grow(after));
    flow.nodes.forEach(({ fn }, node) => {
      const into = this.byFn.get(fn) ?? program.fns[fn]!.blocks.map(() => null);
      this.byFn.set(fn, into);
      this.blocks[node]!.forEach((future, at) => {
        if (future === null) return;
        if (into[at]) absorb(into[at], future);
        else into[at] = future.slice();
      });
    });
  }

  from(fn: FnId, block: BlockId): Future | null {
    return this.byFn.get(fn)?.[block] ?? null;
  }

  /** Of the function however it is called. */
  whole(fn: FnId): Future | null {
    return this.from(fn, this.program.fns[fn]!.entry);
  }

  /** Takes in once more what follows each block. Returns whether anything was new. */
  private grow(after: readonly (readonly (readonly Future[])[])[]): boolean {
    let changed = false;
    this.blocks.forEach((blocks, node) => {
      for (let at = blocks.length - 1; at >= 0; at--) {
        const into = blocks[at];
        if (into) for (const more of after[node]![at]!) changed = absorb(into, more) || changed;
      }
      const entry = blocks[this.program.fns[this.flow.nodes[node]!.fn]!.entry];
      if (entry) changed = absorb(this.wholes[node]!, entry) || changed;
    });
    return changed;
  }

  /** Of a task that is started with the function. */
  private started(fn: FnId): readonly Future[] {
    const whole = this.children?.whole(fn);
    if (this.children !== null) return whole ? [whole] : [];
    return this.wholes.filter((_, node) => this.flow.nodes[node]!.fn === fn);
  }

  private following(node: number, at: BlockId): readonly Future[] {
    const { instrs } = this.program.fns[this.flow.nodes[node]!.fn]!.blocks[at]!;
    const next = this.flow.following(node, at).flatMap((to) => this.blocks[node]![to] ?? []);
    const target = this.flow.target(node, at);
    const started = instrs.flatMap((instr) => (instr.kind === 'spawn' ? this.started(instr.fn) : []));
    return [...next, ...started, ...(target === null ? [] : [this.wholes[target]!])];
  }
}

function absorb(into: Future, more: Future): boolean {
  let changed = false;
  for (let word = 0; word < into.length; word++) {
    const now = into[word]! | more[word]!;
    if (now !== into[word]) changed = true;
    into[word] = now;
  }
  return changed;
}

/** Functions that `active` asks about, anywhere. */
function askedFns(program: Program): FnId[] {
  const exprs = program.fns.flatMap(({ blocks }) => blocks.flatMap((block) => [...blockExprs(block)]));
  return [...new Set(exprs.flatMap((expr) => (expr.kind === 'active' ? [expr.fn] : [])))];
}

/** The flow of each task, and that of whatever is started: with the values of columns that nobody who runs writes. */
function stableFlows(layout: Layout, initials: readonly Int32Array[]): readonly [readonly Flow[], Flow] {
  const { program } = layout;
  const setup = new Flow(program, null, [{ fn: program.init, args: [] }], new Map());
  let constants = new Map<ColumnId, Values>();
  for (;;) {
    const [flows, children] = flowsWith(layout, setup, constants);
    const written = writtenColumns(program, [...flows, children]);
    const next = new Map(program.columns.flatMap(({ id }) => (written.has(id) ? [] : [[id, valuesIn(layout, initials, id)] as const])));
    if (next.size === constants.size) return [flows, children];
    constants = next;
  }
}

/** Any task that may run a function that is started may have been started with it. */
function flowsWith({ program, calls }: Layout, setup: Flow, constants: ReadonlyMap<ColumnId, Values>): readonly [readonly Flow[], Flow] {
  let spawns = new Map<FnId, readonly Values[]>(setup.spawns);
  for (;;) {
    const starts = [...spawns].map(([fn, args]): Start => ({ fn, args }));
    const flows = program.tasks.map(({ entry }, task) => new Flow(program, task, [
      ...(entry === null ? [] : [{ fn: entry, args: [] }]), ...starts.filter(({ fn }) => calls.ofTask[task]!.has(fn)),
    ], constants));
    const children = new Flow(program, null, starts, constants);
    const next = new Map<FnId, readonly Values[]>();
    for (const flow of [setup, ...flows, children]) for (const [fn, args] of flow.spawns) next.set(fn, joinAll(next.get(fn), args));
    if (JSON.stringify([...next]) === JSON.stringify([...spawns])) return [flows, children];
    spawns = next;
  }
}

function valuesIn({ columns, program }: Layout, initials: readonly Int32Array[], column: ColumnId): Values {
  const start = columns[column]!;
  const end = start + cellCount(program.columns[column]!);
  return initials.reduce<Values>((known, cells) => union(known, [...cells.subarray(start, end)]), []);
}

/** Columns that may change: stored to, of a pool that is allocated from or freed to, emptied by a grace period. */
function writtenColumns(program: Program, flows: readonly Flow[]): ReadonlySet<ColumnId> {
  const written = new Set<ColumnId>();
  const pools = poolColumns(program);
  for (const flow of flows) {
    flow.nodes.forEach(({ fn }, node) => {
      program.fns[fn]!.blocks.forEach(({ instrs }, at) => {
        if (!flow.feasible(node, at)) return;
        for (const instr of instrs) {
          if (instr.kind === 'store') written.add(instr.column);
          if (instr.kind === 'alloc' || instr.kind === 'free' || instr.kind === 'freeRcu') for (const column of pools[instr.struct]!) written.add(column);
          if (instr.kind === 'quiesce') for (const { id } of graceColumns(program)) written.add(id);
        }
      });
    });
  }
  return written;
}
