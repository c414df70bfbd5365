/** Puts the program together: drops what nothing uses, gives everything its final number. */
import type { Access, Block, Column, ColumnId, Expr, Fn, Instr, LockClass, Program, Report, Terminator } from '../ir.js';
import type { FunctionTable } from './functions.js';
import type { DraftEnd, DraftFn } from './lower/builder.js';
import { expressionsOf, mapEnd, mapExpr, mapInstr, visitExpr } from './passes/graph.js';
import { liveAcross, liveness, type Live } from './passes/liveness.js';
import { startsStep } from './passes/simplify.js';
import { rangeOf, valueType } from './types.js';

export type Frame = Pick<Program, 'spec' | 'variant' | 'tasks' | 'init'>;

export function assemble(table: FunctionTable, frame: Frame): Program {
  const { spec, variant, tasks, init } = frame;
  const { unit, tables } = table;
  const columnIds = keptColumns(table);
  const columns = toColumns(table, columnIds);
  const column = (id: ColumnId): ColumnId => columnIds.get(id) ?? 0;
  const nestingColumn = unit.pools.nesting();
  const renumber = renumbering(table, column);
  return {
    spec, variant, tasks, init,
    columns,
    structs: unit.pools.finish((draft) => columnIds.get(draft.id) ?? null),
    fns: table.drafts.map((fn) => toFn(table, fn, renumber)),
    properties: tables.properties,
    ...(tables.measures.length === 0 ? {} : { measures: tables.measures }),
    accesses: renumber.accesses,
    reports: renumber.reports,
    sites: tables.sites,
    ...(tables.origins.length === 0 ? {} : { origins: tables.origins }),
    lockClasses: tables.lockClasses.map((c): LockClass => ({ ...c, owner: column(c.owner), readers: c.readers === null ? null : column(c.readers) })),
    claims: tables.claims,
    rcuNesting: nestingColumn === null ? null : columnIds.get(nestingColumn.id) ?? null,
    taskStruct: unit.taskStruct ? unit.pools.struct(unit.taskStruct).id : null,
    scope: { bounds: usedBounds(table), faults: unit.faults },
  };
}

function usedBounds(table: FunctionTable): Record<string, number> {
  const { unit } = table;
  const pools = unit.pools.used().map((decl) => [decl.name, unit.pools.heap(decl)] as const);
  return Object.fromEntries([...Object.entries(unit.bounds), ...pools].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Old column number → new, for the columns that code or the engine itself reads or writes. */
function keptColumns(table: FunctionTable): Map<ColumnId, ColumnId> {
  const used = new Set<ColumnId>();
  for (const fn of table.drafts) {
    for (const expr of expressionsOf(fn)) visitExpr(expr, (part) => { if (part.kind === 'load') used.add(part.column); });
    for (const block of fn.blocks) for (const instr of block.instrs) if (instr.kind === 'store') used.add(instr.column);
  }
  for (const c of table.tables.lockClasses) [c.owner, c.readers].forEach((id) => id !== null && used.add(id));
  const drafts = table.unit.pools.drafts();
  for (const draft of drafts) if (/\.\$(life|grace)$/.test(draft.name) || draft.graceSet || draft.nesting) used.add(draft.id);
  const ids = new Map<ColumnId, ColumnId>();
  for (const draft of drafts) if (used.has(draft.id)) ids.set(draft.id, ids.size);
  return ids;
}

function toColumns(table: FunctionTable, ids: ReadonlyMap<ColumnId, ColumnId>): Column[] {
  const { unit } = table;
  return unit.pools.drafts().flatMap((draft) => {
    const id = ids.get(draft.id);
    if (id === undefined) return [];
    const column = unit.pools.toColumn(draft, id);
    const isFunction = column.type.kind === 'function';
    return [isFunction ? { ...column, range: { lo: 0, hi: unit.functionValues.length }, type: { kind: 'function', fns: [...unit.functionValues] } as const } : column];
  });
}

interface Renumbering {
  readonly column: (id: ColumnId) => ColumnId;
  readonly accessIds: ReadonlyMap<number, number>;
  readonly reportIds: ReadonlyMap<number, number>;
  readonly accesses: readonly Access[];
  readonly reports: readonly Report[];
}

/** Accesses and reports that no code mentions any more are left out. */
function renumbering(table: FunctionTable, column: (id: ColumnId) => ColumnId): Renumbering {
  const accessIds = new Map<number, number>();
  const reportIds = new Map<number, number>();
  for (const fn of table.drafts) {
    for (const block of fn.blocks) {
      for (const instr of block.instrs) {
        if (instr.kind === 'access' && !accessIds.has(instr.access)) accessIds.set(instr.access, accessIds.size);
        if (instr.kind === 'check' && !reportIds.has(instr.report)) reportIds.set(instr.report, reportIds.size);
      }
    }
  }
  const { tables } = table;
  const rename = (ids: readonly number[]): number[] => ids.flatMap((id) => accessIds.get(id) ?? []);
  const accesses = [...accessIds].map(([old, id]) => {
    const access = pick(tables.accesses, old);
    const { address, data, control } = access.depends;
    return { ...access, id, depends: { address: rename(address), data: rename(data), control: rename(control) } };
  });
  const reports = [...reportIds].map(([old, id]) => {
    const report = pick(tables.reports, old);
    return { ...report, id, object: report.object && { ...report.object, number: remap(report.object.number, column) } };
  });
  return { column, accessIds, reportIds, accesses, reports };
}

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`index ${index} of ${list.length}`);
  return found;
}

function remap(expr: Expr, column: (id: ColumnId) => ColumnId): Expr {
  return mapExpr(expr, (part) => (part.kind === 'load' ? { ...part, column: column(part.column) } : part));
}

function toFn(table: FunctionTable, fn: DraftFn, renumber: Renumbering): Fn {
  const live = liveness(fn);
  let points = 0;
  let calls = 0;
  const blocks = fn.blocks.map((block, index): Block => ({
    instrs: block.instrs.map((instr) => toInstr(instr, renumber)),
    end: toEnd(block.end, { live, renumber, ordinal: block.end?.kind === 'call' ? calls++ : -1 }),
    live: [...(live[index] ?? [])].sort((a, b) => a - b),
    ordinal: startsStep(block) ? points++ : null,
  }));
  const locals = fn.locals.map((local) => {
    const type = valueType(local.type, table.unit);
    const range = type.kind === 'function' ? { lo: 0, hi: table.unit.functionValues.length } : local.range ?? rangeOf(local.type, table.unit) ?? { lo: 0, hi: 0 };
    return { name: local.name, type: type.kind === 'function' ? { kind: 'function' as const, fns: [...table.unit.functionValues] } : type, range };
  });
  return { id: fn.id, name: fn.name, site: fn.site, params: fn.params, locals, blocks, entry: 0, role: fn.role };
}

function toInstr(instr: Instr, renumber: Renumbering): Instr {
  const mapped = mapInstr(instr, (expr) => remap(expr, renumber.column));
  switch (mapped.kind) {
    case 'access': return { ...mapped, access: renumber.accessIds.get(mapped.access) ?? 0 };
    case 'check': return { ...mapped, report: renumber.reportIds.get(mapped.report) ?? 0 };
    case 'store': return { ...mapped, column: renumber.column(mapped.column) };
    default: return mapped;
  }
}

function toEnd(end: DraftEnd | null, at: { live: Live; renumber: Renumbering; ordinal: number }): Terminator {
  if (!end || end.kind === 'indirect') throw new Error('a block without an end reached the assembler');
  const mapped = mapEnd(end, (expr) => remap(expr, at.renumber.column));
  if (mapped.kind !== 'call') return mapped;
  const live = [...liveAcross(end, at.live)].sort((a, b) => a - b);
  return { ...mapped, live, ordinal: at.ordinal };
}
