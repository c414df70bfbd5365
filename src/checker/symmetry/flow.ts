import type { Block, BlockId, Expr, Fn, Instr, LocalId } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { boundaryOf } from '../program/points.js';
import { endExprs, instrExprs, targets } from '../program/walk.js';
import { Effects, type Known } from './effects.js';
import { doubtfulEmbeddings, doubtfulIndex } from './embedding.js';
import { bothChecked, implied, notNull, type Checked } from './liveness.js';
import { countingLoops, type Loop } from './loops.js';
import { constant, join, PLAIN, sameSort, sortOfType, type Sort } from './sorts.js';
import type { Summaries } from './summaries.js';
import type { Values } from './values.js';

/** Follows the sorts of a function's locals through its blocks. */
export class Flow {
  private readonly before: (Known | null)[];
  private readonly loops: readonly Loop[];
  private readonly effects: Effects;
  private readonly live: readonly ReadonlySet<LocalId>[];

  constructor(private readonly layout: Layout, private readonly values: Values, private readonly summaries: Summaries, private readonly fn: Fn) {
    this.before = fn.blocks.map(() => null);
    this.loops = countingLoops(fn);
    this.effects = new Effects(layout, values, summaries, fn, this.loops);
    this.live = fn.blocks.map((block) => new Set(block.live));
  }

  /** Goes round until nothing changes, then once more to record. */
  run(record: boolean): void {
    const { findings } = this.values;
    findings.recording = false;
    const params = this.summaries.paramsOf(this.fn, findings.mode);
    if (params === null) return;
    this.merge(this.fn.entry, { locals: this.fn.locals.map((_, local) => params[local] ?? constant(0)), checked: new Set() });
    const waiting = new Set<BlockId>(this.before.flatMap((known, at) => (known !== null && (at === this.fn.entry || this.fn.blocks[at]!.end.kind === 'call') ? [at] : [])));
    for (const at of waiting) {
      waiting.delete(at);
      for (const to of this.block(at)) waiting.add(to);
    }
    if (!record) return;
    findings.recording = true;
    this.fn.blocks.forEach((_, at) => this.before[at] !== null && this.block(at));
    findings.recording = false;
  }

  /** Returns the blocks that have to be looked at again. */
  private block(at: BlockId): BlockId[] {
    const block = this.fn.blocks[at]!;
    let known = this.entered(at, block);
    for (const instr of block.instrs) {
      this.doubt(at, instr, instrExprs(instr), known.checked);
      known = this.effects.instr(at, instr, known);
    }
    this.doubt(at, null, endExprs(block.end), known.checked);
    const after = this.effects.end(at, block.end, known);
    if (after === null) return [];
    const { end } = block;
    const facts = end.kind === 'branch' ? implied(this.values.findings.spaces, this.fn, end.condition) : [];
    return targets(end).filter((to) => {
      const passed = end.kind === 'branch' && to === end.then && to !== end.else;
      return this.merge(to, passed ? { ...after, checked: new Set([...after.checked, ...facts]) } : after);
    });
  }

  /** Numbers of embedded objects are those of their containers, and some: not so if the pointer may be NULL. */
  private doubt(at: BlockId, instr: Instr | null, exprs: readonly Expr[], checked: Checked): void {
    const { findings } = this.values;
    if (!findings.recording) return;
    const { spaces } = findings;
    const valid = (local: LocalId): boolean => checked.has(notNull(local)) || this.loops.some((loop) => loop.local === local && loop.blocks.has(at));
    const doubtful = exprs.flatMap((expr) => (instr?.kind === 'store' && expr === instr.index[0] ? doubtfulIndex(spaces, this.fn, instr, valid) : doubtfulEmbeddings(spaces, this.fn, expr, valid)));
    for (const space of doubtful) findings.refuse(space, 'NULL may be taken for an object');
  }

  private entered(at: BlockId, block: Block): Known {
    const { locals, checked } = this.before[at]!;
    const live = this.live[at]!;
    const stops = boundaryOf(block) !== null;
    const now = locals.map((sort, local) => (live.has(local) ? sort : stops ? constant(0) : PLAIN));
    this.values.findings.site = this.layout.program.sites[this.fn.site] ?? null;
    for (const loop of this.loops) if (loop.head === at) now[loop.local] = this.counted(loop);
    if (stops) this.summaries.storePoint(this.layout.points.codes[this.fn.id]![at]!, this.effects.keep(now, block.live));
    return { locals: now, checked };
  }

  /** What a loop counts: objects, if its type says so. */
  private counted(loop: Loop): Sort {
    const { findings } = this.values;
    const sort = sortOfType(this.fn.locals[loop.local]!.type, findings.spaces);
    if (sort?.kind !== 'number') return { kind: 'counter', loop, offset: 0 };
    findings.roam(loop, sort.space);
    for (const { root, from, to } of findings.spaces.runs(sort.space)) {
      if ((loop.lo > from || loop.hi <= to) && loop.lo <= to && loop.hi > from) findings.refuse(root, 'a loop goes through some of its objects only');
    }
    return sort;
  }

  /** Whether anything new is known in front of a block. */
  private merge(to: BlockId, after: Known): boolean {
    const before = this.before[to] ?? null;
    if (before === null) {
      this.before[to] = { locals: after.locals.slice(), checked: after.checked };
      return true;
    }
    const locals = before.locals.map((sort, local) => (this.live[to]!.has(local) ? join(sort, after.locals[local]!, this.values.findings.spaces) : PLAIN));
    const checked = bothChecked(before.checked, after.checked);
    if (checked.size === before.checked.size && locals.every((sort, local) => sameSort(sort, before.locals[local]!))) return false;
    this.before[to] = { locals, checked };
    return true;
  }
}
