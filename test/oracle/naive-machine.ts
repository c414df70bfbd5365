/**
 * The oracle's machine: one step of the IR, executed as the header of src/lang/ir.ts says and in no other way. It shares nothing
 * with the engines but the IR's types, and prefers the shortest text that is plainly right to any speed.
 */
import type { Block, ColumnId, Expr, FnId, Instr, Program, StructId, Terminator } from '../../src/lang/ir.js';

export interface NaiveFrame { fn: FnId; block: number; locals: number[] }
export interface NaiveState { mem: Record<string, number[]>; stacks: NaiveFrame[][] }

/** Thrown to end a path: by a guard (or a choose among none), by a check, or where the choice vector is too short. */
export class Removed extends Error {}
export class Reported extends Error { constructor(readonly report: number) { super(); } }
export class MoreChoices extends Error { constructor(readonly count: number) { super(); } }

const binary: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b, '-': (a, b) => a - b, '*': Math.imul, '/': (a, b) => a / b, '%': (a, b) => a % b,
  '&': (a, b) => a & b, '|': (a, b) => a | b, '^': (a, b) => a ^ b, '<<': (a, b) => a << b, '>>': (a, b) => a >> b,
  '==': (a, b) => Number(a === b), '!=': (a, b) => Number(a !== b), '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b), '>': (a, b) => Number(a > b), '>=': (a, b) => Number(a >= b),
};

/** Executes along one choice vector, changing `state` as it goes. */
export class Machine {
  self = 0;
  private chosen = 0;
  /** The frames of init: its locals count as references, too. */
  private setup: NaiveFrame[] = [];

  constructor(readonly program: Program, readonly state: NaiveState, private readonly choices: readonly number[]) {}

  init(): void {
    this.setup = [this.frame(this.program.init, [])];
    this.run(this.setup, false);
    this.program.tasks.forEach((task, k) => { if (task.entry !== null) this.start(k, task.entry, []); });
  }

  step(task: number): void {
    this.self = task;
    this.run(this.state.stacks[task]!, true, true);
  }

  holds(fn: FnId): boolean {
    return this.run([this.frame(fn, [])], false)[0] !== 0;
  }

  standsAt(task: number): Block | undefined {
    const top = this.state.stacks[task]!.at(-1);
    return top && this.program.fns[top.fn]!.blocks[top.block]!;
  }

  private frame(fn: FnId, args: readonly number[]): NaiveFrame {
    const { locals, entry } = this.program.fns[fn]!;
    return { fn, block: entry, locals: locals.map((_, k) => args[k] ?? 0) };
  }

  private start(task: number, fn: FnId, args: readonly number[]): void {
    const spawner = this.self;
    this.self = task;
    this.state.stacks[task]!.push(this.frame(fn, args));
    this.run(this.state.stacks[task]!, true);
    this.self = spawner;
  }

  /** Until a boundary (if it stops at them) or until the stack is empty; gives what the last return gave. */
  private run(stack: NaiveFrame[], stops: boolean, resumes = false): readonly number[] {
    let results: readonly number[] = [];
    for (let passes = resumes; stack.length > 0; passes = false) {
      const top = stack.at(-1)!;
      const block = this.program.fns[top.fn]!.blocks[top.block]!;
      const first = block.instrs[0];
      if (stops && !passes && first?.kind === 'access' && first.boundary) {
        keep(top, block.live);
        return results;
      }
      for (const instr of block.instrs) this.execute(instr, top.locals);
      results = this.end(block.end, stack);
    }
    return results;
  }

  private end(end: Terminator, stack: NaiveFrame[]): readonly number[] {
    const top = stack.at(-1)!;
    const value = (e: Expr) => this.value(e, top.locals);
    switch (end.kind) {
      case 'jump': top.block = end.to; return [];
      case 'branch': top.block = value(end.condition) ? end.then : end.else; return [];
      case 'switch': {
        const selected = value(end.value);
        top.block = end.cases.find(c => c.value === selected)?.to ?? end.otherwise;
        return [];
      }
      case 'call': {
        const args = end.args.map(value);
        keep(top, end.live);
        stack.push(this.frame(end.fn, args));
        return [];
      }
      case 'return': {
        const values = end.values.map(value);
        stack.pop();
        this.resume(stack.at(-1), values);
        return values;
      }
      case 'become': stack.splice(0, stack.length, this.frame(end.fn, end.args.map(value))); return [];
      case 'exit': stack.length = 0; return [];
    }
  }

  private resume(caller: NaiveFrame | undefined, values: readonly number[]): void {
    if (!caller) return;
    const call = this.program.fns[caller.fn]!.blocks[caller.block]!.end;
    if (call.kind !== 'call') throw new Error('a suspended frame does not stand at a call');
    call.results.forEach((local, k) => { caller.locals[local] = values[k]!; });
    caller.block = call.next;
  }

  private execute(instr: Instr, locals: number[]): void {
    const value = (e: Expr) => this.value(e, locals);
    switch (instr.kind) {
      case 'access': case 'acquire': return;
      case 'set': locals[instr.local] = value(instr.value); return;
      case 'store': {
        const cell = this.cell(instr.column, instr.index.map(value));
        this.cells(instr.column)[cell] = value(instr.value);
        return;
      }
      case 'choose': locals[instr.local] = this.choose(value(instr.count)); return;
      case 'guard': if (!value(instr.condition)) throw new Removed(); return;
      case 'check': if (!value(instr.condition)) throw new Reported(instr.report); return;
      case 'alloc': locals[instr.local] = this.alloc(instr.struct, instr.fill); return;
      case 'free': this.free(instr.struct, value(instr.object)); return;
      case 'freeRcu': this.freeRcu(instr.struct, value(instr.object)); return;
      case 'quiesce': this.quiesce(value(instr.task)); return;
      case 'spawn': this.start(value(instr.task), instr.fn, instr.args.map(value)); return;
      case 'as': this.self = value(instr.task); return;
    }
  }

  private choose(count: number): number {
    if (count <= 0) throw new Removed();
    const choice = this.choices[this.chosen++];
    if (choice === undefined) throw new MoreChoices(count);
    return choice;
  }

  private value(e: Expr, locals: readonly number[]): number {
    const value = (operand: Expr) => this.value(operand, locals);
    switch (e.kind) {
      case 'const': return e.value;
      case 'local': return locals[e.local]!;
      case 'self': return this.self;
      case 'load': return this.cells(e.column)[this.cell(e.column, e.index.map(value))]!;
      case 'unary': {
        const operand = value(e.operand);
        return e.op === '!' ? Number(operand === 0) : (e.op === '-' ? -operand : ~operand) | 0;
      }
      case 'binary': return binary[e.op]!(value(e.left), value(e.right)) | 0;
      case 'cond': return value(e.test) ? value(e.then) : value(e.else);
      case 'active': return Number(this.state.stacks[value(e.task)]!.some(frame => frame.fn === e.fn));
      case 'idle': return Number(this.state.stacks[value(e.task)]!.length === 0);
      case 'readers': return this.readers();
      case 'referenced': return Number(this.referenced(e.struct, value(e.object)));
    }
  }

  private cells(column: ColumnId): number[] {
    return this.state.mem[this.program.columns[column]!.name]!;
  }

  private cell(column: ColumnId, index: readonly number[]): number {
    const { dims } = this.program.columns[column]!;
    return index.reduce((cell, i, dimension) => cell * dims[dimension]! + i, 0);
  }

  private readers(): number {
    const nesting = this.program.rcuNesting;
    return nesting === null ? 0 : this.cells(nesting).reduce((set, depth, k) => set | (depth > 0 ? 1 << k : 0), 0);
  }

  /** The object and all that is embedded in it, as [struct, object] pairs. */
  private whole(struct: StructId, object: number): [StructId, number][] {
    const parts = this.program.structs.flatMap(part => part.embeddedIn
      .filter(place => place.container === struct)
      .flatMap(place => this.whole(part.id, place.first + object - 1)));
    return [[struct, object], ...parts];
  }

  private referenced(struct: StructId, object: number): boolean {
    const frames = [...this.setup, ...this.state.stacks.flat()];
    return this.whole(struct, object).some(([part, number]) =>
      this.program.columns.some(({ id, type }) => type.kind === 'pointer' && type.struct === part && this.cells(id).includes(number))
      || frames.some(({ fn, locals }) => this.program.fns[fn]!.locals.some(({ type }, k) =>
        type.kind === 'pointer' && type.struct === part && locals[k] === number)));
  }

  private alloc(struct: StructId, fill: 'zero' | 'uninit' | 'keep'): number {
    const { heap, life, typesafeByRcu } = this.program.structs[struct]!;
    for (let object = 1; object <= heap; object++) {
      if (this.cells(life)[object - 1] !== 0 || (!typesafeByRcu && this.referenced(struct, object))) continue;
      for (const [part, number] of this.whole(struct, object)) {
        this.cells(this.program.structs[part]!.life)[number - 1] = 1;
        this.fill(part, number, fill);
      }
      return object;
    }
    return 0;
  }

  private fill(struct: StructId, object: number, fill: 'zero' | 'uninit' | 'keep'): void {
    for (const id of this.program.structs[struct]!.columns) {
      const { ghost, initial, uninit, dims } = this.program.columns[id]!;
      if (fill === 'keep' && !ghost) continue;
      const size = dims.slice(1).reduce((a, b) => a * b, 1);
      this.cells(id).fill(fill === 'uninit' && !ghost ? uninit ?? initial : initial, (object - 1) * size, object * size);
    }
  }

  private free(struct: StructId, object: number): void {
    for (const [part, number] of this.whole(struct, object)) {
      this.cells(this.program.structs[part]!.life)[number - 1] = 0;
      if (!this.program.structs[struct]!.typesafeByRcu) this.fill(part, number, 'zero');
    }
  }

  private freeRcu(struct: StructId, object: number): void {
    const readers = this.readers();
    if (readers === 0) return this.free(struct, object);
    for (const [part, number] of this.whole(struct, object)) this.cells(this.program.structs[part]!.life)[number - 1] = 2;
    this.cells(this.program.structs[struct]!.grace!)[object - 1] = readers;
  }

  private quiesce(task: number): void {
    const graces = new Set(this.program.structs.map(({ grace }) => grace));
    for (const { id, graceSet, uninit } of this.program.columns) {
      if (!graceSet && !graces.has(id)) continue;
      this.cells(id).forEach((set, cell, cells) => { if (set !== uninit) cells[cell] = set & ~(1 << task); });
    }
    for (const { id, life, grace } of this.program.structs) {
      this.cells(life).forEach((alive, k) => {
        if (alive === 2 && grace !== null && this.cells(grace)[k] === 0) this.free(id, k + 1);
      });
    }
  }
}

/** Locals that are not live become 0. */
function keep(frame: NaiveFrame, live: readonly number[]): void {
  frame.locals = frame.locals.map((value, local) => (live.includes(local) ? value : 0));
}
