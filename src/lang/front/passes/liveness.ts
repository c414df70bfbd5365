/**
 * Liveness, so that a dead local multiplies no states; and sharing of slots between temporaries that are never live together, so that
 * the state vector stays short.
 */
import type { Instr, LocalId, Report } from '../../ir.js';
import type { DraftBlock, DraftEnd, DraftFn } from '../lower/builder.js';
import { defines, exprsOf, exprsOfEnd, localsIn, mapExpr, mapInstr, successors } from './graph.js';
import { hull } from './intervals.js';

/** Per block: locals live at its start. */
export type Live = ReadonlySet<LocalId>[];

export function liveness(fn: DraftFn): Live {
  const live: Set<LocalId>[] = fn.blocks.map(() => new Set());
  for (let changed = true; changed;) {
    changed = false;
    for (let i = fn.blocks.length - 1; i >= 0; i--) {
      const block = fn.blocks[i];
      const before = live[i];
      if (!block || !before) continue;
      const now = liveIn(block, live);
      if (now.size !== before.size) {
        live[i] = now;
        changed = true;
      }
    }
  }
  return live;
}

/** Locals live at the end of the block, before its terminator. */
function liveAtEnd(block: DraftBlock, live: Live): Set<LocalId> {
  const now = liveAcross(block.end, live);
  for (const local of localsIn(exprsOfEnd(block.end))) now.add(local);
  return now;
}

/** Locals live after the terminator, results of a call excluded. */
export function liveAcross(end: DraftEnd | null, live: Live): Set<LocalId> {
  const now = new Set<LocalId>();
  for (const to of successors(end)) for (const local of live[to] ?? []) now.add(local);
  if (end?.kind === 'call') for (const result of end.results) now.delete(result);
  return now;
}

function liveIn(block: DraftBlock, live: Live): Set<LocalId> {
  const now = liveAtEnd(block, live);
  for (let i = block.instrs.length - 1; i >= 0; i--) step(block.instrs[i], now);
  return now;
}

function step(instr: Instr | undefined, now: Set<LocalId>): void {
  if (!instr) return;
  const defined = defines(instr);
  if (defined !== null) now.delete(defined);
  for (const local of localsIn(exprsOf(instr))) now.add(local);
}

/** Drops assignments that nothing reads. Returns whether it dropped any. */
export function dropDeadSets(fn: DraftFn): boolean {
  const live = liveness(fn);
  let dropped = false;
  for (const block of fn.blocks) {
    const now = liveAtEnd(block, live);
    for (let i = block.instrs.length - 1; i >= 0; i--) {
      const instr = block.instrs[i];
      if (instr?.kind === 'set' && !now.has(instr.local)) {
        block.instrs.splice(i, 1);
        dropped = true;
      } else step(instr, now);
    }
  }
  return dropped;
}

/** Gives temporaries of one type a slot in common where they are never live together, and drops locals that are unused. */
export function shareSlots(fn: DraftFn, reports: Report[]): void {
  const conflicts = interference(fn);
  const slotOf = new Map<LocalId, LocalId>();
  const slots: { members: LocalId[]; key: string }[] = [];
  fn.locals.forEach((local, id) => {
    const used = conflicts.has(id) || id < fn.params;
    if (!used) return;
    const key = local.temporary && id >= fn.params ? slotKey(local.type) : `#${id}`;
    const found = slots.findIndex((s) => s.key === key && s.members.every((m) => !conflicts.get(m)?.has(id)));
    if (found >= 0) slots[found]?.members.push(id);
    slotOf.set(id, found >= 0 ? found : slots.push({ members: [id], key }) - 1);
  });
  const locals = slots.map(({ members }) => {
    const all = members.map((m) => fn.locals[m]).filter((l) => l !== undefined);
    const [first, ...rest] = all;
    if (!first) throw new RangeError(`no local in a slot of ${fn.name}`);
    return { ...first, range: rest.reduce((range, l) => (range && l.range ? hull(range, l.range) : range ?? l.range), first.range) };
  });
  fn.locals.splice(0, fn.locals.length, ...locals);
  const to = (id: LocalId): LocalId => slotOf.get(id) ?? 0;
  renameReports(fn, reports, to);
  rename(fn, to);
}

/** A report names its object by a local of the function that checks. */
function renameReports(fn: DraftFn, reports: Report[], to: (id: LocalId) => LocalId): void {
  for (const instr of fn.blocks.flatMap((b) => b.instrs)) {
    const report = instr.kind === 'check' ? reports[instr.report] : undefined;
    if (!report?.object) continue;
    const number = mapExpr(report.object.number, (part) => (part.kind === 'local' ? { kind: 'local', local: to(part.local) } : part));
    reports[report.id] = { ...report, object: { ...report.object, number } };
  }
}

function slotKey(type: { readonly kind: string }): string {
  return 'struct' in type ? `${type.kind} ${(type as { struct: { name: string } }).struct.name}` : type.kind === 'infer' ? 'int' : type.kind;
}

/** Per local that is used: the locals that are live where it is set. */
function interference(fn: DraftFn): Map<LocalId, Set<LocalId>> {
  const live = liveness(fn);
  const conflicts = new Map<LocalId, Set<LocalId>>();
  const of = (id: LocalId): Set<LocalId> => {
    const known = conflicts.get(id) ?? new Set<LocalId>();
    conflicts.set(id, known);
    return known;
  };
  const conflict = (defined: LocalId, now: ReadonlySet<LocalId>): void => {
    for (const other of now) {
      if (other === defined) continue;
      of(defined).add(other);
      of(other).add(defined);
    }
    of(defined);
  };
  for (const local of live[0] ?? []) conflict(local, live[0] ?? new Set());
  for (const block of fn.blocks) {
    const now = liveAcross(block.end, live);
    if (block.end?.kind === 'call') for (const result of block.end.results) conflict(result, new Set([...now, ...block.end.results]));
    for (const local of localsIn(exprsOfEnd(block.end))) now.add(local);
    for (const local of now) of(local);
    for (let i = block.instrs.length - 1; i >= 0; i--) {
      const instr = block.instrs[i];
      const defined = instr ? defines(instr) : null;
      if (defined !== null) conflict(defined, now);
      step(instr, now);
    }
  }
  return conflicts;
}

function rename(fn: DraftFn, to: (id: LocalId) => LocalId): void {
  const expr = (whole: Parameters<typeof mapExpr>[0]) => mapExpr(whole, (part) => (part.kind === 'local' ? { kind: 'local', local: to(part.local) } : part));
  for (const block of fn.blocks) {
    block.instrs = block.instrs.map((instr) => {
      const mapped = mapInstr(instr, expr);
      return 'local' in mapped ? { ...mapped, local: to(mapped.local) } : mapped;
    });
    if (block.end) block.end = renameEnd(block.end, expr, to);
  }
}

function renameEnd(end: DraftEnd, expr: (e: Parameters<typeof mapExpr>[0]) => ReturnType<typeof mapExpr>, to: (id: LocalId) => LocalId): DraftEnd {
  switch (end.kind) {
    case 'branch': return { ...end, condition: expr(end.condition) };
    case 'switch': return { ...end, value: expr(end.value) };
    case 'call': return { ...end, args: end.args.map(expr), results: end.results.map(to), live: end.live.map(to) };
    case 'become': return { ...end, args: end.args.map(expr) };
    case 'return': return { ...end, values: end.values.map(expr) };
    default: return end;
  }
}
