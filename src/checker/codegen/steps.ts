import type * as es from 'estree';
import type { Block, BlockId, Expr, Fn, FnId, Instr, LocalId, Terminator } from '../../lang/ir.js';
import type { Coverage } from '../coverage.js';
import { localOffset, type Layout } from '../layout/layout.js';
import { boundaryOf, type CallSite } from '../program/points.js';
import { regionsOf, type Regions } from '../program/regions.js';
import { blockExprs } from '../program/walk.js';
import { cellOf, test, value, type Scope } from './expr.js';
import { FILL } from './heap.js';
import { Marks } from './marks.js';
import { arm, array, assign, at, binary, block, call, choice, declare, func, give, id, method, num, plus, run, when } from './tree.js';

/**
 * Code that runs tasks. Each region of a function's blocks is a JavaScript function of T, the first cell of the running stack's area,
 * and S, the running task. It returns how the path went on:
 *
 *      0     the task has come to its next control point, or has ended
 *      -1    a guard removed the path
 *      -2-r  the path ended in report r
 *      code  go on at the block with this code (a loop closes here, so that loops do not nest)
 *
 * `step` code stops at boundaries; `setup` code, for init, ignores them, and has its own frame offsets.
 */
export type Mode = 'step' | 'setup';

export const STOPPED = 0;
export const REMOVED = -1;
export const reported = (report: number): number => -2 - report;

/** What generated code tells besides. */
export interface Telling {
  /** A footprint what it touches. */
  readonly recorded: boolean;
  /** What it executes; null: nobody. */
  readonly coverage: Coverage | null;
}

/** The functions that run one mode, and the table by block code that the driver dispatches with. */
export function emitSteps(layout: Layout, mode: Mode, telling: Telling): es.Statement[] {
  const emitter = new StepEmitter(layout, mode, telling);
  return emitter.emit();
}

class StepEmitter {
  private readonly regions: ReadonlyMap<FnId, Regions>;
  private readonly frames: readonly number[];
  private readonly prefix: string;
  private temporaries = 0;
  private readonly recorded: boolean;
  private readonly marks: Marks;

  constructor(private readonly layout: Layout, private readonly mode: Mode, { recorded, coverage }: Telling) {
    this.recorded = recorded;
    this.marks = new Marks(coverage, mode === 'setup');
    const { calls, program } = layout;
    const step = mode === 'step';
    const fns = step ? new Set(calls.ofTask.flatMap((of) => [...of])) : calls.ofInit;
    this.regions = new Map(program.fns.filter((fn) => fns.has(fn.id)).map((fn) => [fn.id, regionsOf(fn, step)]));
    this.frames = step ? layout.frames : layout.setup.frames;
    this.prefix = step ? 'step' : 'setup';
  }

  emit(): es.Statement[] {
    const body: es.Statement[] = [];
    const table: es.Expression[] = this.layout.points.points.map(() => num(0));
    for (const [fnId, regions] of this.regions) {
      const fn = this.fn(fnId);
      body.push(this.returning(fn));
      for (const root of regions.roots) {
        const name = this.name(fnId, root);
        body.push(func(name, ['T', 'S'], this.blockCode(fn, root)));
        table[this.code(fnId, root)] = id(name);
        if (this.stops(fn, root)) body.push(this.stop(fn, root));
      }
    }
    return [...body, declare('const', `${this.prefix}Table`, array(table))];
  }

  private fn(fn: FnId): Fn {
    return this.layout.program.fns[fn]!;
  }

  private code(fn: FnId, at: BlockId): number {
    return this.layout.points.codes[fn]?.[at] ?? 0;
  }

  private name(fn: FnId, at: BlockId): string {
    return `${this.prefix}${this.code(fn, at)}`;
  }

  private stops(fn: Fn, at: BlockId): boolean {
    return this.mode === 'step' && boundaryOf(fn.blocks[at]!) !== null;
  }

  private local(fn: FnId, local: LocalId): es.MemberExpression {
    return at('C', binary('+', id('T'), num(localOffset(this.frames, fn, local))));
  }

  private scope(fn: Fn): Scope {
    return { layout: this.layout, self: id('S'), recorded: this.recorded, local: (local) => this.local(fn.id, local) };
  }

  private temporary(init: es.Expression): { name: es.Identifier; declaration: es.Statement } {
    const name = `t${this.temporaries++}`;
    return { name: id(name), declaration: declare('const', name, init) };
  }

  /** The control point of a stopped task: its pc, with dead locals cleared. */
  private stop(fn: Fn, at: BlockId): es.Statement {
    const live = new Set(fn.blocks[at]?.live ?? []);
    const body = [...this.clear(fn, live), assign(PC, num(this.code(fn.id, at))), give(num(STOPPED))];
    return func(`stop${this.code(fn.id, at)}`, ['T'], body);
  }

  private clear(fn: Fn, live: ReadonlySet<LocalId>): es.Statement[] {
    return fn.locals.flatMap((_, local) => (live.has(local) ? [] : [assign(this.local(fn.id, local), num(0))]));
  }

  /** Pops the frame, gives the values to the caller, and goes on there. */
  private returning(fn: Fn): es.Statement {
    const { points } = this.layout;
    const values = Math.max(0, ...fn.blocks.map(({ end }) => (end.kind === 'return' ? end.values.length : 0)));
    const params = Array.from({ length: values }, (_, k) => `v${k}`);
    const frame = at('C', binary('+', id('T'), num(this.frames[fn.id] ?? 0)));
    const sites = (points.sites[fn.id] ?? []).flatMap((site, k) => (this.regions.has(site.caller) ? [arm(k + 1, this.resume(site))] : []));
    return func(this.returnName(fn.id), ['T', 'S', ...params], [
      declare('const', 'site', frame),
      assign(frame, num(0)),
      ...this.clear(fn, new Set()),
      choice(id('site'), [...sites, arm(null, [assign(PC, num(0)), ...this.handOver(), give(num(STOPPED))])]),
    ]);
  }

  private returnName(fn: FnId): string {
    return `${this.prefix}Return${fn}`;
  }

  private resume({ caller, block: from, call: end }: CallSite): es.Statement[] {
    const results = end.results.map((local, k) => assign(this.local(caller, local), id(`v${k}`)));
    return [...results, ...this.goTo(this.fn(caller), from, end.next)];
  }

  /** Setup's running task changes on the way (`as`): the driver has to know it when it takes over. */
  private handOver(): es.Statement[] {
    return this.mode === 'setup' ? [assign(id('actor'), id('S'))] : [];
  }

  private goTo(fn: Fn, from: BlockId, to: BlockId): es.Statement[] {
    const regions = this.regions.get(fn.id)!;
    if (this.stops(fn, to)) return [give(call(`stop${this.code(fn.id, to)}`, id('T')))];
    if (regions.closesLoop(from, to)) return [...this.handOver(), give(num(this.code(fn.id, to)))];
    if (regions.roots.has(to)) return [give(call(this.name(fn.id, to), id('T'), id('S')))];
    return this.blockCode(fn, to);
  }

  private enter(fn: FnId): es.Statement {
    const callee = this.fn(fn);
    if (this.stops(callee, callee.entry)) return give(call(`stop${this.code(fn, callee.entry)}`, id('T')));
    return give(call(this.name(fn, callee.entry), id('T'), id('S')));
  }

  private blockCode(fn: Fn, at: BlockId): es.Statement[] {
    const found = fn.blocks[at]!;
    const { instrs, end } = found;
    const scope = this.scope(fn);
    return [
      ...this.marks.begin(fn, at),
      ...(looksAtStacks(found) ? [assign(PC, num(this.code(fn.id, at)))] : []),
      ...instrs.flatMap((instr, k) => [...this.marks.entered(instr.origin, instrs[k - 1]?.origin), ...this.instr(instr, scope)]),
      ...this.marks.entered(end.origin, instrs.at(-1)?.origin),
      ...this.end(fn, at, end),
    ];
  }

  private instr(instr: Instr, scope: Scope): es.Statement[] {
    switch (instr.kind) {
      case 'access':
        return [];
      case 'set':
        return [assign(scope.local(instr.local), value(instr.value, scope))];
      case 'store':
        return [assign(cellOf(instr.column, instr.index, scope, 'wrote'), value(instr.value, scope))];
      case 'guard':
        return [unless(instr.condition, scope, REMOVED)];
      case 'check':
        return [unless(instr.condition, scope, reported(instr.report))];
      case 'choose':
        return this.choose(instr.local, instr.count, scope);
      case 'alloc':
        return [assign(scope.local(instr.local), method('heap', 'alloc', num(instr.struct), num(FILL[instr.fill])))];
      case 'free':
      case 'freeRcu':
        return [run(method('heap', instr.kind, num(instr.struct), value(instr.object, scope)))];
      case 'quiesce':
        return [run(method('heap', 'quiesce', value(instr.task, scope)))];
      case 'acquire':
        return [run(method('lockdep', 'acquire', id('S'), num(instr.lockClass)))];
      case 'as':
        return [assign(id('S'), value(instr.task, scope))];
      case 'spawn':
        return this.spawn(instr, scope);
    }
  }

  private choose(local: LocalId, count: Expr, scope: Scope): es.Statement[] {
    const { name, declaration } = this.temporary(value(count, scope));
    const none = when(binary('<', name, num(1)), [give(num(REMOVED))]);
    return [declaration, none, assign(scope.local(local), method('odometer', 'next', name))];
  }

  /** The new task runs within this step, up to its own first control point. */
  private spawn(instr: Extract<Instr, { kind: 'spawn' }>, scope: Scope): es.Statement[] {
    const task = this.temporary(value(instr.task, scope));
    const args = instr.args.map((arg) => this.temporary(value(arg, scope)));
    const started = this.temporary(call(`start${instr.fn}`, at('B', task.name), task.name, ...args.map(({ name }) => name)));
    return [block([
      ...(this.recorded ? [run(call('spawned'))] : []),
      task.declaration,
      ...args.map(({ declaration }) => declaration),
      started.declaration,
      when(binary('!==', started.name, num(STOPPED)), [give(started.name)]),
    ])];
  }

  private end(fn: Fn, from: BlockId, end: Terminator): es.Statement[] {
    const scope = this.scope(fn);
    switch (end.kind) {
      case 'jump':
        return this.goTo(fn, from, end.to);
      case 'branch':
        return [when(test(end.condition, scope), this.way(fn, from, end, true), this.way(fn, from, end, false))];
      case 'switch':
        return [choice(value(end.value, scope), [
          ...end.cases.map((one) => arm(one.value, this.goTo(fn, from, one.to))),
          arm(null, this.goTo(fn, from, end.otherwise)),
        ])];
      case 'call':
        return this.call(fn, from, end, scope);
      case 'return':
        return [give(call(this.returnName(fn.id), id('T'), id('S'), ...end.values.map((expr) => value(expr, scope))))];
      case 'become':
        return this.become(end, scope);
      case 'exit':
        return [this.dropFrames(), ...this.handOver(), give(num(STOPPED))];
    }
  }

  private way(fn: Fn, from: BlockId, end: Extract<Terminator, { kind: 'branch' }>, way: boolean): es.Statement[] {
    return [...this.marks.outcome(end, way), ...this.goTo(fn, from, way ? end.then : end.else)];
  }

  private call(fn: Fn, from: BlockId, end: Extract<Terminator, { kind: 'call' }>, scope: Scope): es.Statement[] {
    const frame = at('C', binary('+', id('T'), num(this.frames[end.fn] ?? 0)));
    const returnCode = this.layout.points.returnCodes[fn.id]?.[from] ?? 0;
    return [
      assign(frame, num(returnCode)),
      ...end.args.map((arg, k) => assign(this.local(end.fn, k), value(arg, scope))),
      ...this.clear(fn, new Set(end.live)),
      this.enter(end.fn),
    ];
  }

  private become(end: Extract<Terminator, { kind: 'become' }>, scope: Scope): es.Statement[] {
    const args = end.args.map((arg) => this.temporary(value(arg, scope)));
    return [
      ...args.map(({ declaration }) => declaration),
      this.dropFrames(),
      assign(PC, num(this.code(end.fn, this.fn(end.fn).entry))),
      ...args.map(({ name }, k) => assign(this.local(end.fn, k), name)),
      this.enter(end.fn),
    ];
  }

  private dropFrames(): es.Statement {
    const end = this.mode === 'step' ? at('E', id('S')) : num(this.layout.size + this.layout.setup.size);
    return run(method('C', 'fill', num(0), id('T'), end));
  }
}

/** The running stack's pc. */
const PC = at('C', id('T'));

function unless(condition: Expr, scope: Scope, code: number): es.Statement {
  return when({ type: 'UnaryExpression', operator: '!', prefix: true, argument: test(condition, scope) }, [give(num(code))]);
}

/** Whether the block needs the running task's pc to be exact: pc is kept up to date only where something looks. */
function looksAtStacks(found: Block): boolean {
  if (found.instrs.some(({ kind }) => kind === 'alloc' || kind === 'spawn')) return true;
  for (const expr of blockExprs(found)) if (expr.kind === 'active' || expr.kind === 'referenced') return true;
  return false;
}

/** Functions `start<f>(T, S, ...args)` that put a task on its way: the first frame, and the run to its first control point. */
export function emitStart(layout: Layout, fn: Fn): es.Statement {
  const code = layout.points.codes[fn.id]?.[fn.entry] ?? 0;
  const args = fn.locals.slice(0, fn.params).map((_, k) => `v${k}`);
  const stops = boundaryOf(fn.blocks[fn.entry]!) !== null;
  return func(`start${fn.id}`, ['T', 'S', ...args], [
    ...args.map((name, k) => assign(at('C', plus(id('T'), num(localOffset(layout.frames, fn.id, k)))), id(name))),
    assign(PC, num(code)),
    give(stops ? call(`stop${code}`, id('T')) : call('drive', num(code), id('T'), id('S'))),
  ]);
}
