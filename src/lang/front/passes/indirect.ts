/** Calls through a function value become a switch over the functions that are used as values. */
import type { DraftEnd, DraftFn, Indirect } from '../lower/builder.js';
import type { Report } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import { assignable, VOID } from '../types.js';

export function expandIndirect(table: FunctionTable): void {
  for (const fn of table.drafts) {
    const written = fn.blocks.length;
    for (const block of fn.blocks.slice(0, written)) {
      if (block.end?.kind === 'indirect') block.end = dispatch(table, fn, block.end);
    }
  }
}

function dispatch(table: FunctionTable, fn: DraftFn, end: Indirect): DraftEnd {
  const cases = table.unit.functionValues.map((id, i) => {
    const callee = table.draft(id);
    return { value: i + 1, to: fits(table, fn, callee, end) ? arm(fn, callee, end) : misfit(table, fn, callee, end) };
  });
  const otherwise = fails(table, fn, end, { class: 'null-ptr-deref', title: `BUG: kernel NULL pointer dereference in ${fn.name}`, detail: 'a function pointer is NULL' });
  return { kind: 'switch', value: end.value, cases, otherwise };
}

/** A block that ends in the report. */
function fails(table: FunctionTable, fn: DraftFn, { site }: Indirect, report: Pick<Report, 'class' | 'title' | 'detail'>): number {
  const id = table.tables.reports.push({ id: table.tables.reports.length, ...report, site, object: null }) - 1;
  return fn.blocks.push({ instrs: [{ kind: 'check', condition: { kind: 'const', value: 0 }, report: id }], end: { kind: 'exit' } }) - 1;
}

function misfit(table: FunctionTable, fn: DraftFn, callee: DraftFn, end: Indirect): number {
  return fails(table, fn, end, { class: 'model', title: `${callee.name} is called through a value in ${fn.name}, with other arguments than it takes`, detail: `it takes ${callee.params}` });
}

function fits(table: FunctionTable, fn: DraftFn, callee: DraftFn, end: Indirect): boolean {
  if (callee.params !== end.args.length) return false;
  return end.args.every((arg, i) => {
    const type = arg.kind === 'local' ? fn.locals[arg.local]?.type : null;
    return !type || assignable(type, callee.locals[i]?.type ?? VOID);
  }) && table.drafts.includes(callee);
}

function arm(fn: DraftFn, callee: DraftFn, end: Indirect): number {
  if (end.how === 'become') return fn.blocks.push({ instrs: [], end: { kind: 'become', fn: callee.id, args: end.args } }) - 1;
  if (end.how === 'spawn') {
    const task = end.task ?? { kind: 'const', value: 0 };
    return fn.blocks.push({ instrs: [{ kind: 'spawn', task, fn: callee.id, args: end.args }], end: { kind: 'jump', to: end.next } }) - 1;
  }
  if (callee.never) return fn.blocks.push({ instrs: [], end: { kind: 'become', fn: callee.id, args: end.args } }) - 1;
  const call: DraftEnd = { kind: 'call', fn: callee.id, args: end.args, results: [], next: end.next, live: [], site: end.site, ordinal: -1 };
  return fn.blocks.push({ instrs: [], end: call }) - 1;
}
