import type { LockClassId, Program, ReportId } from '../lang/ir.js';
import type { Footprint } from './footprint.js';
import type { Layout } from './layout/layout.js';

/**
 * What a search needs to know of a semantics: the initial states, the transitions of a state, and the properties. Two engines keep
 * this contract, the reference interpreter (interpret/) and the compiled engine (codegen/), and a search cannot tell them apart.
 *
 * ## Laws
 *
 * 1. A state is `layout.size` cells (see Layout). Equal states have equal cells: locals that are dead and cells of frames that
 *    are not on a stack are 0.
 * 2. Determinism: the same cells give the same calls of the sink, in the same order with the same arguments.
 * 3. Order: calls ascend in (task, choice vector), vectors compared lexicographically. `initials` has task -1 throughout.
 * 4. Count: one `state` a transition, duplicates and self-loops included; one `report` for a path that ends in a false check; nothing
 *    for a path that a guard, or a choice among none, removes.
 * 5. The `acquire` calls of a path come right before its `state` or `report`, in execution order; a removed path has none.
 * 6. The cells given to an engine are not changed by it, and those given to a sink are not changed by the sink. `cells` and
 *    `choices` given to a sink are scratch: valid only during the call. A sink does not call back into the engine that calls it.
 * 7. A pointer in any local of any frame on a stack counts as a reference, also midway in a step; so do setup's own locals during init.
 * 8. A transition of a task changes columns and the task's own area; another task's area only if its stack was empty.
 * 9. `step` emits what `successors` emits of that task. Engines agree on a path's footprint as a set, and a path that reads the same values
 *    in the cells that it reads goes the same way.
 */
export interface Engine {
  readonly program: Program;
  readonly layout: Layout;
  /** Emits each initial state, or the report that its setup ran into. Choice vectors span init and the starts of all tasks. */
  initials(sink: Sink): void;
  /** Emits each transition of a state. */
  successors(cells: Int32Array, sink: Sink): void;
  /** Emits each transition of one task, and each path that was removed; during each call of the sink, `footprint` has what that path touched. */
  step(task: number, cells: Int32Array, sink: StepSink): void;
  readonly footprint: Footprint;
  /** Whether property number `property` (index into Program.properties) is true at a state, or the report that it ran into. */
  holds(property: number, cells: Int32Array): boolean | PropertyError;
  /** What measure number `measure` (index into Program.measures) is at a state, or the report that it ran into. */
  measure(measure: number, cells: Int32Array): number | PropertyError;
}

/** Receives what `Engine.step` emits. */
export interface StepSink extends Sink {
  /** A path that a guard, or a choice among none, removed. */
  removed(task: number): void;
}

/** A property or measure that ran into a false check: a model error. */
export interface PropertyError {
  readonly report: ReportId;
}

/** Receives what an engine emits. */
export interface Sink {
  state(task: number, choices: readonly number[], cells: Int32Array): void;
  report(task: number, choices: readonly number[], report: ReportId): void;
  /**
   * Task `task` reaches an `acquire` of `lockClass` while it holds locks of the classes `held` (ascending, never empty: an acquire
   * with nothing held is not told). `held` is scratch.
   */
  acquire(task: number, lockClass: LockClassId, held: readonly LockClassId[]): void;
}
