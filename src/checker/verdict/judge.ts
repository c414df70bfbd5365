import type { Program, Property, ReportClass, ReportId } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import { outcomeOfReport, unreachable, type Measured, type MeasuredValue, type Reported, type Shortest, type Subject, type Verdict } from '../outcome.js';
import type { Exploration } from '../search/exploration.js';
import { objectName, type Trail } from '../trail.js';
import { Confirmation } from './confirm.js';
import { lockCycles } from './lock-order.js';

/** What a search found, and what confirms it. */
interface Searched {
  readonly found: Exploration;
  readonly confirm: Confirmation;
}

interface Case {
  readonly engine: Engine;
  /** What the verdicts are made of. */
  readonly found: Exploration;
  readonly searched: Searched;
  /** A search without reductions for the trails; null where nobody asked for the shortest. */
  readonly plain: Searched | null;
}

/** One thing that was found, by the search that is to confirm it. */
interface Witness<Thing> {
  readonly thing: Thing;
  readonly confirm: Confirmation;
  readonly shortest: Shortest;
}

const HUNG: Subject = { kind: 'hung' };
const CHECKS: Subject = { kind: 'checks' };

/**
 * The verdict of each property in the program's order, then errors of measures, then that of hanging, then those of the built-in checks: that nothing starts, the
 * program's reports by number, the leak, the lock-order cycles. Every counterexample is replayed by the interpreter; throws EngineBug if it disagrees.
 * Trails are those of `plain`, a search without reductions, as far as it came: its trails are the shortest.
 */
export function judge(engine: Engine, found: Exploration, plain: Exploration | null = null): Verdict[] {
  const one = caseOf(engine, found, plain);
  const properties = engine.program.properties.map((property, at) => judgeProperty(one, property, at));
  const checks = [...noStart(one), ...reports(one), ...leaks(one), ...lockOrder(one)];
  return [...properties, ...measureErrors(one), judgeHanging(one), ...(checks.length > 0 ? checks : [absence(one, CHECKS)])];
}

function caseOf(engine: Engine, found: Exploration, plain: Exploration | null): Case {
  const searched = (one: Exploration): Searched => ({ found: one, confirm: new Confirmation(engine, one) });
  return { engine, found, searched: searched(found), plain: plain && searched(plain) };
}

/** The thing that `of` gives of a search, of the plain one if that came so far; null where the search that the verdicts rest on has no such thing. */
function witness<Thing>({ searched, plain }: Case, of: (found: Exploration) => Thing | null | undefined): Witness<Thing> | null {
  const thing = of(searched.found) ?? null;
  if (thing === null) return null;
  const again = plain === null ? null : of(plain.found) ?? null;
  if (plain === null || again === null) return { thing, confirm: searched.confirm, shortest: plain === null ? null : false };
  return { thing: again, confirm: plain.confirm, shortest: true };
}

/** That nothing was found proves something only if there is nothing left to look at. */
function absence({ found }: Case, subject: Subject): Verdict {
  return { kind: found.complete ? 'proved' : 'inconclusive', subject };
}

function judgeProperty(one: Case, property: Property, at: number): Verdict {
  const subject: Subject = { kind: property.kind, name: property.name };
  const error = witness(one, (found) => found.propertyErrors.find((candidate) => candidate.property === at));
  if (error !== null) return propertyError(one, property, subject, error);
  const seen = witness(one, (found) => found.violations[at]);
  const trail = seen?.confirm.value(property, seen.thing, property.kind === 'reachable');
  switch (property.kind) {
    case 'always':
    case 'final':
      return seen === null ? absence(one, subject) : { kind: 'violated', subject, trail: trail!, shortest: seen.shortest };
    case 'reachable':
      if (seen !== null) return { kind: 'reached', subject, trail: trail!, shortest: seen.shortest };
      return { kind: one.found.complete ? 'unreached' : 'inconclusive', subject };
    default:
      return unreachable(property.kind);
  }
}

function propertyError({ engine }: Case, property: Property, subject: Subject, { thing, confirm, shortest }: Witness<Exploration['propertyErrors'][number]>): Verdict {
  return notEvaluated(engine.program, subject, { report: thing.report, trail: confirm.propertyError(property, thing.state, thing.report), shortest });
}

function notEvaluated(program: Program, subject: Subject, { report, trail, shortest }: { readonly report: ReportId; readonly trail: Trail; readonly shortest: Shortest }): Verdict {
  const { class: reportClass, title, detail } = program.reports[report]!;
  return { kind: 'model', subject, reportClass, title, detail, report, object: null, trails: [trail], shortest };
}

/** Measures that ran into a report. */
function measureErrors(one: Case): Verdict[] {
  const { program } = one.engine;
  return (program.measures ?? []).flatMap((measure, at) => {
    const seen = witness(one, (found) => found.measures[at]?.error);
    if (seen === null) return [];
    const { thing: { report, state }, confirm, shortest } = seen;
    return [notEvaluated(program, { kind: 'measure', name: measure.name }, { report, trail: confirm.measureError(measure, state, report), shortest })];
  });
}

/** The least and the greatest value of each measure of the program, of the ends that were met; each replayed by the interpreter. */
export function extremesOf(engine: Engine, found: Exploration, plain: Exploration | null = null): Measured[] {
  const one = caseOf(engine, found, plain);
  return (engine.program.measures ?? []).map((measure, at) => {
    const extreme = (which: 'least' | 'greatest'): MeasuredValue | null => {
      const value = found.measures[at]![which]?.value;
      const seen = witness(one, (of) => of.measures[at]?.[which]?.value === value ? of.measures[at]?.[which] : null);
      return seen === null ? null : { value: seen.thing.value, trail: seen.confirm.measure(measure, seen.thing.state, seen.thing.value), shortest: seen.shortest };
    };
    return { name: measure.name, least: extreme('least'), greatest: extreme('greatest') };
  });
}

function judgeHanging(one: Case): Verdict {
  const seen = witness(one, (found) => found.hung);
  return seen === null ? absence(one, HUNG) : { kind: 'hung', subject: HUNG, ...seen.confirm.hung(seen.thing), shortest: seen.shortest };
}

/** With no initial state whatever is asked would hold. */
function noStart({ found }: Case): Verdict[] {
  if (found.initials > 0 || found.reports.length > 0) return [];
  return [reported({
    reportClass: 'model', title: 'setup leaves no initial state', detail: 'Each way through setup meets a false assume(): nothing was explored.',
    report: null, object: null, trails: [], shortest: null,
  })];
}

function reports(one: Case): Verdict[] {
  return one.found.reports.map(({ report }) => report).toSorted((a, b) => a - b).map((report) => {
    const { class: reportClass, title, detail } = one.engine.program.reports[report]!;
    const { thing: { from, task, choices }, confirm, shortest } = witness(one, (found) => found.reports.find((other) => other.report === report))!;
    return reported({ reportClass, title, detail, report, object: null, trails: [confirm.report(from, { task, choices }, report)], shortest });
  });
}

function leaks(one: Case): Verdict[] {
  const seen = witness(one, (found) => found.leak);
  if (seen === null) return [];
  const { thing: { state, struct, object }, confirm, shortest } = seen;
  const name = objectName(one.engine.program, struct, object);
  return [reported({
    reportClass: 'memory-leak', title: `kmemleak: unreferenced object ${name}`,
    detail: `Nothing can move any more, ${name} has not been freed, and no pointer to it is left.`,
    report: null, object: { struct, number: object }, trails: [confirm.leak(state, struct, object)], shortest,
  })];
}

function lockOrder(one: Case): Verdict[] {
  const name = (lockClass: number): string => one.engine.program.lockClasses[lockClass]!.name;
  return lockCycles(one.found.lockEdges).map((cycle) => {
    const edges = cycle.map(({ from, to }) => witness(one, (found) => found.lockEdges.find((other) => other.from === from && other.to === to))!);
    return reported({
      reportClass: 'lockdep',
      title: `WARNING: possible ${cycle.length === 1 ? 'recursive locking' : 'circular locking dependency'} detected`,
      detail: [...cycle.map(({ from }) => name(from)), name(cycle[0]!.from)].join(' → '),
      report: null, object: null, trails: edges.map(({ thing, confirm }) => confirm.edge(thing)),
      shortest: one.plain === null ? null : edges.every(({ shortest }) => shortest),
    });
  });
}

function reported(of: Omit<Reported, 'subject'>): Verdict {
  return { kind: kindOf(of.reportClass), subject: CHECKS, ...of };
}

function kindOf(reportClass: ReportClass): 'report' | 'model' {
  return outcomeOfReport(reportClass) === 'model' ? 'model' : 'report';
}
