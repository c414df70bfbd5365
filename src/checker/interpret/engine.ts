import type { Program, Property } from '../../lang/ir.js';
import type { Engine, Sink } from '../engine.js';
import { layOut } from '../layout/build.js';
import type { State } from '../state.js';
import { Footprint } from '../footprint.js';
import { must } from './bug.js';
import { evaluate, initialStates, measured, recordPaths, transitions, type Transition } from './interpret.js';

/** The reference interpreter as an engine: the same search runs on it as on the compiled one. */
export function interpretEngine(program: Program): Engine {
  const layout = layOut(program);
  /** The state that a sink is being given, which is what it asks the properties of. */
  let given: { readonly cells: Int32Array; readonly state: State } | null = null;
  const emit = (found: readonly Transition[], sink: Sink): void => {
    for (const { task, choices, next, report, acquires } of found) {
      for (const { task: taker, lockClass, held } of acquires) sink.acquire(taker, lockClass, held);
      if (report !== null) {
        sink.report(task, choices, report.report);
      } else {
        const state = must(next, 'state after a transition');
        given = { cells: layout.encode(state), state };
        sink.state(task, choices, given.cells);
        given = null;
      }
    }
  };
  const footprint = new Footprint(layout);
  const stateOf = (cells: Int32Array): State => (given?.cells === cells ? given.state : layout.decode(cells));
  const propertyAt = (index: number): Property => must(program.properties[index], `property ${index}`);
  return {
    program,
    layout,
    initials: (sink) => emit(initialStates(program), sink),
    successors: (cells, sink) => emit(transitions(program, layout.decode(cells)), sink),
    footprint,
    step: (task, cells, sink) => recordPaths(program, layout.decode(cells), task, { footprint, columns: layout.columns }, (found) => {
      if (found === null) sink.removed(task);
      else emit([found], sink);
    }),
    holds: (property, cells) => {
      const verdict = evaluate(program, propertyAt(property), stateOf(cells));
      return typeof verdict === 'boolean' ? verdict : { report: verdict.report };
    },
    measure: (measure, cells) => {
      const value = measured(program, must(program.measures?.[measure], `measure ${measure}`), stateOf(cells));
      return typeof value === 'number' ? value : { report: value.report };
    },
  };
}
