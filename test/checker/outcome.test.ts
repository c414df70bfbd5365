import { describe, expect, it } from 'vitest';
import type { ReportClass } from '../../src/lang/ir.js';
import type { Trail } from '../../src/checker/trail.js';
import { deciding, exitCode, factsOf, outcomeOf, outcomeOfReport, outcomesByPrecedence, unreachable, type Outcome, type Verdict } from '../../src/checker/outcome.js';

describe('outcomes', () => {
  it('have these exit codes and titles, most deciding first', () => {
    const rows = outcomesByPrecedence().map(outcome => `${factsOf(outcome).exit} ${outcome}: ${factsOf(outcome).title}`);
    expect(rows).toMatchInlineSnapshot(`
      [
        "64 usage: usage",
        "153 system: system error",
        "150 compile: does not compile",
        "75 model: model error",
        "14 assertion: assertion failed",
        "12 safety: violated",
        "11 deadlock: hung task",
        "13 liveness: liveness violated",
        "20 unreached: unreached",
        "21 drift: drift",
        "22 inconclusive: inconclusive",
        "0 proved: proved",
      ]
    `);
  });

  it('have an exit code each', () => {
    const codes = outcomesByPrecedence().map(exitCode);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter(code => code < 0 || code > 255)).toEqual([]);
  });

  it('decide by precedence and not by order of occurrence or by number', () => {
    expect(deciding(['inconclusive', 'safety', 'deadlock'])).toBe('safety');
    expect(deciding(['safety', 'assertion'])).toBe('assertion');
    expect(deciding(['proved', 'inconclusive'])).toBe('inconclusive');
    expect(deciding(['model', 'system', 'compile'])).toBe('system');
  });

  it('are proved where nothing else happened', () => {
    expect(deciding([])).toBe('proved');
  });
});

describe('reports', () => {
  it.each<[ReportClass, number]>([
    ['null-ptr-deref', 12], ['use-after-free', 12], ['double-free', 12], ['slab-out-of-bounds', 12], ['uninit-value', 12],
    ['refcount', 12], ['lockdep', 12], ['atomic-sleep', 12], ['rcu-usage', 12], ['held-at-exit', 12], ['memory-leak', 12],
    ['bug', 14], ['warn', 14], ['assert', 14], ['range', 75], ['pool', 75], ['model', 75],
  ])('of class %s exit with %i', (reportClass, code) => {
    expect(exitCode(outcomeOfReport(reportClass))).toBe(code);
  });
});

describe('verdicts', () => {
  const trail: Trail = { spec: 's', variant: 'v', programHash: '', initial: [], steps: [] };
  const subject = { kind: 'checks' } as const;
  const of = (reportClass: ReportClass) => ({ subject, reportClass, title: '', detail: '', report: 0, object: null, trails: [trail], shortest: null });

  it.each<[Verdict, Outcome]>([
    [{ kind: 'proved', subject }, 'proved'],
    [{ kind: 'reached', subject, trail, shortest: null }, 'proved'],
    [{ kind: 'violated', subject, trail, shortest: null }, 'safety'],
    [{ kind: 'unreached', subject }, 'unreached'],
    [{ kind: 'hung', subject, tasks: [0], trail, shortest: null }, 'deadlock'],
    [{ kind: 'report', ...of('lockdep') }, 'safety'],
    [{ kind: 'report', ...of('warn') }, 'assertion'],
    [{ kind: 'model', ...of('null-ptr-deref') }, 'model'],
    [{ kind: 'inconclusive', subject }, 'inconclusive'],
  ])('$kind have their outcome', (verdict, outcome) => {
    expect(outcomeOf(verdict)).toBe(outcome);
  });
});

it('a value outside a closed union throws and is named', () => {
  const stranger: unknown = 'stranger';
  expect(() => unreachable(stranger as never)).toThrow('"stranger"');
});
