/**
 * A trail is an address: of a run of a program, as the numbers of the tasks and of their choices. It is short, can be mailed, and
 * is replayed by the reference interpreter without any memory of the search that found it.
 */
import type { Program } from '../lang/ir.js';
import { emptyState, initialStates, step, transitions, type PatchedTransition, type ReportEnd, type Transition } from './interpret/interpret.js';
import type { State } from './state.js';
import { programHash } from './trail/hash.js';
import { historyOf, type ObjectHistory } from './trail/history.js';
import { rowOf, type Row } from './trail/row.js';

export { behaviourHash, programHash } from './trail/hash.js';
export { cellName, cellValue, isLife, objectName, taskName, valueName } from './trail/names.js';
export { lifeOf } from './trail/history.js';
export type { Event, ObjectHistory, ObjectLife } from './trail/history.js';
export type { FnReturn, ReturnedValue } from './trail/returns.js';
export type { Change, HeldLock, LocalValue, Row, StackFrame } from './trail/row.js';

/** A step of a trail. */
export interface Move {
  /** Index of the task, from 0. */
  readonly task: number;
  readonly choices: readonly number[];
}

/** A run from the start; JSON as it is. */
export interface Trail {
  readonly spec: string;
  readonly variant: string;
  /** See programHash. */
  readonly programHash: string;
  /** The choices of setup and of the starts of all tasks. */
  readonly initial: readonly number[];
  readonly steps: readonly Move[];
}

/** A trail with all that happens on it. */
export interface Replay {
  /** The state before step 1; null where setup itself ends in a report. */
  readonly start: State | null;
  readonly rows: readonly Row[];
  /** The state after each row; one less where the last one ends in a report. */
  readonly states: readonly State[];
  /** The report in which the trail ends, or null. */
  readonly report: ReportEnd | null;
  /** Of the object that the report is about, if it is about one. */
  readonly history: ObjectHistory | null;
}

/** A trail that is not one of this program. */
export class TrailMismatch extends Error {
  override readonly name = 'TrailMismatch';

  /**
   * @param step the step that cannot be taken, from 1; 0: the start, or the program as a whole
   * @param replayed how many steps were taken before it
   * @param possible what can be done there instead
   */
  constructor(message: string, readonly step: number, readonly replayed: number, readonly possible: readonly Move[]) {
    super(message);
  }
}

/** The trail of these moves in this program. */
export function trailOf(program: Program, initial: readonly number[], steps: readonly Move[]): Trail {
  const { spec, variant } = program;
  return { spec, variant, programHash: programHash(program), initial, steps };
}

/** Runs a trail; throws TrailMismatch where it is not one of this program. Locals are told only if asked for. */
export function replay(program: Program, trail: Trail, options: { readonly locals?: boolean } = {}): Replay {
  refuseOtherProgram(program, trail);
  const begun = begin(program, trail);
  const states: State[] = [];
  const rows: Row[] = [];
  let last: Transition = begun;
  for (const at of trail.steps.keys()) {
    const taken = take(program, trail, at, last);
    rows.push(rowOf(program, last.next!, taken, { number: at + 1, locals: options.locals ?? false }));
    if (taken.next !== null) states.push(taken.next);
    last = taken;
  }
  const history = last.report === null ? null : historyOf(program, begun.next, rows, last.report);
  return { start: begun.next, rows, states, report: last.report, history };
}

function refuseOtherProgram(program: Program, trail: Trail): void {
  const hash = programHash(program);
  if (hash === trail.programHash) return;
  const from = `${trail.spec} (${trail.variant}), program ${trail.programHash.slice(0, 12)}`;
  const here = `${program.spec} (${program.variant}), program ${hash.slice(0, 12)}`;
  throw new TrailMismatch(
    `the trail was made from ${from}; this is ${here}. The model, the spec or the variant has changed: check again for a new trail. `
    + `Replayed 0 of ${trail.steps.length} steps.`, 0, 0, []);
}

function begin(program: Program, { initial, steps }: Trail): PatchedTransition {
  const begun = step(program, emptyState(program), -1, initial);
  if (begun !== null) return begun;
  const possible = initialStates(program);
  throw new TrailMismatch(
    `the program cannot start with choices ${vector(initial)}. Replayed 0 of ${steps.length} steps. Possible there: `
    + `${listed(possible.map(({ choices }) => vector(choices)))}.`, 0, 0, possible.map(moveOf));
}

/** Takes step `at` (from 0) after the transition `before`. */
function take(program: Program, { steps }: Trail, at: number, before: Transition): PatchedTransition {
  const { task, choices } = steps[at]!;
  const taken = before.next === null || program.tasks[task] === undefined ? null : step(program, before.next, task, choices);
  if (taken !== null) return taken;
  const possible = before.next === null ? [] : transitions(program, before.next);
  const why = before.next === null ? 'the step before it ended in a report' : `possible there: ${listed(possible.map((move) => named(program, move)))}`;
  throw new TrailMismatch(
    `step ${at + 1}, ${named(program, { task, choices })}, cannot be taken. Replayed ${at} of ${steps.length} steps; ${why}.`,
    at + 1, at, possible.map(moveOf));
}

function moveOf({ task, choices }: Transition): Move {
  return { task, choices };
}

function named(program: Program, { task, choices }: Move): string {
  const name = program.tasks[task]?.name ?? `task ${task} (there are ${program.tasks.length})`;
  return choices.length === 0 ? name : `${name} with choices ${vector(choices)}`;
}

function vector(choices: readonly number[]): string {
  return `(${choices.join(', ')})`;
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.join('; ');
}
