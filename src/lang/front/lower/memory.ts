/** Places in memory: their checks, loads and stores. */
import type { AccessOp, Expr, MemoryOrder } from '../../ir.js';
import type { DraftColumn } from '../pools.js';
import { oneLine, type Span } from '../source.js';
import { INT, isScalar, rangeOf, typeName, type Type } from '../types.js';
import { e, isStable } from './builder.js';
import type { Lowerer, MemoryPlace, Place, Value } from './context.js';

export interface AccessSpec {
  readonly op: AccessOp;
  readonly order: MemoryOrder;
  readonly place: MemoryPlace | null;
  readonly validEnd?: boolean;
}

/** Begins a shared access: in model mode a new step, in an atomic claim a mark, else nothing. */
export function beginAccess(l: Lowerer, spec: AccessSpec): void {
  const { mode } = l.where;
  if (mode !== 'model' && mode !== 'atomic') return;
  const id = l.tables.accesses.length;
  l.tables.accesses.push({
    id, op: spec.op, order: spec.order, place: spec.place?.name ?? null, site: l.where.site, validEnd: spec.validEnd ?? false,
    depends: { address: [], data: [], control: [] },
  });
  const boundary = mode === 'model';
  if (boundary) {
    const block = l.builder.block();
    l.builder.jump(block);
    l.builder.resume(block);
  }
  l.builder.emit({ kind: 'access', access: id, boundary });
}

/** The column of a scalar place. */
export function columnOf(l: Lowerer, place: MemoryPlace): DraftColumn {
  const { name, struct, dims, type, ghost, initial } = place;
  return l.unit.pools.column({ name, struct, dims, type, ghost, ...(initial === undefined ? {} : { initial }) });
}

/** The cell's indices: object number - 1, then the array indices. */
export function cellIndex(place: MemoryPlace): Expr[] {
  return place.object ? [e.add(place.object, -1), ...place.index] : [...place.index];
}

/** Emits the checks that touching the place needs: NULL, life, bounds. */
export function checkPlace(l: Lowerer, place: MemoryPlace): void {
  if (place.struct && place.object && !place.safe) checkObject(l, place.struct, place.object);
  for (const bound of place.bounds) checkBound(l, place, bound);
}

function isRunningTask(expr: Expr): boolean {
  return expr.kind === 'binary' && expr.op === '+' && expr.left.kind === 'self';
}

/** The pointer is not NULL and its object is alive. */
export function checkObject(l: Lowerer, struct: NonNullable<MemoryPlace['struct']>, object: Expr): void {
  if (isRunningTask(object)) return;
  const text = l.tables.sites[l.where.site]?.text ?? '';
  const found = { struct: l.unit.pools.struct(struct).id, number: object };
  if (object.kind !== 'const' || object.value === 0) {
    const report = inProperty(l)
      ? l.report('model', `property ${l.where.fn} dereferences a NULL ${struct.name}`, { detail: `in \`${text}\`: test the pointer before you use it` })
      : l.report('null-ptr-deref', 'BUG: kernel NULL pointer dereference in %fn', { detail: `${struct.name} pointer is NULL` });
    l.builder.emit({ kind: 'check', condition: e.ne(object, 0), report });
  }
  const draft = l.unit.pools.struct(struct);
  const life: Expr = { kind: 'load', column: draft.life.id, index: [e.add(object, -1)] };
  const nesting = l.unit.pools.nesting();
  const reader: Expr = nesting === null ? e.const(0) : { kind: 'binary', op: '>', left: { kind: 'load', column: nesting.id, index: [e.self] }, right: e.const(0) };
  const condition: Expr = draft.typesafeByRcu && !inProperty(l) ? { kind: 'cond', test: life, then: e.const(1), else: reader } : e.ne(life, 0);
  const report = inProperty(l)
    ? l.report('model', `property ${l.where.fn} looks into a freed ${struct.name}`, { detail: `in \`${text}\`: ask is_live() first` })
    : l.report('use-after-free', 'BUG: KASAN: use-after-free in %fn', { detail: `${struct.name} was freed`, object: found });
  l.builder.emit({ kind: 'check', condition, report });
}

function inProperty(l: Lowerer): boolean {
  return l.where.mode === 'property' || l.where.mode === 'ghost';
}

function checkBound(l: Lowerer, place: MemoryPlace, bound: MemoryPlace['bounds'][number]): void {
  const { index, length, capacity } = bound;
  if (index.kind === 'const' && !capacity && index.value >= 0 && index.value < length) return;
  const size: Expr = capacity ? { kind: 'load', column: columnOf(l, capacity).id, index: cellIndex(capacity) } : e.const(length);
  const condition: Expr = {
    kind: 'cond', test: { kind: 'binary', op: '>=', left: index, right: e.const(0) },
    then: { kind: 'binary', op: '<', left: index, right: size }, else: e.const(0),
  };
  const report = inProperty(l)
    ? l.report('model', `property ${l.where.fn} indexes ${place.name} outside its bounds`)
    : l.report('slab-out-of-bounds', 'BUG: KASAN: slab-out-of-bounds in %fn', { detail: `index into ${place.name} of ${length} elements` });
  l.builder.emit({ kind: 'check', condition, report });
}

/** Reads a place. In model mode this is a step of its own. */
export function load(l: Lowerer, place: Place, span: Span): Value {
  if (place.kind === 'local') return { type: place.type, expr: e.local(place.id) };
  const type = place.type.kind === 'ghost' ? place.type.of : place.type;
  if (type.kind === 'embedded') return addressOfEmbedded(l, place, type);
  if (!isScalar(type)) l.refuse(span, `a ${typeName(type)} is not a value`, 'pass the member itself to one of its functions, e.g. spin_lock(files.file_lock)');
  refuseGhost(l, place, span);
  return l.within({ site: l.site(span) }, () => {
    beginAccess(l, { op: 'load', order: 'plain', place });
    return rawLoad(l, place, type);
  });
}

/** The load itself: checks, then the value in a temporary. */
export function rawLoad(l: Lowerer, place: MemoryPlace, type: Type): Value {
  checkPlace(l, place);
  const column = columnOf(l, place);
  const expr: Expr = { kind: 'load', column: column.id, index: cellIndex(place) };
  if (!inProperty(l)) checkInitialised(l, place, column, expr);
  return { type, expr: e.local(temporary(l, type, inProperty(l) ? writtenOr0(place, column, expr) : expr)) };
}

/** A property reads what was never written as 0: an object under construction is no error of the property. */
function writtenOr0(place: MemoryPlace, column: DraftColumn, expr: Expr): Expr {
  if (!place.struct || place.ghost || column.range.lo > 0) return expr;
  return { kind: 'cond', test: { kind: 'binary', op: '>=', left: expr, right: e.const(column.range.lo) }, then: expr, else: e.const(0) };
}

/** Marks the check; it is dropped at the end if no object of the struct is allocated uninitialised. */
function checkInitialised(l: Lowerer, place: MemoryPlace, column: DraftColumn, expr: Expr): void {
  if (!place.struct || place.ghost) return;
  const report = l.report('uninit-value', 'BUG: KMSAN: uninit-value in %fn', { detail: `${place.name} was never written` });
  l.builder.emit({ kind: 'check', condition: { kind: 'binary', op: '>=', left: expr, right: e.const(column.range.lo) }, report });
}

/** Evaluates `expr` now, into a temporary local. */
export function temporary(l: Lowerer, type: Type, expr: Expr, name = '$'): number {
  const local = l.builder.local(name, type, rangeOf(type, l.unit), true);
  l.builder.emit({ kind: 'set', local, value: expr }, l.where.site);
  return local;
}

/** The value, evaluated now if what follows could change it. */
export function settle(l: Lowerer, value: Value): Value {
  if (value.items || isStable(value.expr) || value.type.kind === 'void') return value;
  if (value.expr.kind === 'local' && l.builder.draftLocal(value.expr.local).temporary) return value;
  return { ...value, expr: e.local(temporary(l, value.type, value.expr)) };
}

/** The value as one of that type: a copy of that name where the type has a narrower range, so that leaving it is noticed. */
export function fit(l: Lowerer, value: Value, type: Type, name = '$'): Value {
  return fits(value.type, type) ? value : { type, expr: e.local(temporary(l, type, value.expr, name)) };
}

/** Is the range of a declared integer type kept, whatever the value? */
export function fits(value: Type, type: Type): boolean {
  return type.kind !== 'int' || (value.kind === 'int' && value.lo >= type.lo && value.hi <= type.hi);
}

/** The place, with its indices evaluated now. */
export function settlePlace(l: Lowerer, place: Place): Place {
  if (place.kind === 'local' || place.index.length === 0) return place;
  const settled = new Map(place.index.map((i) => [i, settle(l, { type: INT, expr: i }).expr]));
  const now = (index: Expr): Expr => settled.get(index) ?? index;
  return { ...place, index: place.index.map(now), bounds: place.bounds.map((b) => ({ ...b, index: now(b.index) })) };
}

/** Writes a place. In model mode this is a step of its own; the value is evaluated before. */
export function store(l: Lowerer, place: Place, value: Value, span: Span): void {
  if (place.kind === 'local') {
    if (l.where.mode === 'ghost' && !l.builder.draftLocal(place.id).ghost) l.refuse(span, 'a ghost block cannot change a variable of the model');
    if (l.builder.isHeld(place.id)) l.refuse(span, `'${l.builder.draftLocal(place.id).name}' changes while a place that it indexes is being touched`, 'C leaves their order open: split the statement');
    l.builder.emit({ kind: 'set', local: place.id, value: value.expr }, l.site(span));
    return;
  }
  if (l.where.mode === 'property') l.refuse(span, 'a property cannot write', 'record history in a ghost block of the model');
  refuseGhost(l, place, span);
  if (l.where.mode === 'ghost' && !place.ghost) l.refuse(span, `a ghost block cannot write ${place.name}`, 'declare the field as ghost_field<T>, or write it outside ghost()');
  const settled = settle(l, value);
  l.within({ site: l.site(span) }, () => {
    beginAccess(l, { op: 'store', order: 'plain', place });
    rawStore(l, place, settled);
  });
}

export function rawStore(l: Lowerer, place: MemoryPlace, value: Value): void {
  checkPlace(l, place);
  l.builder.emit({ kind: 'store', column: columnOf(l, place).id, index: cellIndex(place), value: value.expr }, l.where.site);
}

function refuseGhost(l: Lowerer, place: MemoryPlace, span: Span): void {
  const { mode } = l.where;
  if (place.ghost && (mode === 'model' || mode === 'atomic' || mode === 'raw')) {
    l.refuse(span, `'${oneLine(l.where.module.source, span)}' is ghost state: the model itself cannot use it`, 'touch it in ghost(() => { ... }) or in a property');
  }
}

/** `files.fdtab`: the number of the embedded object. */
function addressOfEmbedded(l: Lowerer, place: MemoryPlace, type: Type & { kind: 'embedded' }): Value {
  const pointer: Type = { kind: 'pointer', struct: type.struct };
  if (!place.struct || !place.object) return { type: pointer, expr: e.const(0) };
  const field = place.name.slice(place.struct.name.length + 1);
  const first = l.unit.pools.embeddedFirst(type.struct, place.struct, field);
  if (!place.safe) checkObject(l, place.struct, place.object);
  return { type: pointer, expr: e.add(place.object, first - 1) };
}
