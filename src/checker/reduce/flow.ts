import type { Block, BlockId, ColumnId, Expr, FnId, Instr, LocalId, Program, Terminator } from '../../lang/ir.js';
import { writtenLocal } from '../program/walk.js';
import { mayBeFalse, mayBeTrue, sameValues, union, valuesOf, type Values } from './values.js';

/** Before a block: what its function's locals may be. */
type Env = readonly Values[];

/** Gives the values that an expression may have. */
export type Valuation = (expr: Expr) => Values;

/** A function as it is called with certain function values: each such way is looked at for itself. */
interface Node {
  readonly fn: FnId;
  /** By block; undefined: not reached. */
  readonly envs: (Env | undefined)[];
  /** What it may return; undefined: it has not been seen to. */
  returned: readonly Values[] | undefined;
  /** Nodes that call it. */
  readonly callers: Set<number>;
}

/** Starts of a task: functions with what their arguments may be. */
export interface Start {
  readonly fn: FnId;
  readonly args: readonly Values[];
}

/**
 * What a task may execute, and with what in its locals: constant propagation over the blocks that it may come to, with small sets of values
 * (Wegman and Zadeck, "Constant propagation with conditional branches", 1991). It knows which programs a task runs that gets them as
 * function values, and that what nobody writes has one value.
 */
export class Flow {
  readonly nodes: Node[] = [];
  /** What it starts other tasks with. */
  readonly spawns = new Map<FnId, readonly Values[]>();
  private readonly numbers = new Map<string, number>();
  private readonly pending: [number, BlockId][] = [];

  /**
   * @param task the task's index; null: whichever
   * @param constants what the cells of a column may be, of columns that no task writes
   */
  constructor(private readonly program: Program, readonly task: number | null, starts: readonly Start[], private readonly constants: ReadonlyMap<ColumnId, Values>) {
    for (const { fn, args } of starts) this.enter(fn, args);
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) this.visit(...next);
  }

  feasible(node: number, block: BlockId): boolean {
    return this.nodes[node]!.envs[block] !== undefined;
  }

  /** Blocks of the same function that may follow this one, a call's continuation among them. */
  following(node: number, at: BlockId): readonly BlockId[] {
    if (!this.feasible(node, at)) return [];
    const block = this.block(node, at);
    if (block.end.kind === 'call') return this.feasible(node, block.end.next) ? [block.end.next] : [];
    return this.edges(block.end, this.after(node, at));
  }

  /** The node that a call or become at the end of the block goes to. */
  target(node: number, at: BlockId): number | null {
    const { end } = this.block(node, at);
    if (!this.feasible(node, at) || (end.kind !== 'call' && end.kind !== 'become')) return null;
    const env = this.after(node, at);
    return this.numbers.get(this.keyOf(end.fn, end.args.map((arg) => this.value(arg, env)))) ?? null;
  }

  /** Goes through a block that may be reached, with what each expression may be before each instruction, and before its end (null). */
  walk(node: number, at: BlockId, visit: (instr: Instr | null, values: Valuation, index: number) => void): void {
    const { instrs } = this.block(node, at);
    const env = [...this.nodes[node]!.envs[at]!];
    const values: Valuation = (expr) => this.value(expr, env);
    instrs.forEach((instr, index) => {
      visit(instr, values, index);
      this.step(env, instr);
    });
    visit(null, values, instrs.length);
  }

  private block(node: number, at: BlockId): Block {
    return this.program.fns[this.nodes[node]!.fn]!.blocks[at]!;
  }

  private keyOf(fn: FnId, args: readonly Values[]): string {
    const { locals } = this.program.fns[fn]!;
    const functions = args.filter((_, param) => locals[param]!.type.kind === 'function');
    return `${fn} ${functions.map((values) => values?.join() ?? '*').join(' ')}`;
  }

  private enter(fn: FnId, args: readonly Values[]): number {
    const { entry, locals, blocks } = this.program.fns[fn]!;
    const key = this.keyOf(fn, args);
    const node = this.numbers.get(key) ?? this.nodes.push({ fn, envs: blocks.map(() => undefined), returned: undefined, callers: new Set() }) - 1;
    this.numbers.set(key, node);
    this.join(node, entry, locals.map((_, k) => (k < args.length ? args[k]! : ZERO)));
    return node;
  }

  private visit(node: number, at: BlockId): void {
    const { end, instrs } = this.block(node, at);
    if (instrs.some(({ kind }) => kind === 'spawn')) this.walk(node, at, (instr, values) => this.spawn(instr, values));
    const env = this.after(node, at);
    switch (end.kind) {
      case 'call': return this.call(node, end, env);
      case 'become': return void this.enter(end.fn, end.args.map((arg) => this.value(arg, env)));
      case 'return': return this.giveBack(node, end.values.map((value) => this.value(value, env)));
      default: for (const to of this.edges(end, env)) this.join(node, to, env);
    }
  }

  /** What is this task's own may be anything to the one that it starts, but for the program that it gives it. */
  private spawn(instr: Instr | null, values: Valuation): void {
    if (instr?.kind !== 'spawn') return;
    const { locals } = this.program.fns[instr.fn]!;
    const args = instr.args.map((arg, param) => (locals[param]!.type.kind === 'function' ? values(arg) : null));
    this.spawns.set(instr.fn, joinAll(this.spawns.get(instr.fn), args));
  }

  private call(node: number, end: Extract<Terminator, { kind: 'call' }>, env: Env): void {
    const callee = this.enter(end.fn, end.args.map((arg) => this.value(arg, env)));
    const { callers, returned } = this.nodes[callee]!;
    callers.add(node);
    if (returned === undefined) return;
    const live = new Set(end.live);
    this.join(node, end.next, env.map((known, local) => {
      const result = end.results.indexOf(local);
      if (result >= 0) return returned[result] ?? null;
      return live.has(local) ? known : ZERO;
    }));
  }

  private giveBack(node: number, values: readonly Values[]): void {
    const of = this.nodes[node]!;
    const before = of.returned;
    const after = values.map((value, k) => (before === undefined ? value : union(before[k] ?? null, value)));
    if (before !== undefined && after.every((value, k) => sameValues(value, before[k] ?? null))) return;
    of.returned = after;
    for (const caller of of.callers) {
      this.program.fns[this.nodes[caller]!.fn]!.blocks.forEach(({ end }, at) => {
        if (end.kind === 'call' && end.fn === of.fn && this.feasible(caller, at)) this.pending.push([caller, at]);
      });
    }
  }

  private join(node: number, at: BlockId, env: Env): void {
    const { envs } = this.nodes[node]!;
    const before = envs[at];
    if (before === undefined) envs[at] = [...env];
    else {
      const after = env.map((values, local) => join(before[local]!, values));
      if (after.every((values, local) => values === before[local])) return;
      envs[at] = after;
    }
    this.pending.push([node, at]);
  }

  private edges(end: Terminator, env: Env): readonly BlockId[] {
    switch (end.kind) {
      case 'jump': return [end.to];
      case 'branch': {
        const values = this.value(end.condition, env);
        return [...(mayBeTrue(values) ? [end.then] : []), ...(mayBeFalse(values) ? [end.else] : [])];
      }
      case 'switch': {
        const values = this.value(end.value, env);
        const taken = end.cases.filter(({ value }) => values === null || values.includes(value)).map(({ to }) => to);
        const other = values === null || values.some((value) => !end.cases.some((one) => one.value === value));
        return other ? [...taken, end.otherwise] : taken;
      }
      default: return [];
    }
  }

  /** What is known at the end of a block. */
  private after(node: number, at: BlockId): Env {
    const env = [...this.nodes[node]!.envs[at]!];
    for (const instr of this.block(node, at).instrs) this.step(env, instr);
    return env;
  }

  private step(env: Values[], instr: Instr): void {
    const local = writtenLocal(instr);
    if (local !== null) env[local] = instr.kind === 'set' ? this.value(instr.value, env) : null;
  }

  private value(expr: Expr, env: Env): Values {
    return valuesOf(expr, (local: LocalId) => env[local] ?? null, this.task, ({ column }) => this.constants.get(column) ?? null);
  }
}

const ZERO: Values = [0];

/** Unions, one by one. */
export function joinAll(known: readonly Values[] | undefined, args: readonly Values[]): readonly Values[] {
  return known === undefined ? args : args.map((values, at) => union(known[at] ?? null, values));
}

/** The union, and the very `before` if that is it. */
function join(before: Values, more: Values): Values {
  if (before === null || before === more) return before;
  const all = union(before, more);
  return sameValues(all, before) ? before : all;
}
