/** Builds the control-flow graph of one function. */
import type { Expr, Instr, LocalId, OriginId, Range, SiteId, Terminator } from '../../ir.js';
import type { Type } from '../types.js';

export interface DraftLocal {
  name: string;
  readonly type: Type;
  /** null: inferred from what is assigned. */
  range: Range | null;
  /** Made by the lowering, not by the model's text: may share a slot with others. */
  temporary: boolean;
  /** Declared in a ghost block. */
  ghost: boolean;
}

/** A call through a function value: becomes a switch when all function values are known. */
export interface Indirect {
  readonly kind: 'indirect';
  readonly how: 'call' | 'become' | 'spawn';
  readonly value: Expr;
  readonly args: readonly Expr[];
  readonly results: readonly LocalId[];
  readonly next: number;
  /** Task to start, for spawn. */
  readonly task: Expr | null;
  readonly site: SiteId;
}

export type DraftEnd = Terminator | Indirect;

export interface DraftBlock {
  instrs: Instr[];
  end: DraftEnd | null;
}

export interface DraftFn {
  readonly id: number;
  readonly name: string;
  readonly site: SiteId;
  readonly role: 'task' | 'property' | 'init';
  params: number;
  readonly locals: DraftLocal[];
  readonly blocks: DraftBlock[];
  /** Types of the values it returns; none for void. */
  readonly returns: readonly Type[];
  /** It never returns (its type is never). */
  readonly never: boolean;
  /** Ghost blocks, so that those that no property needs can be left out. */
  readonly ghosts: GhostRegion[];
}

/** The code of a ghost block: from `enter` to `exit`, reached from the end of block `from`. */
export interface GhostRegion {
  readonly from: number;
  readonly enter: number;
  readonly exit: number;
}

export class FnBuilder {
  /** The block that instructions go to. */
  current = 0;
  /** The call in whose code we are that is lowered in place; null: in the function's own. */
  origin: OriginId | null = null;
  /** In setup: the task that acts. */
  acting = 0;
  /** Variables that a place depends on which is evaluated, but not touched yet: they may not change now. */
  private held: readonly LocalId[] = [];
  /** Where an instruction comes from, for checks that later passes add. */
  readonly siteOf = new WeakMap<object, SiteId>();

  constructor(readonly fn: DraftFn) {
    this.current = this.block();
  }

  /** A new, empty block. */
  block(): number {
    this.fn.blocks.push({ instrs: [], end: null });
    return this.fn.blocks.length - 1;
  }

  /** Goes on in that block. */
  resume(block: number): void {
    this.current = block;
  }

  /** Has the current block ended? Then what follows is unreachable. */
  get ended(): boolean {
    return this.at(this.current).end !== null;
  }

  emit(instr: Instr, site?: SiteId): void {
    const block = this.at(this.current);
    if (block.end) return;
    const told = this.told(instr);
    if (site !== undefined) this.siteOf.set(told, site);
    block.instrs.push(told);
  }

  end(end: DraftEnd, site?: SiteId): void {
    const block = this.at(this.current);
    if (block.end) return;
    const told = this.told(end);
    if (site !== undefined) this.siteOf.set(told, site);
    block.end = told;
  }

  /** Runs `body` on a scratch block: what it emits is not reached. */
  probe<T>(body: () => T): T {
    const before = this.current;
    this.current = this.block();
    try {
      return body();
    } finally {
      this.current = before;
    }
  }

  /** Runs `body`, in which what the indices are made of may not change. */
  holding<T>(indices: readonly Expr[], body: () => T): T {
    const before = this.held;
    this.held = [...before, ...indices.flatMap((i) => (i.kind === 'local' && !this.draftLocal(i.local).temporary ? [i.local] : []))];
    try {
      return body();
    } finally {
      this.held = before;
    }
  }

  isHeld(local: LocalId): boolean {
    return this.held.includes(local);
  }

  /** In setup: from here on that task acts. */
  act(task: number): void {
    this.acting = task;
    this.emit({ kind: 'as', task: e.const(task) });
  }

  private told<T extends Instr | DraftEnd>(code: T): T {
    return this.origin === null ? code : { ...code, origin: this.origin };
  }

  jump(to: number): void {
    this.end({ kind: 'jump', to });
  }

  local(name: string, type: Type, range: Range | null, temporary: boolean): LocalId {
    this.fn.locals.push({ name, type, range, temporary, ghost: false });
    return this.fn.locals.length - 1;
  }

  draftLocal(id: LocalId): DraftLocal {
    const local = this.fn.locals[id];
    if (!local) throw new RangeError(`local ${id} of ${this.fn.name}`);
    return local;
  }

  private at(block: number): DraftBlock {
    const found = this.fn.blocks[block];
    if (!found) throw new RangeError(`block ${block} of ${this.fn.name}`);
    return found;
  }
}

/** Constructors of expressions; they fold constants. */
export const e = {
  const: (value: number): Expr => ({ kind: 'const', value }),
  local: (local: LocalId): Expr => ({ kind: 'local', local }),
  self: { kind: 'self' } as Expr,
  add: (left: Expr, right: number): Expr => {
    if (left.kind === 'const') return e.const(left.value + right);
    if (left.kind === 'binary' && left.op === '+' && left.right.kind === 'const') return e.add(left.left, left.right.value + right);
    return right === 0 ? left : { kind: 'binary', op: '+', left, right: e.const(right) };
  },
  not: (operand: Expr): Expr => (operand.kind === 'const' ? e.const(operand.value === 0 ? 1 : 0) : { kind: 'unary', op: '!', operand }),
  ne: (left: Expr, right: number): Expr => (left.kind === 'const' ? e.const(left.value === right ? 0 : 1) : { kind: 'binary', op: '!=', left, right: e.const(right) }),
};

/** Can the expression be repeated later in the same step, and after other instructions, with the same value? */
export function isStable(expr: Expr): boolean {
  if (expr.kind === 'const' || expr.kind === 'self') return true;
  return expr.kind === 'binary' && isStable(expr.left) && isStable(expr.right);
}
