/** Programs made by hand: the IR without the language, a call a node. */
import type {
  Access, AccessOp, BinaryOp, Block, Column, ColumnId, Expr, Fn, FnId, Instr, Local, LockClass, Program, Property, Report, ReportClass, Site, Struct,
  Task, Terminator, ValueType,
} from '../../src/lang/ir.js';

export const int: ValueType = { kind: 'int' };
export const bool: ValueType = { kind: 'bool' };
export const taskRef: ValueType = { kind: 'task' };
export const taskSet: ValueType = { kind: 'taskSet' };

export const c = (value: number): Expr => ({ kind: 'const', value });
export const l = (local: number): Expr => ({ kind: 'local', local });
export const self: Expr = { kind: 'self' };
export const load = (column: ColumnId, ...index: Expr[]): Expr => ({ kind: 'load', column, index });
export const bin = (left: Expr, op: BinaryOp, right: Expr): Expr => ({ kind: 'binary', op, left, right });
export const not = (operand: Expr): Expr => ({ kind: 'unary', op: '!', operand });

export const set = (local: number, value: Expr): Instr => ({ kind: 'set', local, value });
export const store = (column: ColumnId, index: readonly Expr[], value: Expr): Instr => ({ kind: 'store', column, index, value });
export const choose = (local: number, count: Expr): Instr => ({ kind: 'choose', local, count });
export const guard = (condition: Expr): Instr => ({ kind: 'guard', condition });
export const check = (condition: Expr, report: number): Instr => ({ kind: 'check', condition, report });

export const jump = (to: number): Terminator => ({ kind: 'jump', to });
export const branch = (condition: Expr, then: number, otherwise: number): Terminator => ({ kind: 'branch', condition, then, else: otherwise });
export const ret = (...values: Expr[]): Terminator => ({ kind: 'return', values });

type LocalSpec = Partial<Local> & { readonly lo?: number; readonly hi?: number };

/** A block as tests write it; `live` is all locals unless given. */
export interface BlockSpec {
  readonly at?: Instr;
  readonly do?: readonly Instr[];
  readonly end: Terminator;
  readonly live?: readonly number[];
}

interface FnSpec {
  readonly params?: number;
  readonly locals?: readonly LocalSpec[];
  readonly role?: Fn['role'];
  readonly blocks: readonly BlockSpec[];
}

interface ColumnSpec {
  readonly lo?: number;
  readonly hi?: number;
  readonly type?: ValueType;
  readonly dims?: readonly number[];
  readonly uninit?: number;
  readonly initial?: number;
  readonly ghost?: boolean;
  readonly graceSet?: boolean;
}

interface StructSpec {
  readonly heap: number;
  readonly fields?: Readonly<Record<string, ColumnSpec>>;
  readonly rcu?: boolean;
  readonly typesafeByRcu?: boolean;
  /** Struct id of the container, and the field; one object a container object, after the heap ones. */
  readonly embeddedIn?: { readonly container: number; readonly field: string; readonly count: number };
}

export class ProgramBuilder {
  private readonly columns: Column[] = [];
  private readonly structs: Struct[] = [];
  private readonly fns: Fn[] = [];
  private readonly tasks: Task[] = [];
  private readonly accesses: Access[] = [];
  private readonly reports: Report[] = [];
  private readonly sites: Site[] = [];
  private readonly lockClasses: LockClass[] = [];
  private readonly properties: Property[] = [];
  private rcuNesting: ColumnId | null = null;
  private init: FnId | null = null;

  /** A global; its range is 0..3 unless told. */
  global(name: string, spec: ColumnSpec = {}): ColumnId {
    return this.column(name, null, spec.dims ?? [], spec);
  }

  /** The per-task depth of read sections. */
  nesting(tasks: number): ColumnId {
    this.rcuNesting = this.global('rcu_nesting', { dims: [tasks] });
    return this.rcuNesting;
  }

  /** A pool; gives the ids of its columns by field name, `$life` and `$grace` among them. */
  struct(name: string, spec: StructSpec): { id: number; field: Readonly<Record<string, ColumnId>> } {
    const id = this.structs.length;
    const objects = spec.heap + (spec.embeddedIn?.count ?? 0);
    const entries = Object.entries(spec.fields ?? {}).map(
      ([field, of]) => [field, this.column(`${name}.${field}`, id, [objects, ...(of.dims ?? [])], of)] as const,
    );
    const life = this.column(`${name}.$life`, id, [objects], { hi: 2 });
    const grace = spec.rcu === true ? this.column(`${name}.$grace`, id, [objects], { type: taskSet, graceSet: true, hi: 7 }) : null;
    const home = spec.embeddedIn;
    this.structs.push({
      id, name, heap: spec.heap, objects, life, grace, bound: name, addressBase: id * 10, typesafeByRcu: spec.typesafeByRcu ?? false,
      columns: entries.map(([, column]) => column),
      embeddedIn: home ? [{ container: home.container, field: home.field, first: spec.heap + 1 }] : [],
    });
    return { id, field: { ...Object.fromEntries(entries), $life: life, ...(grace === null ? {} : { $grace: grace }) } };
  }

  /** A control point. */
  at(op: AccessOp = 'other', more: Partial<Access> & { readonly text?: string; readonly fn?: string } = {}): Instr {
    const { text, fn, ...rest } = more;
    const id = this.accesses.length;
    const site = this.site(text ?? op, fn ?? '');
    const depends = { address: [], data: [], control: [] };
    this.accesses.push({ id, op, order: 'plain', place: null, site, validEnd: false, depends, ...rest });
    return { kind: 'access', access: id, boundary: true };
  }

  report(reportClass: ReportClass, title: string, object: Report['object'] = null): number {
    return this.reports.push({ id: this.reports.length, class: reportClass, title, detail: `${title} (detail)`, site: this.site(title), object }) - 1;
  }

  lockClass(name: string, owner: ColumnId, readers: ColumnId | null = null): number {
    return this.lockClasses.push({ id: this.lockClasses.length, name, owner, readers }) - 1;
  }

  fn(name: string, { params = 0, locals = [], role = 'task', blocks }: FnSpec): FnId {
    let ordinal = 0;
    const made = blocks.map((block): Block => ({
      instrs: [...(block.at ? [block.at] : []), ...(block.do ?? [])],
      end: block.end,
      live: block.live ?? locals.map((_, local) => local),
      ordinal: block.at ? ordinal++ : null,
    }));
    const named = locals.map(({ lo = -100, hi = 100, ...local }, at): Local => ({ name: `local${at}`, type: int, range: { lo, hi }, ...local }));
    return this.fns.push({ id: this.fns.length, name, site: this.site(name), params, locals: named, blocks: made, entry: 0, role }) - 1;
  }

  /** A call terminator; ordinals are the caller's business. */
  call(fn: FnId, next: number, more: { args?: readonly Expr[]; results?: readonly number[]; live?: readonly number[]; ordinal?: number } = {}): Terminator {
    return { kind: 'call', fn, args: [], results: [], live: [], ordinal: 0, ...more, next, site: this.site(`${this.fns[fn]?.name ?? ''}()`) };
  }

  task(name: string, entry: FnId | null, implicit = false): number {
    return this.tasks.push({ name, entry, implicit }) - 1;
  }

  /** A property of one expression, or of given blocks. */
  property(kind: Property['kind'], name: string, body: Expr | FnSpec): Property {
    const spec: FnSpec = 'blocks' in body ? body : { blocks: [{ end: ret(body) }] };
    const property = { kind, name, fn: this.fn(name, { ...spec, role: 'property' }), site: this.site(name) };
    this.properties.push(property);
    return property;
  }

  setup(spec: FnSpec): void {
    this.init = this.fn('setup', { ...spec, role: 'init' });
  }

  build(): Program {
    const init = this.init ?? this.fn('setup', { role: 'init', blocks: [{ end: ret() }] });
    const { columns, structs, fns, tasks, accesses, reports, sites, lockClasses, properties, rcuNesting } = this;
    return {
      spec: 'test', variant: 'base', columns, structs, fns, tasks, init, properties, accesses, reports, sites, lockClasses, claims: [],
      rcuNesting, taskStruct: null, scope: { bounds: {}, faults: {} },
    };
  }

  private column(name: string, struct: number | null, dims: readonly number[], spec: ColumnSpec): ColumnId {
    const { lo = 0, hi = 3, type = int, uninit = null, initial = 0, ghost = false, graceSet = false } = spec;
    return this.columns.push({ id: this.columns.length, name, struct, dims, type, range: { lo, hi }, uninit, initial, ghost, graceSet }) - 1;
  }

  private site(text: string, fn = ''): number {
    return this.sites.push({ file: 'test.ts', line: this.sites.length + 1, column: 1, text, fn }) - 1;
  }
}
