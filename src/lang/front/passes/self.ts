/** Finds parameters and copies that are always the running task itself (`exit_files(current)`), so that `tsk.files` is known to be its own. */
import type { Expr } from '../../ir.js';
import type { FunctionTable } from '../functions.js';
import { e, type DraftFn } from '../lower/builder.js';
import { defines, expressionsOf, localsIn, mapEnd, mapExpr, mapInstr } from './graph.js';

const CURRENT = e.add(e.self, 1);

export function propagateSelf(table: FunctionTable): void {
  const fns = table.drafts.filter((fn) => fn.role !== 'init');
  for (let changed = true; changed;) {
    changed = false;
    const args = argumentsOf(table);
    for (const fn of fns) {
      for (const local of copiesOfCurrent(fn)) {
        rewrite(table, fn, (expr) => (expr.kind === 'local' && expr.local === local ? CURRENT : expr));
        changed = true;
      }
      for (let param = 0; param < fn.params; param++) {
        const given = args.get(fn.id)?.[param] ?? [];
        if (given.length === 0 || !given.every(isCurrent) || isAssigned(fn, param) || !isRead(fn, param)) continue;
        rewrite(table, fn, (expr) => (expr.kind === 'local' && expr.local === param ? CURRENT : expr));
        changed = true;
      }
    }
  }
}

function isCurrent(expr: Expr): boolean {
  return expr.kind === 'binary' && expr.op === '+' && expr.left.kind === 'self' && expr.right.kind === 'const' && expr.right.value === 1;
}

/** Locals that are set once, to the running task, and read. */
function copiesOfCurrent(fn: DraftFn): number[] {
  const values = new Map<number, Expr | null>();
  for (const block of fn.blocks) {
    for (const instr of block.instrs) {
      const local = defines(instr);
      if (local !== null) values.set(local, instr.kind === 'set' && !values.has(local) ? instr.value : null);
    }
    if (block.end?.kind === 'call') for (const result of block.end.results) values.set(result, null);
  }
  return [...values].flatMap(([local, value]) => (local >= fn.params && value && isCurrent(value) && isRead(fn, local) ? [local] : []));
}

/** Per function and parameter: what is passed, anywhere. A spawned function runs as another task: what it is given is not its own self. */
function argumentsOf(table: FunctionTable): Map<number, Expr[][]> {
  const found = new Map<number, Expr[][]>();
  const add = (fn: number, args: readonly Expr[]): void => {
    const lists = found.get(fn) ?? args.map(() => []);
    found.set(fn, lists);
    args.forEach((arg, i) => lists[i]?.push(arg));
  };
  for (const fn of table.drafts) {
    for (const block of fn.blocks) {
      if (block.end?.kind === 'call' || block.end?.kind === 'become') add(block.end.fn, block.end.args);
      for (const instr of block.instrs) if (instr.kind === 'spawn') add(instr.fn, instr.args.map(() => e.const(0)));
    }
  }
  return found;
}

function isAssigned(fn: DraftFn, local: number): boolean {
  return fn.blocks.some((b) => b.instrs.some((i) => defines(i) === local) || (b.end?.kind === 'call' && b.end.results.includes(local)));
}

function isRead(fn: DraftFn, local: number): boolean {
  for (const expr of expressionsOf(fn)) if (localsIn([expr]).has(local)) return true;
  return false;
}

/** Rewrites every expression of the function; sums with constants are folded again, so that `(self + 1) - 1` is `self`. */
function rewrite(table: FunctionTable, fn: DraftFn, part: (expr: Expr) => Expr): void {
  const siteOf = table.builders[fn.id]?.siteOf;
  const map = (expr: Expr): Expr => mapExpr(expr, (p) => {
    const to = part(p);
    return to.kind === 'binary' && to.op === '+' && to.right.kind === 'const' ? e.add(to.left, to.right.value) : to;
  });
  const moved = <T extends object>(old: object, now: T): T => {
    const site = siteOf?.get(old);
    if (site !== undefined) siteOf?.set(now, site);
    return now;
  };
  for (const block of fn.blocks) {
    block.instrs = block.instrs.map((instr) => moved(instr, mapInstr(instr, map)));
    if (block.end && block.end.kind !== 'indirect') block.end = moved(block.end, mapEnd(block.end, map));
  }
}
