/** A verdict about one program, said of another that is the same up to names. */
import type { Program } from '../../lang/ir.js';
import { EngineBug, evaluate, measured, transitions } from '../interpret/interpret.js';
import { unreachable, type Measured, type MeasuredValue, type Verdict } from '../outcome.js';
import { replay, TrailMismatch, trailOf, type Replay, type Trail } from '../trail.js';

/**
 * The verdict with the trails of `program`, which has the behaviourHash of the program that it was found for. Each trail has been
 * replayed in `program` by the reference interpreter and ends there as the verdict says; throws EngineBug if one does not.
 */
export function transfer(verdict: Verdict, program: Program): Verdict {
  return withTrails(verdict, program, ({ initial, steps }) => {
    const trail = trailOf(program, initial, steps);
    if (!endsAs(verdict, program, replayed(program, trail))) throw new EngineBug(`${program.spec} @ ${program.variant}: a trail of a program that is the same up to names ends otherwise here`);
    return trail;
  });
}

/** The verdict with its trails called after `program`, which has the programHash of the program that it was found for: nothing can differ but what they are called. */
export function readdressed(program: Program, verdict: Verdict): Verdict {
  return withTrails(verdict, program, ({ initial, steps }) => trailOf(program, initial, steps));
}

/** The verdict with other trails, and the program's own words. */
function withTrails(verdict: Verdict, program: Program, own: (trail: Trail) => Trail): Verdict {
  switch (verdict.kind) {
    case 'proved':
    case 'unreached':
    case 'inconclusive':
      return verdict;
    case 'violated':
    case 'reached':
    case 'hung':
      return { ...verdict, trail: own(verdict.trail) };
    case 'report':
    case 'model':
      return { ...verdict, ...retold(verdict, program), trails: verdict.trails.map(own) };
    default:
      return unreachable(verdict);
  }
}

/** Whether a trail ends as the verdict says; one without a trail has none that could end otherwise. */
function endsAs(verdict: Verdict, program: Program, at: Replay): boolean {
  switch (verdict.kind) {
    case 'violated':
    case 'reached':
      return hasValue(program, verdict, at);
    case 'hung':
      return transitions(program, at.states.at(-1) ?? at.start!).length === 0;
    case 'report':
    case 'model':
      return endsInReport(program, verdict, at);
    default:
      return true;
  }
}

/** As `readdressed`. */
export function readdressedMeasure(program: Program, { name, least, greatest }: Measured): Measured {
  const own = (one: MeasuredValue | null): MeasuredValue | null => one && { ...one, trail: trailOf(program, one.trail.initial, one.trail.steps) };
  return { name, least: own(least), greatest: own(greatest) };
}

/** Titles quote names of functions: those of the program. */
function retold({ report, title, detail }: Extract<Verdict, { kind: 'report' | 'model' }>, program: Program): { title: string; detail: string } {
  const own = report === null ? undefined : program.reports[report];
  return { title: own?.title ?? title, detail: own?.detail ?? detail };
}

function replayed(program: Program, trail: Trail): Replay {
  try {
    return replay(program, trail);
  } catch (error) {
    if (error instanceof TrailMismatch) throw new EngineBug(`a trail of a program that is the same up to names is none of this one: ${error.message}`, { cause: error });
    throw error;
  }
}

function hasValue(program: Program, verdict: Extract<Verdict, { kind: 'violated' | 'reached' }>, at: Replay): boolean {
  return at.report === null && valueAt(program, verdict, at) === (verdict.kind === 'reached');
}

/**
 * A leak is seen at a state. The step that takes a lock, and so closes a cycle of the lock order, can be one that ends in another report. What else the
 * checker finds has a report of the program.
 */
function endsInReport(program: Program, verdict: Extract<Verdict, { kind: 'report' | 'model' }>, at: Replay): boolean {
  if (verdict.report === null) return verdict.reportClass !== 'memory-leak' || at.report === null;
  if (verdict.subject.kind === 'checks') return at.report?.report === verdict.report;
  const value = valueAt(program, verdict, at);
  return typeof value === 'object' && value.report === verdict.report;
}

/** Of the property or measure that the verdict is about, where the trail ends. */
function valueAt(program: Program, { subject }: Verdict, { start, states }: Replay): ReturnType<typeof evaluate> | ReturnType<typeof measured> | undefined {
  const end = states.at(-1) ?? start;
  if (end === null || !('name' in subject)) return undefined;
  const measure = subject.kind === 'measure' ? program.measures?.find(({ name }) => name === subject.name) : undefined;
  if (measure !== undefined) return measured(program, measure, end);
  const property = program.properties.find(({ name, kind }) => name === subject.name && kind === subject.kind);
  return property === undefined ? undefined : evaluate(program, property, end);
}
