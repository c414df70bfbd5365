/** Execution: instructions and terminators, in the order of src/lang/ir.ts. */
import type { Expr, Instr, LockClass, Terminator } from '../../lang/ir.js';
import { unreachable } from '../outcome.js';
import { EngineBug, must } from './bug.js';
import { cellAt, valueOf } from './expr.js';
import { blockOf, boundaryAt, frameOf, keepLive, setLocal, type Frame, type Halt, type Machine, type Thread } from './machine.js';
import { alloc, free, freeRcu, quiesce } from './objects.js';

/** A path without a boundary that is longer than this does not end. */
const BLOCKS_MAX = 1_000_000;

const removed: Halt = { kind: 'removed' };

/**
 * Runs a thread until its stack is empty, a task's also until its next boundary; `resumes` passes the one where it stands.
 * Returns null, or why the path ends before that.
 */
export function run(machine: Machine, thread: Thread, resumes: boolean): Halt | null {
  const { program } = machine;
  for (let blocks = 0; thread.stack.length > 0; blocks++) {
    const frame = thread.stack.at(-1)!;
    const passes = thread.role !== 'task' || (resumes && blocks === 0);
    if (!passes && boundaryAt(program, frame) !== null) {
      keepLive(frame, blockOf(program, frame).live);
      return null;
    }
    if (blocks === BLOCKS_MAX) throw new EngineBug(`a local loop in ${program.fns[frame.fn]!.name} does not end`);
    const block = blockOf(program, frame);
    for (const instr of block.instrs) {
      const halt = execute(machine, thread, instr);
      if (halt !== null) return halt;
    }
    follow(machine, thread, block.end);
  }
  return null;
}

/** Starts a task whose stack is empty, and runs it up to its first boundary. */
export function start(machine: Machine, task: number, frame: Frame): Halt | null {
  const stack = machine.stackOf(task);
  if (stack.length > 0) throw new EngineBug(`task ${task} is started, but runs already`);
  stack.push(frame);
  const starter = machine.self;
  machine.self = task;
  const halt = run(machine, { stack, role: 'task', results: [] }, false);
  machine.self = starter;
  return halt;
}

function execute(machine: Machine, thread: Thread, instr: Instr): Halt | null {
  const frame = thread.stack.at(-1)!;
  const value = (expr: Expr): number => valueOf(machine, expr, frame.locals);
  const set = (local: number, to: number): void => setLocal(machine.program, frame, local, to);
  police(thread, instr);
  switch (instr.kind) {
    case 'access': machine.fired.push(instr.access); return null;
    case 'set': set(instr.local, value(instr.value)); return null;
    case 'store': store(machine, instr, value); return null;
    case 'choose': return choose(machine, value(instr.count), (choice) => set(instr.local, choice));
    case 'guard': return value(instr.condition) !== 0 ? null : removed;
    case 'check': return value(instr.condition) !== 0 ? null : reported(machine, thread, instr.report);
    case 'alloc': set(instr.local, alloc(machine, instr.struct, instr.fill)); return null;
    case 'free': free(machine, instr.struct, value(instr.object)); return null;
    case 'freeRcu': freeRcu(machine, instr.struct, value(instr.object)); return null;
    case 'quiesce': quiesce(machine, value(instr.task)); return null;
    case 'spawn': if (machine.footprint !== null) machine.footprint.spawned = true; return start(machine, value(instr.task), frameOf(machine.program, instr.fn, instr.args.map(value)));
    case 'as': machine.self = value(instr.task); return null;
    case 'acquire': acquire(machine, must(machine.program.lockClasses[instr.lockClass], 'such lock class')); return null;
    default: return unreachable(instr);
  }
}

/** What a property may execute, and what init alone may. */
function police(thread: Thread, instr: Instr): void {
  const pure = instr.kind === 'set' || instr.kind === 'check' || (instr.kind === 'access' && !instr.boundary);
  if (thread.role === 'property' && !pure) throw new EngineBug(`a property executes ${instr.kind}`);
  if (thread.role !== 'init' && instr.kind === 'as') throw new EngineBug('as outside init');
}

function store(machine: Machine, instr: Extract<Instr, { kind: 'store' }>, value: (expr: Expr) => number): void {
  const column = must(machine.program.columns[instr.column], `column ${instr.column}`);
  const cell = cellAt(machine, instr.column, instr.index.map(value));
  const stored = value(instr.value);
  if (stored < column.range.lo || stored > column.range.hi) {
    throw new EngineBug(`${stored} is outside ${column.range.lo}..${column.range.hi}, the range of ${column.name}`);
  }
  machine.write(instr.column, cell, stored);
}

function choose(machine: Machine, count: number, set: (choice: number) => void): Halt | null {
  if (count <= 0) return removed;
  set(machine.choices.next(count));
  return null;
}

function reported(machine: Machine, thread: Thread, id: number): Halt {
  const about = must(machine.program.reports[id], `report ${id}`).object;
  const object = about === null ? 0 : valueOf(machine, about.number, thread.stack.at(-1)!.locals);
  return { kind: 'report', report: id, object, stack: thread.stack.map(({ fn, block }) => ({ fn, block })) };
}

/** Told only where a lock is held already: there lies an edge of the lock order. */
function acquire(machine: Machine, { id }: LockClass): void {
  const held = machine.program.lockClasses.filter((lockClass) => holds(machine, lockClass)).map((lockClass) => lockClass.id);
  if (held.length > 0) machine.acquires.push({ task: machine.self, lockClass: id, held });
}

function holds(machine: Machine, { owner, readers }: LockClass): boolean {
  if (machine.cells(owner).includes(machine.self + 1)) return true;
  return readers !== null && machine.cells(readers).some((set) => ((set >> machine.self) & 1) !== 0);
}

function follow(machine: Machine, thread: Thread, end: Terminator): void {
  const { stack } = thread;
  const frame = stack.at(-1)!;
  const value = (expr: Expr): number => valueOf(machine, expr, frame.locals);
  switch (end.kind) {
    case 'jump': frame.block = end.to; return;
    case 'branch': frame.block = value(end.condition) !== 0 ? end.then : end.else; return;
    case 'switch': {
      const selector = value(end.value);
      frame.block = end.cases.find((one) => one.value === selector)?.to ?? end.otherwise;
      return;
    }
    case 'call': return call(machine, thread, end, end.args.map(value));
    case 'return': return giveBack(machine, thread, end.values.map(value));
    case 'become': stack.splice(0, stack.length, frameOf(machine.program, end.fn, end.args.map(value))); return;
    case 'exit': stack.length = 0; return;
    default: return unreachable(end);
  }
}

function call(machine: Machine, { stack }: Thread, end: Extract<Terminator, { kind: 'call' }>, args: readonly number[]): void {
  if (stack.some((frame) => frame.fn === end.fn)) throw new EngineBug(`${machine.program.fns[end.fn]!.name} calls itself`);
  keepLive(stack.at(-1)!, end.live);
  stack.push(frameOf(machine.program, end.fn, args));
}

function giveBack(machine: Machine, thread: Thread, values: readonly number[]): void {
  const { fn } = must(thread.stack.pop(), 'frame that returns');
  if (thread.role === 'task') machine.returns.push({ task: machine.self, fn, values });
  thread.results = values;
  const caller = thread.stack.at(-1);
  if (caller === undefined) return;
  const { end } = blockOf(machine.program, caller);
  if (end.kind !== 'call') throw new EngineBug('a function returns to where nothing was called');
  end.results.forEach((local, at) => setLocal(machine.program, caller, local, must(values[at], `result ${at}`)));
  caller.block = end.next;
}
