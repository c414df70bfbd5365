import type { Block, BlockId, Expr, Instr, LocalId, Program, ReportClass, Site } from '../../lang/ir.js';
import { boundaryOf } from '../program/points.js';
import { blockExprs, targets, withOperands, writtenLocal } from '../program/walk.js';
import { accumulates } from './accumulators.js';
import type { Mode } from './findings.js';
import { baseOf } from './liveness.js';
import type { Loop } from './loops.js';
import { cannotFail } from './sure-checks.js';

/** What is wrong with a loop that goes through objects: why its outcome depends on their order, or null. */
export interface OrderVerdict {
  readonly why: string | null;
  /** In a property: an early exit may pass by a check that fails in another order. */
  readonly fragile: boolean;
}

/** Whether a loop comes to the same in whatever order it goes through objects. */
export class Order {
  private readonly inside: readonly Block[];
  private readonly changed: ReadonlySet<LocalId>;
  private readonly early: readonly BlockId[];

  constructor(private readonly program: Program, private readonly loop: Loop, private readonly mode: Mode) {
    const { fn, blocks, head, after } = loop;
    this.inside = [...blocks].map((at) => fn.blocks[at]!);
    this.changed = new Set(this.inside.flatMap(({ instrs, end }) => [...instrs.flatMap((instr) => writtenLocal(instr) ?? []), ...(end.kind === 'call' ? end.results : [])]));
    this.early = [...blocks].flatMap((from) => targets(fn.blocks[from]!.end).filter((to) => !blocks.has(to) && !(from === head && to === after)));
  }

  /** Where the loop begins, for people. */
  get site(): Site | null {
    const { fn, entries } = this.loop;
    const access = entries.flatMap((at) => fn.blocks[at]!.instrs).findLast((instr) => instr.kind === 'access');
    return this.program.sites[access ? this.program.accesses[access.access]!.site : fn.site] ?? null;
  }

  verdict(): OrderVerdict {
    const failing = this.failing();
    const why = this.effect() ?? this.memory() ?? this.kept() ?? this.leftBehind() ?? this.reported(failing);
    return { why, fragile: this.early.length > 0 && (failing.length > 0 || this.inside.some(({ end }) => end.kind === 'call')) };
  }

  /** What does more than compute and store. */
  private effect(): string | null {
    const bad = this.inside.flatMap(({ instrs }) => instrs).find(({ kind }) => ['alloc', 'free', 'freeRcu', 'quiesce', 'spawn', 'choose', 'guard', 'acquire', 'as'].includes(kind));
    if (bad) return `there is ${bad.kind} in a loop over them`;
    if (this.mode === 'property') return null;
    if (this.inside.some((block) => boundaryOf(block) !== null)) return 'a step ends in a loop over them';
    return this.inside.some(({ end }) => end.kind === 'call') ? 'there is a call in a loop over them' : null;
  }

  /** What is stored goes to the row of the object itself, or is the same constant each time. */
  private memory(): string | null {
    const stores = this.inside.flatMap(({ instrs }) => instrs.filter((instr) => instr.kind === 'store'));
    if (stores.length > 0 && this.early.length > 0) return 'an early exit from a loop over them that writes';
    return stores.some((store) => !this.isOwnRow(store, stores) && !this.isOneConstant(store, stores)) ? 'what a loop over them writes may depend on their order' : null;
  }

  private isOwnRow({ column, index }: Extract<Instr, { kind: 'store' }>, stores: readonly Extract<Instr, { kind: 'store' }>[]): boolean {
    const [row] = index;
    if (!row || (row.kind === 'local' ? row.local : baseOf(row)?.local) !== this.loop.local) return false;
    const key = JSON.stringify(row);
    const rows = [...this.loads(column), ...stores.filter((store) => store.column === column).map((store) => store.index[0]!)];
    return rows.every((other) => JSON.stringify(other) === key);
  }

  private isOneConstant({ column, index, value }: Extract<Instr, { kind: 'store' }>, stores: readonly Extract<Instr, { kind: 'store' }>[]): boolean {
    const fixed = index.every((expr) => [...withOperands(expr)].every((part) => part.kind !== 'load' && !(part.kind === 'local' && this.changed.has(part.local))));
    const same = stores.every((other) => other.column !== column || (other.value.kind === 'const' && value.kind === 'const' && other.value.value === value.value));
    return fixed && same && this.loads(column).length === 0;
  }

  /** First indices of the loads of a column. */
  private loads(column: number): (Expr | undefined)[] {
    return this.inside.flatMap((block) => [...blockExprs(block)].flatMap((expr) => (expr.kind === 'load' && expr.column === column ? [expr.index[0]] : [])));
  }

  /** What outlives a turn, or the loop: sums and the like; nothing at all after an early exit. */
  private kept(): string | null {
    const { fn, head, after, local } = this.loop;
    const carried = fn.blocks[head]!.live.filter((one) => one !== local && this.changed.has(one));
    if (carried.some((one) => !accumulates(this.inside, one, new Set(carried)))) return 'what one turn of a loop over them leaves to the next may depend on their order';
    const exits = new Set(this.early.map((to) => JSON.stringify([fn.blocks[to]!.instrs, fn.blocks[to]!.end])));
    if (exits.size > 1) return 'several early exits from a loop over them';
    if (this.early.some((to) => fn.blocks[to]!.live.some((one) => this.changed.has(one)))) return 'an early exit from a loop over them';
    return fn.blocks[after]!.live.some((one) => this.changed.has(one) && !carried.includes(one)) ? 'what a loop over them leaves behind may depend on their order' : null;
  }

  /** Dead locals hold on to objects until the next control point: an allocation before that would see which came last. */
  private leftBehind(): string | null {
    if (this.mode === 'property') return null;
    const { fn, blocks } = this.loop;
    const seen = new Set<BlockId>(blocks);
    for (const at of seen) {
      const block = fn.blocks[at]!;
      if (block.instrs.some(({ kind }) => kind === 'alloc') || [...blockExprs(block)].some(({ kind }) => kind === 'referenced')) return 'an allocation in the step of a loop over them';
      if (block.end.kind === 'call') continue;
      for (const to of targets(block.end)) if (boundaryOf(fn.blocks[to]!) === null) seen.add(to);
    }
    return null;
  }

  /** Reports of checks in the loop that are not known to hold. */
  private failing(): number[] {
    return [...new Set(this.inside.flatMap(({ instrs }) => instrs.flatMap((instr) => (instr.kind === 'check' && !cannotFail(this.program, this.loop, instr.condition) ? [instr.report] : []))))];
  }

  /** Which check fails first may depend on the order: that matters not if they are all errors of the model. */
  private reported(failing: readonly number[]): string | null {
    if (this.mode === 'property') return null;
    if (this.early.length > 0 && failing.length > 0) return 'an early exit, and a check, in a loop over them';
    const errors: readonly ReportClass[] = ['range', 'pool', 'model'];
    return failing.length > 1 && failing.some((report) => !errors.includes(this.program.reports[report]!.class)) ? 'several checks in a loop over them' : null;
  }
}
