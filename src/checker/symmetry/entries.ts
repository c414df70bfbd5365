import type { Access, Fn, FnId, Instr, Program } from '../../lang/ir.js';
import type { Layout } from '../layout/layout.js';
import { blockExprs } from '../program/walk.js';

/**
 * Sets of two or more tasks that run the same code: the same entry function, or two that differ in nothing but where they are written. The
 * front end makes an entry for each task of a kind; a stack whose bottom is one of them can be that of the other (see Renaming).
 */
export function alikeTasks(layout: Layout): readonly (readonly number[])[] {
  const { program } = layout;
  const free = unusedEntries(program);
  const sets = new Map<string, number[]>();
  program.tasks.forEach(({ entry, implicit }, task) => {
    if (entry === null) return;
    const { size, fns } = layout.tasks[task]!;
    const others = [...fns].filter((fn) => fn !== entry).sort((a, b) => a - b);
    const code = free.has(entry) ? textOf(program, program.fns[entry]!) : `fn ${entry}`;
    const key = JSON.stringify([code, implicit, size, others, layout.frames[entry]]);
    sets.set(key, [...(sets.get(key) ?? []), task]);
  });
  return [...sets.values()].filter((set) => set.length > 1);
}

/** Entries that are only ever at the bottom of a task's first stack, and that nobody asks about. */
function unusedEntries(program: Program): ReadonlySet<FnId> {
  const entries = new Set<FnId>(program.tasks.flatMap(({ entry }) => entry ?? []));
  for (const { blocks } of program.fns) {
    for (const block of blocks) {
      if (block.end.kind === 'call' || block.end.kind === 'become') entries.delete(block.end.fn);
      for (const instr of block.instrs) if (instr.kind === 'spawn') entries.delete(instr.fn);
      for (const expr of blockExprs(block)) if (expr.kind === 'active') entries.delete(expr.fn);
    }
  }
  return entries;
}

/** A function without its names and places. */
function textOf(program: Program, { params, locals, blocks, entry }: Fn): string {
  const bare = blocks.map(({ instrs, end, live, ordinal }) => ({ instrs: instrs.map((instr) => bareInstr(program, instr)), end: end.kind === 'call' ? { ...end, site: 0 } : end, live, ordinal }));
  return JSON.stringify([params, locals, bare, entry]);
}

function bareInstr({ accesses, reports }: Program, instr: Instr): unknown {
  if (instr.kind === 'access') return [instr.boundary, bareAccess(accesses[instr.access]!)];
  if (instr.kind !== 'check') return instr;
  const { class: reportClass, title } = reports[instr.report]!;
  return ['check', instr.condition, reportClass, title];
}

function bareAccess({ op, order, place, validEnd }: Access): unknown {
  return [op, order, place, validEnd];
}
