import type { BlockId, Fn, Instr, LocalId, Terminator } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { compare } from './comparisons.js';
import { allocated, baseOf, checkedAfter, notNull, stillNotNull, type Checked } from './liveness.js';
import type { Loop } from './loops.js';
import { constant, members, number, PLAIN, sortOfType, type Sort } from './sorts.js';
import type { Summaries } from './summaries.js';
import type { Values } from './values.js';

/** What is known at a place of a function. */
export interface Known {
  readonly locals: Sort[];
  readonly checked: Checked;
}

/** What instructions and the ends of blocks do to the sorts of a function's locals. */
export class Effects {
  private readonly isMeasure: boolean;

  constructor(
    private readonly layout: Layout, private readonly values: Values, private readonly summaries: Summaries, private readonly fn: Fn,
    private readonly loops: readonly Loop[],
  ) {
    this.isMeasure = (layout.program.measures ?? []).some((measure) => measure.fn === fn.id);
  }

  /** The sorts of locals that a stored state holds. */
  keep(locals: readonly Sort[], live: readonly LocalId[]): [LocalId, Sort][] {
    return live.flatMap((local): [LocalId, Sort][] => {
      const sort = this.values.into(locals[local] ?? PLAIN, this.fn.locals[local]!.type);
      if (members(sort).every(({ kind }) => kind === 'plain' || kind === 'const')) return [];
      if (sort.kind === 'number' || sort.kind === 'set' || sort.kind === 'address') return [[local, sort]];
      this.values.spoil(sort, 'it is kept as a mere number');
      return [];
    });
  }

  /** What is known behind an instruction. */
  instr(at: BlockId, instr: Instr, known: Known): Known {
    const { layout, values } = this;
    const locals = known.locals.slice();
    switch (instr.kind) {
      case 'access': values.findings.site = layout.program.sites[layout.program.accesses[instr.access]!.site] ?? null; break;
      case 'set': if (!this.counts(at, instr)) locals[instr.local] = this.kept(values.of(instr.value, locals), instr.local); break;
      case 'choose': values.spoil(values.of(instr.count, locals), 'it is a number of choices'); locals[instr.local] = this.kept(PLAIN, instr.local); break;
      case 'store': this.store(instr, known); break;
      case 'guard':
      case 'check': values.truth(values.of(instr.condition, locals)); break;
      case 'alloc': locals[instr.local] = this.alloc(instr); break;
      case 'free':
      case 'freeRcu': values.numbers(values.of(instr.object, locals), instr.struct, 0); break;
      case 'quiesce': values.numbers(values.of(instr.task, locals), values.findings.spaces.tasks, -1); break;
      case 'spawn': {
        values.numbers(values.of(instr.task, locals), values.findings.spaces.tasks, -1);
        this.summaries.spawn(values, instr.fn, instr.args.map((arg) => values.of(arg, locals)));
      }
    }
    return { locals, checked: checkedAfter(values.findings.spaces, this.fn, instr, known.checked) };
  }

  /** Does it start or advance a counting loop? What that counts is known at its head. */
  private counts(at: BlockId, instr: Extract<Instr, { kind: 'set' }>): boolean {
    return this.loops.some(({ local, latch, entries, lo }) => local === instr.local && (latch === at || (entries.includes(at) && instr.value.kind === 'const' && instr.value.value === lo)));
  }

  /** The sort of a local that is given a value. */
  private kept(sort: Sort, local: LocalId): Sort {
    const { type } = this.fn.locals[local]!;
    return this.summaries.kept(this.values, this.values.into(sort, type), type);
  }

  private alloc({ struct, fill }: Extract<Instr, { kind: 'alloc' }>): Sort {
    const { findings } = this.values;
    if (struct === findings.spaces.tasks) findings.refuse(struct, 'they are allocated');
    if (fill === 'keep') findings.refuse(struct, 'what was in a slot before matters to who reuses it');
    return number(struct, 0);
  }

  private store({ column, index, value }: Extract<Instr, { kind: 'store' }>, { locals, checked }: Known): void {
    const { values } = this;
    const { struct, type } = values.findings.spaces.program.columns[column]!;
    values.index(column, index, locals);
    const sort = values.into(values.of(value, locals), type);
    if (sortOfType(type, values.findings.spaces) === null) values.spoil(sort, 'it is stored as a mere number');
    if (struct === null || struct === values.findings.spaces.tasks) return;
    const base = index[0] && baseOf(index[0]);
    if (!base || !checked.has(allocated(base.local, base.added, struct))) values.findings.refuse(struct, 'what is written might be free already');
  }

  /** What is known behind a block; null where nothing comes after it. */
  end(at: BlockId, end: Terminator, { locals, checked }: Known): Known | null {
    const { values, summaries } = this;
    const of = (exprs: Extract<Terminator, { kind: 'return' }>['values']): Sort[] => exprs.map((expr) => values.of(expr, locals));
    switch (end.kind) {
      case 'branch': values.truth(values.of(end.condition, locals)); break;
      case 'switch': for (const { value } of end.cases) compare(values, '==', values.of(end.value, locals), constant(value)); break;
      case 'return': this.give(of(end.values)); break;
      case 'become': summaries.pass(values, end.fn, of(end.args)); break;
      case 'call': return this.call(at, end, of(end.args), { locals, checked });
    }
    return { locals, checked };
  }

  /** What a measure gives has to be the same number under every renaming. */
  private give(returned: readonly Sort[]): void {
    if (this.isMeasure) for (const sort of returned) this.values.spoil(sort, 'it is measured');
    this.summaries.give(this.fn.id, returned, this.values);
  }

  private call(at: BlockId, end: Extract<Terminator, { kind: 'call' }>, args: readonly Sort[], { locals, checked }: Known): Known | null {
    const { summaries, values } = this;
    summaries.pass(values, end.fn, args);
    summaries.storeCall(this.fn.id, at, end.fn, this.keep(locals, end.live));
    const results = summaries.resultsOf(end.fn);
    if (results === null) return null;
    const after = locals.map((sort, local) => (end.live.includes(local) ? sort : constant(0)));
    end.results.forEach((local, k) => { after[local] = this.kept(results[k] ?? PLAIN, local); });
    const kept = [...stillNotNull(checked)].filter((fact) => !end.results.some((local) => fact === notNull(local)));
    return { locals: after, checked: new Set(kept) };
  }
}
