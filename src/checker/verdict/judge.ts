import type { Property, ReportClass } from '../../lang/ir.js';
import type { Engine } from '../engine.js';
import { outcomeOfReport, unreachable, type Reported, type Subject, type Verdict } from '../outcome.js';
import type { Exploration } from '../search/exploration.js';
import { objectName } from '../trail.js';
import { Confirmation } from './confirm.js';
import { lockCycles } from './lock-order.js';

/** What a search of `engine` found. */
interface Case {
  readonly engine: Engine;
  readonly found: Exploration;
  readonly confirm: Confirmation;
}

const HUNG: Subject = { kind: 'hung' };
const CHECKS: Subject = { kind: 'checks' };

/**
 * The verdict of each property in the program's order, then that of hanging, then those of the built-in checks: that nothing starts, the
 * program's reports by number, the leak, the lock-order cycles. Every counterexample is replayed by the interpreter; throws EngineBug if it disagrees.
 */
export function judge(engine: Engine, found: Exploration): Verdict[] {
  const one: Case = { engine, found, confirm: new Confirmation(engine, found) };
  const properties = engine.program.properties.map((property, at) => judgeProperty(one, property, at));
  const checks = [...noStart(one), ...reports(one), ...leaks(one), ...lockOrder(one)];
  return [...properties, judgeHanging(one), ...(checks.length > 0 ? checks : [absence(one, CHECKS)])];
}

/** That nothing was found proves something only if there is nothing left to look at. */
function absence({ found }: Case, subject: Subject): Verdict {
  return { kind: found.complete ? 'proved' : 'inconclusive', subject };
}

function judgeProperty(one: Case, property: Property, at: number): Verdict {
  const { found, confirm } = one;
  const subject: Subject = { kind: property.kind, name: property.name };
  const error = found.propertyErrors.find((candidate) => candidate.property === at);
  if (error !== undefined) {
    const { class: reportClass, title, detail } = one.engine.program.reports[error.report]!;
    const trails = [confirm.propertyError(property, error.state, error.report)];
    return { kind: 'model', subject, reportClass, title, detail, report: error.report, object: null, trails };
  }
  const state = found.violations[at] ?? null;
  switch (property.kind) {
    case 'always':
    case 'final':
      return state === null ? absence(one, subject) : { kind: 'violated', subject, trail: confirm.value(property, state, false) };
    case 'reachable':
      if (state !== null) return { kind: 'reached', subject, trail: confirm.value(property, state, true) };
      return { kind: found.complete ? 'unreached' : 'inconclusive', subject };
    default:
      return unreachable(property.kind);
  }
}

function judgeHanging(one: Case): Verdict {
  const { found, confirm } = one;
  return found.hung === null ? absence(one, HUNG) : { kind: 'hung', subject: HUNG, ...confirm.hung(found.hung) };
}

/** With no initial state whatever is asked would hold. */
function noStart({ found }: Case): Verdict[] {
  if (found.initials > 0 || found.reports.length > 0) return [];
  return [reported({
    reportClass: 'model', title: 'setup leaves no initial state', detail: 'Each way through setup meets a false assume(): nothing was explored.',
    report: null, object: null, trails: [],
  })];
}

function reports({ engine, found, confirm }: Case): Verdict[] {
  return found.reports.toSorted((a, b) => a.report - b.report).map(({ from, task, choices, report }) => {
    const { class: reportClass, title, detail } = engine.program.reports[report]!;
    return reported({ reportClass, title, detail, report, object: null, trails: [confirm.report(from, { task, choices }, report)] });
  });
}

function leaks({ engine, found, confirm }: Case): Verdict[] {
  if (found.leak === null) return [];
  const { state, struct, object } = found.leak;
  const name = objectName(engine.program, struct, object);
  return [reported({
    reportClass: 'memory-leak', title: `kmemleak: unreferenced object ${name}`,
    detail: `Nothing can move any more, ${name} has not been freed, and no pointer to it is left.`,
    report: null, object: { struct, number: object }, trails: [confirm.leak(state, struct, object)],
  })];
}

function lockOrder({ engine, found, confirm }: Case): Verdict[] {
  const name = (lockClass: number): string => engine.program.lockClasses[lockClass]!.name;
  return lockCycles(found.lockEdges).map((cycle) => reported({
    reportClass: 'lockdep',
    title: `WARNING: possible ${cycle.length === 1 ? 'recursive locking' : 'circular locking dependency'} detected`,
    detail: [...cycle.map(({ from }) => name(from)), name(cycle[0]!.from)].join(' → '),
    report: null, object: null, trails: cycle.map((edge) => confirm.edge(edge)),
  }));
}

function reported(of: Omit<Reported, 'subject'>): Verdict {
  return { kind: kindOf(of.reportClass), subject: CHECKS, ...of };
}

function kindOf(reportClass: ReportClass): 'report' | 'model' {
  return outcomeOfReport(reportClass) === 'model' ? 'model' : 'report';
}
