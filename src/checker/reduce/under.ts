import type { BlockId, ColumnId, Expr, Fn, LocalId, LockClassId, Program } from '../../lang/ir.js';
import { endExprs, instrExprs, targets, withOperands, writtenLocal } from '../program/walk.js';

/** A property reads a column only where a lock is free. */
export interface UnderLock {
  readonly lockClass: LockClassId;
  /** The pointer that leads from the lock's object to the one that is read; null: it is the same, or embedded in it. */
  readonly via: ColumnId | null;
}

/** What a property demands only where locks are free. */
export interface Demands {
  /** Columns that it reads nowhere else. */
  readonly guarded: ReadonlyMap<ColumnId, UnderLock>;
  /** Locks that it asks for nothing else: with one more of them held, it demands no more. */
  readonly monotone: ReadonlySet<LockClassId>;
}

const NOTHING: Demands = { guarded: new Map(), monotone: new Set() };

/** Recognises `under(lock, condition)` in what a property compiles to: by what the code does, not by its name. */
export function demandsOf(program: Program, property: Fn): Demands {
  if (property.blocks.some(({ end }) => end.kind === 'call' || end.kind === 'switch')) return NOTHING;
  const owners = new Map(program.lockClasses.map(({ id, owner }) => [owner, id]));
  const found = property.blocks.flatMap((_, at) => guardAt(property, at, owners) ?? []);
  const regions = found.flatMap((guard) => regionOf(program, property, guard) ?? []);
  return summary(property, regions, owners);
}

/** A branch on whether the lock of the object in local `object` is free. */
interface Branch {
  readonly at: BlockId;
  readonly lockClass: LockClassId;
  readonly object: LocalId;
  readonly free: BlockId;
  readonly held: BlockId;
}

function guardAt(fn: Fn, at: BlockId, owners: ReadonlyMap<ColumnId, LockClassId>): Branch | null {
  const { instrs, end } = fn.blocks[at]!;
  if (end.kind !== 'branch') return null;
  const last = new Map<LocalId, Expr>();
  for (const instr of instrs) if (instr.kind === 'set') last.set(instr.local, resolve(instr.value, last));
  const condition = resolve(end.condition, last);
  if (condition.kind !== 'binary' || condition.op !== '==' || condition.right.kind !== 'const' || condition.right.value !== 0) return null;
  const load = loadIn(condition.left);
  const lockClass = load && owners.get(load.column);
  const object = load && objectOf(load.index[0]);
  return lockClass === undefined || lockClass === null || object === null ? null : { at, lockClass, object, free: end.then, held: end.else };
}

/** Replaces locals that the block has set by what they were set to, unless that is a pointer: its local is what the analysis goes by. */
function resolve(expr: Expr, last: ReadonlyMap<LocalId, Expr>): Expr {
  const known = expr.kind === 'local' ? last.get(expr.local) : undefined;
  if (known && (known.kind === 'binary' || known.kind === 'cond' || known.kind === 'load' || known.kind === 'local')) return known;
  if (expr.kind === 'binary') return { ...expr, left: resolve(expr.left, last) };
  return expr;
}

/** The load in `load`, or in `load >= 0 ? load : 0`, which is how a property reads what may be uninitialised. */
function loadIn(expr: Expr): Extract<Expr, { kind: 'load' }> | null {
  if (expr.kind === 'load') return expr;
  return expr.kind === 'cond' && expr.then.kind === 'load' && expr.else.kind === 'const' && expr.else.value === 0 ? expr.then : null;
}

/** The local p of an index p - 1. */
function objectOf(index: Expr | undefined): LocalId | null {
  const isField = index?.kind === 'binary' && index.op === '+' && index.left.kind === 'local' && index.right.kind === 'const' && index.right.value === -1;
  return isField && index.left.kind === 'local' ? index.left.local : null;
}

/** What is known of a local inside a region: it has not changed, or it is a constant, or it was loaded from the lock's object. */
type Known = 'same' | 'unknown' | { readonly value: number } | { readonly via: ColumnId };
type Env = readonly Known[];

interface Read {
  readonly column: ColumnId;
  readonly under: UnderLock | null;
}

/** The reads that a guard covers, by block and position: each load expression, once. */
interface Region {
  readonly branch: Branch;
  readonly reads: ReadonlyMap<Expr, Read>;
}

/** More ways through a region are not followed. */
const VISITS_MAX = 20_000;

/**
 * The code behind the guard, if it is all that the guard decides on: where the lock is held the property goes on at a block as it does where
 * the condition is true; where the condition is false it returns false.
 */
function regionOf(program: Program, fn: Fn, branch: Branch): Region | null {
  const start: Env = fn.locals.map(() => 'same');
  const skipped = skip(program, fn, branch.held, start);
  if (skipped === null) return null;
  const reads = new Map<Expr, Read>();
  const walk = new Walk(program, fn, branch, skipped, reads);
  return walk.all(branch.free, start) ? { branch, reads } : null;
}

interface Join {
  readonly at: BlockId;
  readonly env: Env;
}

/** Follows a path that constants decide, up to the first block in which something else happens. */
function skip(program: Program, fn: Fn, from: BlockId, start: Env): Join | null {
  let env = start;
  const seen = new Set<BlockId>();
  for (let at = from; !seen.has(at);) {
    seen.add(at);
    const { instrs, end } = fn.blocks[at]!;
    const next = [...env];
    for (const instr of instrs) {
      const known = instr.kind === 'set' ? knownOf(program, instr.value, next, -1) : 'unknown';
      if (instr.kind !== 'set' || known === 'unknown') return { at, env };
      next[instr.local] = known;
    }
    const to = end.kind === 'jump' ? end.to : end.kind === 'branch' ? decided(program, end.condition, end, next) : null;
    if (to === null) return { at, env };
    env = next;
    at = to;
  }
  return null;
}

function decided(program: Program, condition: Expr, { then, else: otherwise }: { then: BlockId; else: BlockId }, env: Env): BlockId | null {
  const known = knownOf(program, condition, env, -1);
  return typeof known === 'object' && 'value' in known ? (known.value === 0 ? otherwise : then) : null;
}

function knownOf(program: Program, expr: Expr, env: Env, object: LocalId): Known {
  if (expr.kind === 'const') return { value: expr.value };
  if (expr.kind === 'local') return env[expr.local] === 'same' ? 'unknown' : env[expr.local]!;
  const load = loadIn(expr);
  if (load) {
    const { type } = program.columns[load.column]!;
    const from = objectOf(load.index[0]);
    return type.kind === 'pointer' && load.index.length === 1 && from === object && env[object] === 'same' ? { via: load.column } : 'unknown';
  }
  return arithmetic(expr, (part) => knownOf(program, part, env, object));
}

function arithmetic(expr: Expr, of: (part: Expr) => Known): Known {
  if (expr.kind !== 'binary') return 'unknown';
  const [left, right] = [of(expr.left), of(expr.right)];
  if (typeof left !== 'object' || typeof right !== 'object' || !('value' in left) || !('value' in right)) return 'unknown';
  const [a, b] = [left.value, right.value];
  switch (expr.op) {
    case '+': return { value: a + b };
    case '<': return { value: Number(a < b) };
    case '==': return { value: Number(a === b) };
    case '!=': return { value: Number(a !== b) };
    default: return 'unknown';
  }
}

/** Goes all ways through a region. */
class Walk {
  private visits = 0;
  private readonly seen = new Set<string>();

  constructor(
    private readonly program: Program, private readonly fn: Fn, private readonly branch: Branch, private readonly join: Join,
    private readonly reads: Map<Expr, Read>,
  ) {}

  /** Whether each way comes to the join with the same in its live locals, or returns false. */
  all(at: BlockId, env: Env): boolean {
    if (at === this.join.at) return this.agrees(env);
    const key = `${at} ${JSON.stringify(env)}`;
    if (this.seen.has(key)) return true;
    this.seen.add(key);
    if (++this.visits > VISITS_MAX || at === this.branch.at) return false;
    const { instrs, end } = this.fn.blocks[at]!;
    const next = [...env];
    for (const instr of instrs) {
      for (const expr of instrExprs(instr)) this.note(expr, next);
      const local = writtenLocal(instr);
      if (local !== null) next[local] = instr.kind === 'set' ? knownOf(this.program, instr.value, next, this.branch.object) : 'unknown';
    }
    for (const expr of endExprs(end)) this.note(expr, next);
    if (end.kind === 'return') return this.isFalse(end.values, next);
    const to = end.kind === 'branch' ? decided(this.program, end.condition, end, next) : null;
    return (to === null ? [...targets(end)] : [to]).every((block) => this.all(block, next));
  }

  private isFalse(values: readonly Expr[], env: Env): boolean {
    return values.every((value) => {
      const known = knownOf(this.program, value, env, -1);
      return typeof known === 'object' && 'value' in known && known.value === 0;
    });
  }

  private agrees(env: Env): boolean {
    return this.fn.blocks[this.join.at]!.live.every((local) => {
      const [a, b] = [env[local]!, this.join.env[local]!];
      return a !== 'unknown' && JSON.stringify(a) === JSON.stringify(b);
    });
  }

  private note(expr: Expr, env: Env): void {
    for (const part of withOperands(expr)) {
      if (part.kind !== 'load') continue;
      const under = this.underAt(part, env);
      const before = this.reads.get(part);
      const same = before === undefined || JSON.stringify(before.under) === JSON.stringify(under);
      this.reads.set(part, { column: part.column, under: same ? under : null });
    }
  }

  private underAt({ index }: Extract<Expr, { kind: 'load' }>, env: Env): UnderLock | null {
    const { lockClass, object } = this.branch;
    const local = objectOf(index[0]);
    if (local === null) return null;
    if (local === object) return env[object] === 'same' ? { lockClass, via: null } : null;
    const known = env[local]!;
    return typeof known === 'object' && 'via' in known ? { lockClass, via: known.via } : null;
  }
}

/** Columns whose every load is in one of the regions, alike; locks whose every load is a guard with a region. */
function summary(fn: Fn, regions: readonly Region[], owners: ReadonlyMap<ColumnId, LockClassId>): Demands {
  const covered = new Map<Expr, Read>(regions.flatMap(({ reads }) => [...reads]));
  const guards = new Set(regions.map(({ branch }) => branch.at));
  const guarded = new Map<ColumnId, UnderLock | null>();
  const lockLoads = new Map<LockClassId, boolean>();
  fn.blocks.forEach(({ instrs, end }, at) => {
    for (const expr of [...instrs.flatMap(instrExprs), ...endExprs(end)]) {
      for (const part of withOperands(expr)) {
        if (part.kind !== 'load') continue;
        const lock = owners.get(part.column);
        if (lock !== undefined) lockLoads.set(lock, (lockLoads.get(lock) ?? true) && guards.has(at) && !covered.has(part));
        const under = covered.get(part)?.under ?? null;
        const before = guarded.get(part.column);
        guarded.set(part.column, before === undefined || JSON.stringify(before) === JSON.stringify(under) ? under : null);
      }
    }
  });
  return {
    guarded: new Map([...guarded].flatMap(([column, under]) => (under === null ? [] : [[column, under] as const]))),
    monotone: new Set([...lockLoads].filter(([, only]) => only).map(([lock]) => lock)),
  };
}
