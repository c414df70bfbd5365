/** Statements of a generated function as IR blocks. */
import type { Access, AccessId, AccessOp, Expr, FnId, Instr } from '../../src/lang/ir.js';
import { binary, cond, constant, Fragment, load, local, not, self, store, wrapped } from './fragment.js';
import { embeddedIn, fieldOf, fitted, fittedTo, holderOf, indexOf, locals, lowerPointer, lowerValue, structOf } from './lower-value.js';
import { lockClasses, structs, TASKS, type ColumnName } from './memory.js';
import type { IntTarget, Pool, Statement } from './shapes.js';

/** Ids of the generated functions; those of properties follow. */
export const fnIds = { init: 0, mainA: 1, mainB: 2, worker: 3, outer: 4, inner: 5, program: 6 } as const;

export const reportIds = { check: 0, null: 1, recursive: 2, unbalanced: 3 } as const;

const lifeColumn = { node: 'node.$life', inner: 'inner.$life', safe: 'safe.$life' } as const satisfies Record<Pool, ColumnName>;
const ranges: Readonly<Record<IntTarget, { lo: number; count: number }>> = { x: { lo: 0, count: 4 }, c: { lo: 0, count: 4 }, m: { lo: -2, count: 4 } };

/** The running task as an owner. */
const me = binary(self, '+', constant(1));

/** Lowers the body of one function. Accesses are shared by all functions of the program. */
export class Lowering {
  readonly fragment = new Fragment();
  private calls = 0;

  constructor(private readonly fn: FnId, private readonly accesses: Access[], private readonly setupMayCall: boolean) {}

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (this.fragment.finished) return;
      this.statement(statement);
    }
  }

  /** Begins a block with a control point. */
  step(op: AccessOp, validEnd: boolean): void {
    const block = this.fragment.reserve();
    this.fragment.jump(block);
    this.fragment.begin(block);
    this.fragment.emit({ kind: 'access', access: this.access(op, validEnd), boundary: true });
  }

  private access(op: AccessOp, validEnd: boolean): AccessId {
    const id = this.accesses.length;
    const depends = { address: [], data: [], control: [] };
    this.accesses.push({ id, op, order: 'plain', place: null, site: this.fn, validEnd, depends });
    return id;
  }

  private statement(s: Statement): void {
    switch (s.kind) {
      case 'step': return this.step(s.op, s.validEnd);
      case 'claim': return this.fragment.emit({ kind: 'access', access: this.access('atomic', false), boundary: false });
      case 'set': return this.fragment.emit({ kind: 'set', local: locals[s.name], value: fitted(s.value, ranges[s.name].lo, ranges[s.name].count) });
      case 'point': return this.fragment.emit({ kind: 'set', local: locals[s.name], value: lowerPointer(s.value) });
      case 'embedded': return this.fragment.emit({ kind: 'set', local: locals.i, value: embeddedIn(s.of) });
      case 'choose': return this.fragment.emit({ kind: 'choose', local: locals.c, count: s.maybeNone ? wrapped(lowerValue(s.count), 4) : binary(wrapped(lowerValue(s.count), 3), '+', constant(1)) });
      case 'guard': return this.fragment.emit({ kind: 'guard', condition: lowerValue(s.condition) });
      case 'check': return this.fragment.emit({ kind: 'check', condition: lowerValue(s.condition), report: reportIds.check });
      case 'store': case 'storeField': case 'link': case 'publish': return this.storing(s);
      case 'alloc': case 'free': return this.pool(s);
      case 'rcuLock': case 'rcuUnlock': case 'synchronize': case 'lock': case 'unlock': return this.section(s);
      default: return this.control(s);
    }
  }

  private storing(s: Extract<Statement, { kind: 'store' | 'storeField' | 'link' | 'publish' }>): void {
    switch (s.kind) {
      case 'store': return this.fragment.emit({ kind: 'store', column: s.column, index: indexOf(s.column, s.i, s.j), value: fittedTo(s.column, s.value) });
      case 'publish': return this.fragment.emit(store('published', [], lowerPointer(s.value)));
      case 'link': return this.when(local(locals[s.of]), () =>
        this.fragment.emit(store('node.next', [binary(local(locals[s.of]), '-', constant(1))], lowerPointer(s.to))));
      case 'storeField': {
        const { column, holder } = fieldOf(s.pool, s.pointer);
        const index = binary(local(holder), '-', constant(1));
        const write = () => {
          this.fragment.emit(store(column, [index], fitted(s.value, 0, 2)));
          if (s.pool === 'safe') this.fragment.emit(store('safe.$ghost', [index], constant(1)));
        };
        if (!s.checked) return this.when(local(holder), write);
        this.fragment.emit({ kind: 'check', condition: local(holder), report: reportIds.null });
        return write();
      }
    }
  }

  private pool(s: Extract<Statement, { kind: 'alloc' | 'free' }>): void {
    const struct = structOf[s.pool];
    const holder = holderOf(s.pool, s.pointer);
    if (s.kind === 'alloc') return this.fragment.emit({ kind: 'alloc', local: holder, struct, fill: s.fill });
    const { heap, grace } = structs[struct]!;
    const live = binary(load(lifeColumn[s.pool], binary(local(holder), '-', constant(1))), '==', constant(1));
    const onHeap = cond(binary(local(holder), '<=', constant(heap)), live, constant(0));
    const kind = s.afterGrace && grace !== null ? 'freeRcu' : 'free';
    this.when(cond(local(holder), onHeap, constant(0)), () => this.fragment.emit({ kind, struct, object: local(holder) }));
  }

  private section(s: Extract<Statement, { kind: 'rcuLock' | 'rcuUnlock' | 'synchronize' | 'lock' | 'unlock' }>): void {
    const nesting = load('rcu', self);
    switch (s.kind) {
      case 'rcuLock': return this.when(binary(nesting, '<', constant(2)), () =>
        this.fragment.emit(store('rcu', [self], binary(nesting, '+', constant(1)))));
      case 'rcuUnlock': return this.when(nesting, () => {
        this.fragment.emit(store('rcu', [self], binary(nesting, '-', constant(1))));
        this.when(not(nesting), () => this.fragment.emit({ kind: 'quiesce', task: self }));
      });
      case 'synchronize':
        this.fragment.emit(store('synchronizing', [], { kind: 'readers' }));
        this.step('rcu', false);
        return this.fragment.emit({ kind: 'guard', condition: not(load('synchronizing')) });
      default: return s.kind === 'lock' ? this.lock(s.lock) : this.unlock(s.lock, s.checked);
    }
  }

  private lock(lockClass: number): void {
    const { owner, take } = lockParts(lockClass);
    this.step('lock', false);
    this.fragment.emit(
      { kind: 'acquire', lockClass },
      { kind: 'check', condition: binary(owner, '!=', me), report: reportIds.recursive },
      { kind: 'guard', condition: not(owner) },
      take(me),
    );
  }

  /** Without the check, of a lock that it does not hold: nothing. */
  private unlock(lockClass: number, checked: boolean): void {
    const { owner, take } = lockParts(lockClass);
    const mine = binary(owner, '==', me);
    this.step('unlock', false);
    if (checked) this.fragment.emit({ kind: 'check', condition: mine, report: reportIds.unbalanced });
    this.when(mine, () => this.fragment.emit(take(constant(0))));
  }

  private control(s: Extract<Statement, { kind: 'spawn' | 'become' | 'return' | 'exit' | 'call' | 'if' | 'switch' | 'loop' }>): void {
    switch (s.kind) {
      case 'exit': return this.fn === fnIds.init ? undefined : this.fragment.end({ kind: 'exit' });
      case 'if': return this.branch(lowerValue(s.condition), () => this.statements(s.then), () => this.statements(s.else));
      case 'switch': return this.switch(s);
      case 'loop': return this.loop(s);
      case 'call': return this.call(s);
      default: return this.transfer(s);
    }
  }

  private transfer(s: Extract<Statement, { kind: 'spawn' | 'become' | 'return' }>): void {
    const args = [fitted(s.value, 0, 4), lowerPointer(s.pointer)];
    const worker = constant(TASKS - 1);
    switch (s.kind) {
      case 'return': return this.fragment.end({ kind: 'return', values: returnsValues(this.fn) ? args : [] });
      case 'become': return this.fn === fnIds.init ? undefined : this.fragment.end({ kind: 'become', fn: fnIds.program, args });
      case 'spawn': return this.when({ kind: 'idle', task: worker }, () =>
        this.fragment.emit({ kind: 'spawn', task: worker, fn: fnIds.worker, args }));
    }
  }

  /** init, the mains, the worker and the program call outer or inner; outer calls inner; inner calls nothing. */
  private call(s: Extract<Statement, { kind: 'call' }>): void {
    if (this.fn === fnIds.inner || (this.fn === fnIds.init && !this.setupMayCall)) return;
    const fn = s.inner || this.fn === fnIds.outer ? fnIds.inner : fnIds.outer;
    const next = this.fragment.reserve();
    this.fragment.end({
      kind: 'call', fn, args: [fitted(s.value, 0, 4), lowerPointer(s.pointer)], results: [locals.c, locals.p], next, live: [],
      site: this.fn, ordinal: this.calls++,
    });
    this.fragment.begin(next);
  }

  private when(condition: Expr, then: () => void): void {
    this.branch(condition, then, () => {});
  }

  private branch(condition: Expr, then: () => void, otherwise: () => void): void {
    const [yes, no, after] = [this.fragment.reserve(), this.fragment.reserve(), this.fragment.reserve()];
    this.fragment.end({ kind: 'branch', condition, then: yes, else: no });
    this.arm(yes, after, then);
    this.arm(no, after, otherwise);
    this.fragment.begin(after);
  }

  private arm(block: number, after: number, body: () => void): void {
    this.fragment.begin(block);
    body();
    this.fragment.jump(after);
  }

  private switch(s: Extract<Statement, { kind: 'switch' }>): void {
    const arms = s.cases.map(() => this.fragment.reserve());
    const after = this.fragment.reserve();
    this.fragment.end({ kind: 'switch', value: wrapped(lowerValue(s.value), 4), cases: arms.map((to, value) => ({ value, to })), otherwise: after });
    s.cases.forEach((body, k) => this.arm(arms[k]!, after, () => this.statements(body)));
    this.fragment.begin(after);
  }

  /** Every round passes a control point, except in init, where a body runs at most once. */
  private loop(s: Extract<Statement, { kind: 'loop' }>): void {
    if (this.fn === fnIds.init) return this.when(lowerValue(s.condition), () => this.statements(s.body));
    const [head, body, after] = [this.fragment.reserve(), this.fragment.reserve(), this.fragment.reserve()];
    this.fragment.jump(head);
    this.fragment.begin(head);
    this.fragment.emit({ kind: 'access', access: this.access('load', false), boundary: true });
    this.fragment.end({ kind: 'branch', condition: lowerValue(s.condition), then: body, else: after });
    this.arm(body, head, () => this.statements(s.body));
    this.fragment.begin(after);
  }
}

function lockParts(lockClass: number): { owner: Expr; take: (task: Expr) => Instr } {
  const { owner: column } = lockClasses[lockClass]!;
  return { owner: { kind: 'load', column, index: [] }, take: value => ({ kind: 'store', column, index: [], value }) };
}

/** The functions that can be called return an integer and a pointer. */
export function returnsValues(fn: FnId): boolean {
  return fn === fnIds.outer || fn === fnIds.inner;
}
