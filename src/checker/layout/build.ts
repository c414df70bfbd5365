import type { Column, Fn, FnId, LocalId, Program, Range } from '../../lang/ir.js';
import { callGraph, type CallGraph } from '../program/callgraph.js';
import { boundaryOf, numberPoints, type ProgramPoints } from '../program/points.js';
import { decode, encode } from './codec.js';
import { cellCount, localOffset, type Layout, type TaskArea } from './layout.js';

const ZERO: Range = { lo: 0, hi: 0 };

/** Lays out the states of a program. Throws if its calls form a cycle. */
export function layOut(program: Program): Layout {
  const points = numberPoints(program);
  const calls = callGraph(program);
  const columns = columnBases(program);
  const frames = frameOffsets(program, calls, new Set(calls.ofTask.flatMap((fns) => [...fns])));
  const setupFrames = frameOffsets(program, calls, calls.ofInit);
  const setup = { frames: setupFrames, size: areaSize(program, setupFrames, calls.ofInit) };
  const tasks = taskAreas(program, calls, frames, columnCells(program));
  const last = tasks.at(-1);
  const size = last ? last.base + last.size : columnCells(program);
  const ranges = [...program.columns.flatMap(columnRanges), ...tasks.flatMap((area) => areaRanges(program, points, frames, area))];
  const layout: Layout = {
    program, points, calls, size, columns, tasks, frames, setup, ranges,
    encode: (state) => encode(layout, state),
    decode: (cells) => decode(layout, cells),
  };
  return layout;
}

/** Locals of a function that a stored state may hold: those live where a task can stop or be suspended. */
export function storedLocals(fn: Fn): ReadonlySet<LocalId> {
  const stored = new Set<LocalId>();
  for (const block of fn.blocks) {
    if (boundaryOf(block) !== null) for (const local of block.live) stored.add(local);
    if (block.end.kind === 'call') for (const local of block.end.live) stored.add(local);
  }
  return stored;
}

function columnCells(program: Program): number {
  return program.columns.reduce((sum, column) => sum + cellCount(column), 0);
}

function columnBases(program: Program): number[] {
  let base = 0;
  return program.columns.map((column) => (base += cellCount(column)) - cellCount(column));
}

/** Callers first: a frame lies past the frames of all its callers that run on the same stack. */
function frameOffsets(program: Program, calls: CallGraph, running: ReadonlySet<FnId>): number[] {
  const offsets = program.fns.map(() => 1);
  for (const fn of [...calls.order].reverse()) {
    if (!running.has(fn)) continue;
    const end = frameEnd(program, offsets, fn);
    for (const callee of calls.callees[fn] ?? []) offsets[callee] = Math.max(offsets[callee] ?? 1, end);
  }
  return offsets;
}

function frameEnd(program: Program, frames: readonly number[], fn: FnId): number {
  return localOffset(frames, fn, program.fns[fn]?.locals.length ?? 0);
}

function areaSize(program: Program, frames: readonly number[], fns: ReadonlySet<FnId>): number {
  return Math.max(1, ...[...fns].map((fn) => frameEnd(program, frames, fn)));
}

function taskAreas(program: Program, calls: CallGraph, frames: readonly number[], start: number): TaskArea[] {
  let base = start;
  return calls.ofTask.map((fns) => {
    const size = areaSize(program, frames, fns);
    base += size;
    return { base: base - size, size, fns };
  });
}

function columnRanges(column: Column): Range[] {
  const own = including(column.range, column.initial);
  const range = column.uninit === null ? own : including(own, column.uninit);
  return new Array<Range>(cellCount(column)).fill(range);
}

function areaRanges(program: Program, points: ProgramPoints, frames: readonly number[], area: TaskArea): Range[] {
  const ranges = new Array<Range>(area.size).fill(ZERO);
  const widen = (cell: number, range: Range): void => {
    ranges[cell] = union(ranges[cell] ?? ZERO, range);
  };
  for (const fn of program.fns) {
    if (!area.fns.has(fn.id)) continue;
    for (const [at, block] of fn.blocks.entries()) if (boundaryOf(block) !== null) widen(0, { lo: 0, hi: points.codes[fn.id]?.[at] ?? 0 });
    widen(frames[fn.id] ?? 0, { lo: 0, hi: points.sites[fn.id]?.length ?? 0 });
    for (const local of storedLocals(fn)) widen(localOffset(frames, fn.id, local), fn.locals[local]?.range ?? ZERO);
  }
  return ranges;
}

function including(range: Range, value: number): Range {
  return union(range, { lo: value, hi: value });
}

function union(a: Range, b: Range): Range {
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}
