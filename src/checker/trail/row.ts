/** A row of a replayed trail: who acted, where, and what is different afterwards. */
import type { Patch } from 'immer';
import type { AccessId, AccessOp, ColumnId, FnId, LockClassId, Program, ReportId, SiteId } from '../../lang/ir.js';
import { boundaryAt } from '../interpret/machine.js';
import type { PatchedTransition } from '../interpret/interpret.js';
import type { FrameState, State } from '../state.js';
import { cellName, cellValue, taskName, valueName } from './names.js';
import { returnsOf, type FnReturn } from './returns.js';

/** A frame of a stack in words: the function, and where in it the task stands (a call, or the access). */
export interface StackFrame {
  readonly fn: FnId;
  readonly name: string;
  readonly site: SiteId;
}

/** One memory cell that a step changed. */
export interface Change {
  readonly column: ColumnId;
  /** Row-major flat index. */
  readonly cell: number;
  readonly before: number;
  readonly after: number;
  /** In words, e.g. `files_struct#1.count`, `1`, `2`. */
  readonly path: string;
  readonly old: string;
  readonly new: string;
}

/** A lock that a task holds. */
export interface HeldLock {
  readonly task: number;
  readonly lockClass: LockClassId;
  /** e.g. `files_struct#1.file_lock`. */
  readonly lock: string;
  readonly shared: boolean;
}

/** A live local of a frame. */
export interface LocalValue {
  readonly fn: FnId;
  readonly name: string;
  readonly value: string;
}

/** One step. */
export interface Row {
  /** Place in the trail, from 1. */
  readonly number: number;
  readonly task: number;
  readonly taskName: string;
  readonly choices: readonly number[];
  /** The functions on the task's stack when it acted, bottom first, and where each stood. */
  readonly stack: readonly FnId[];
  readonly sites: readonly SiteId[];
  readonly frames: readonly StackFrame[];
  readonly access: AccessId;
  readonly op: AccessOp;
  readonly site: SiteId;
  /** The model's text of the access. */
  readonly text: string;
  /** In the order of the program's columns; up to the report in a step that ends in one. */
  readonly changes: readonly Change[];
  /** Functions of the task that returned in this step, innermost first. */
  readonly returns: readonly FnReturn[];
  /** Locks held after the step; before it, in a step that ends in a report. */
  readonly locks: readonly HeldLock[];
  /** The task's locals after the step; empty unless asked for, and in a step that ends in a report. */
  readonly locals: readonly LocalValue[];
  /** The task ended in this step. */
  readonly ended: boolean;
  /** The report in which the step ended, or null. */
  readonly report: ReportId | null;
}

/** The row of a transition out of `state`. */
export function rowOf(program: Program, state: State, transition: PatchedTransition, more: { number: number; locals: boolean }): Row {
  const { task, choices, next, report } = transition;
  const stack = state.stacks[task]!;
  const access = boundaryAt(program, stack.at(-1)!)!;
  const frames = stackFrames(program, stack, access.site);
  return {
    number: more.number, task, taskName: taskName(program, task), choices,
    stack: frames.map(({ fn }) => fn), sites: frames.map(({ site }) => site), frames,
    access: access.id, op: access.op, site: access.site, text: program.sites[access.site]?.text ?? '',
    changes: changesOf(program, state, transition.patches),
    returns: returnsOf(program, transition.returns, task),
    locks: locksHeld(program, next ?? state),
    locals: more.locals && next !== null ? next.stacks[task]!.flatMap((frame) => localsOf(program, frame)) : [],
    ended: next !== null && next.stacks[task]!.length === 0,
    report: report?.report ?? null,
  };
}

/** Frames in words; all but the top stand at a call, the top at `site`. */
export function stackFrames(program: Program, stack: readonly Pick<FrameState, 'fn' | 'block'>[], site: SiteId): StackFrame[] {
  return stack.map(({ fn, block }, depth) => {
    const { name, blocks } = program.fns[fn]!;
    const end = blocks[block]!.end;
    return { fn, name, site: depth < stack.length - 1 && end.kind === 'call' ? end.site : site };
  });
}

/** All locks that are held, by class, then cell. */
export function locksHeld(program: Program, state: State): HeldLock[] {
  return program.lockClasses.flatMap(({ id, owner, readers }) => {
    const lockAt = (column: ColumnId, cell: number): string => cellName(program, column, cell).replace(/\.[^.[\]]*$/, '');
    const owners = cellsOf(program, state, owner).flatMap((task, cell) =>
      task > 0 ? [{ task: task - 1, lockClass: id, lock: lockAt(owner, cell), shared: false }] : []);
    const sharers = readers === null ? [] : cellsOf(program, state, readers).flatMap((set, cell) =>
      program.tasks.flatMap((_, task) => (((set >> task) & 1) !== 0 ? [{ task, lockClass: id, lock: lockAt(readers, cell), shared: true }] : [])));
    return [...owners, ...sharers];
  });
}

function changesOf(program: Program, state: State, patches: readonly Patch[]): Change[] {
  const changes = program.columns.flatMap(({ id, name }) =>
    patches.flatMap(({ path: [root, column, cell], value }) =>
      root === 'mem' && column === name && typeof cell === 'number' && typeof value === 'number'
        ? [changeOf(program, { column: id, cell, before: state.mem[name]![cell]!, after: value })]
        : []));
  return changes.filter(({ before, after }) => before !== after).toSorted((a, b) => a.column - b.column || a.cell - b.cell);
}

function changeOf(program: Program, change: Pick<Change, 'column' | 'cell' | 'before' | 'after'>): Change {
  const { column, cell, before, after } = change;
  return { ...change, path: cellName(program, column, cell), old: cellValue(program, column, before), new: cellValue(program, column, after) };
}

function localsOf(program: Program, { fn, locals }: FrameState): LocalValue[] {
  return program.fns[fn]!.locals.map(({ name, type }, local) => ({ fn, name, value: valueName(program, type, locals[local]!) }));
}

function cellsOf(program: Program, state: State, column: ColumnId): readonly number[] {
  return state.mem[program.columns[column]!.name]!;
}
