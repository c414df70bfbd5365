/**
 * The reference interpreter: executes the IR over plain immutable states, slowly and obviously. It is what a verdict is checked
 * against: every counterexample is replayed here before it is shown, and the compiled engine must agree with it on whole state graphs.
 *
 * There is one semantics (run.ts), over a draft of a state. The draft is a copy, or, where patches are asked for, immer's.
 */
import { createDraft, enablePatches, finishDraft, type Patch } from 'immer';
import type { AccessId, Measure, Program, Property, StructId } from '../../lang/ir.js';
import type { State } from '../state.js';
import { EngineBug, must } from './bug.js';
import { Choices } from './choices.js';
import { boundaryAt, draftOf, frameOf, Machine, type Acquire, type Draft, type Halt, type Recorder, type ReportEnd, type Returned, type Thread } from './machine.js';
import { referenced } from './objects.js';
import { run, start } from './run.js';

export type { Acquire, ReportEnd, Returned } from './machine.js';
export { EngineBug } from './bug.js';

enablePatches();

/** One way in which a task goes on from a state, or (task -1) in which the program starts. */
export interface Transition {
  readonly task: number;
  readonly choices: readonly number[];
  /** The state after it; null where it ends in a report. */
  readonly next: State | null;
  /** The report that it ends in, or null. */
  readonly report: ReportEnd | null;
  /** Acquires of a lock with others held, in order. */
  readonly acquires: readonly Acquire[];
  /** Accesses that it executed, in order; the first is its boundary. */
  readonly fired: readonly AccessId[];
  /** Framed functions that returned, in order: its task's, and those of a task that it started. */
  readonly returns: readonly Returned[];
}

/** A transition and what it changed, up to its report if it ends in one. */
export interface PatchedTransition extends Transition {
  /** immer's; paths begin with `mem` or `stacks` (see State). */
  readonly patches: readonly Patch[];
}

/** Memory before init: every cell at its initial value, no task started. */
export function emptyState(program: Program): State {
  const cells = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);
  const mem = program.columns.map(({ name, dims, initial }) => [name, Array<number>(cells(dims)).fill(initial)] as const);
  return { mem: Object.fromEntries(mem), stacks: program.tasks.map(() => []) };
}

/** The ways in which the program starts, in ascending order of choices; task -1 throughout. */
export function initialStates(program: Program): Transition[] {
  return explorePaths(program, emptyState(program), -1);
}

/** The transitions of a state in ascending order of (task, choices). */
export function transitions(program: Program, state: State): Transition[] {
  return program.tasks.flatMap((_, task) => explorePaths(program, state, task));
}

/**
 * Follows each path of a task in turn, with the recorder's footprint telling what that path touched while `emit` has its transition; null
 * for a path that was removed.
 */
export function recordPaths(program: Program, state: State, task: number, recorder: Recorder, emit: (transition: Transition | null) => void): void {
  for (let prefix: number[] | null = []; prefix !== null; ) {
    const draft = draftOf(state);
    recorder.footprint.clear();
    const path = follow(program, draft, task, prefix, recorder);
    if (path === null) return;
    emit(path.halt?.kind === 'removed' ? null : transitionOf(path, task, draft));
    prefix = path.machine.choices.successor();
  }
}

/**
 * The transition of `task` (-1: the start, from the empty state) with exactly these choices, and what it changed; null where the
 * state has no such transition.
 */
export function step(program: Program, state: State, task: number, choices: readonly number[]): PatchedTransition | null {
  const possible = task === -1 ? initialStates(program) : explorePaths(program, state, task);
  if (!possible.some((one) => sameVector(one.choices, choices))) return null;
  const draft = createDraft(state as Draft);
  const path = must(follow(program, draft, task, choices), 'path');
  const patches: Patch[] = [];
  const next = finishDraft(draft, (made) => patches.push(...made));
  return { ...transitionOf(path, task, next), patches };
}

/** Whether a property is true at a state, or the report that it runs into. */
export function evaluate(program: Program, property: Property, state: State): boolean | ReportEnd {
  const value = measured(program, property, state);
  return typeof value === 'number' ? value !== 0 : value;
}

/** What a measure is at a state, or the report that it runs into. */
export function measured(program: Program, measure: Pick<Measure, 'name' | 'fn'>, state: State): number | ReportEnd {
  const machine = new Machine(program, draftOf(state), new Choices([]));
  const thread: Thread = { stack: [frameOf(program, measure.fn, [])], role: 'property', results: [] };
  const halt = run(machine, thread, false);
  if (halt?.kind === 'report') return { report: halt.report, object: halt.object, stack: halt.stack };
  if (halt !== null || thread.results.length !== 1) throw new EngineBug(`${measure.name} gives no value`);
  return thread.results[0]!;
}

/** Whether a pointer in memory or in a frame points to an object (by its number, from 1) or into it. */
export function isReferenced(program: Program, state: State, struct: StructId, object: number): boolean {
  return referenced(new Machine(program, draftOf(state), new Choices([])), struct, object);
}

/** A path that was followed to its end. */
interface Path {
  readonly machine: Machine;
  readonly halt: Halt | null;
}

function explorePaths(program: Program, state: State, task: number): Transition[] {
  const found: Transition[] = [];
  for (let prefix: number[] | null = []; prefix !== null; ) {
    const draft = draftOf(state);
    const path = follow(program, draft, task, prefix);
    if (path === null) return found;
    if (path.halt?.kind !== 'removed') found.push(transitionOf(path, task, draft));
    prefix = path.machine.choices.successor();
  }
  return found;
}

/** Runs one path in the draft; null where the task has nothing to run. */
function follow(program: Program, draft: Draft, task: number, prefix: readonly number[], recorder: Recorder | null = null): Path | null {
  const machine = new Machine(program, draft, new Choices(prefix), recorder);
  if (task === -1) return { machine, halt: startProgram(machine) };
  const stack = machine.stackOf(task);
  const top = stack.at(-1);
  if (top === undefined) return null;
  if (boundaryAt(program, top) === null) throw new EngineBug(`task ${task} does not stand at a control point`);
  machine.self = task;
  return { machine, halt: run(machine, { stack, role: 'task', results: [] }, true) };
}

function startProgram(machine: Machine): Halt | null {
  const { program } = machine;
  const stack = [frameOf(program, program.init, [])];
  machine.setup = stack;
  const halt = run(machine, { stack, role: 'init', results: [] }, false);
  return program.tasks.reduce(
    (ended: Halt | null, { entry }, task) => ended ?? (entry === null ? null : start(machine, task, frameOf(program, entry, []))),
    halt,
  );
}

function transitionOf({ machine, halt }: Path, task: number, next: State): Transition {
  const report = halt?.kind === 'report' ? { report: halt.report, object: halt.object, stack: halt.stack } : null;
  const { acquires, choices, fired, returns } = machine;
  return { task, choices: choices.taken, next: report === null ? next : null, report, acquires, fired, returns };
}

function sameVector(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
