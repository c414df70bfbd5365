import { describe, expect, it } from 'vitest';
import type { ReportClass } from '../../src/lang/ir.js';
import { compareWithExpectation, type Expectation } from '../../src/checker/expectation.js';
import { outcomeOfReport, type Verdict } from '../../src/checker/outcome.js';
import type { Trail } from '../../src/checker/trail.js';

const trail: Trail = { spec: 's', variant: 'v', programHash: '', initial: [], steps: [] };
const always = (name: string) => ({ kind: 'always', name }) as const;

const holds: Verdict = { kind: 'proved', subject: always('holds') };
const violated = (name: string): Verdict => ({ kind: 'violated', subject: always(name), trail, shortest: null });
const reached: Verdict = { kind: 'reached', subject: { kind: 'reachable', name: 'seen' }, trail, shortest: null };
const unreached = (name: string): Verdict => ({ kind: 'unreached', subject: { kind: 'reachable', name } });
const hung: Verdict = { kind: 'hung', subject: { kind: 'hung' }, tasks: [0], trail, shortest: null };
const inconclusive: Verdict = { kind: 'inconclusive', subject: { kind: 'hung' } };
const report = (reportClass: ReportClass, subject: Verdict['subject'] = { kind: 'checks' }): Verdict => ({
  kind: outcomeOfReport(reportClass) === 'model' || subject.kind !== 'checks' ? 'model' : 'report',
  subject, reportClass, title: 't', detail: 'd', report: 0, object: null, trails: [trail], shortest: null,
});

function compare(expectation: Expectation, ...verdicts: Verdict[]) {
  const { met, outcome, missing, unexpected } = compareWithExpectation({ verdicts: [holds, reached, ...verdicts] }, expectation);
  return { met, outcome, missing, unexpected: unexpected.length };
}

const met = { met: true, outcome: 'proved', missing: [], unexpected: 0 };

describe('an expectation', () => {
  it.each<[string, Expectation, Verdict[]]>([
    ['proved', { kind: 'proved' }, []],
    ['violated', { kind: 'violated', properties: ['a', 'b'] }, [violated('b'), violated('a')]],
    ['unreached', { kind: 'unreached', properties: ['a'] }, [unreached('a')]],
    ['hung', { kind: 'hung' }, [hung]],
    ['reports', { kind: 'reports', classes: ['lockdep', 'bug'] }, [report('bug'), report('lockdep'), report('bug')]],
    ['several together', { kind: 'all', of: [{ kind: 'hung' }, { kind: 'reports', classes: ['lockdep'] }] }, [report('lockdep'), hung]],
    ['reports of the model', { kind: 'reports', classes: ['pool'] }, [report('pool')]],
  ])('of %s is met by exactly that', (_, expectation, verdicts) => {
    expect(compare(expectation, ...verdicts)).toEqual(met);
  });

  it.each<[string, Expectation, Verdict[], string, string[]]>([
    ['proved, but a property is violated', { kind: 'proved' }, [violated('a')], 'safety', []],
    ['proved, but a witness is missing', { kind: 'proved' }, [unreached('a')], 'unreached', []],
    ['proved, but a limit was hit', { kind: 'proved' }, [inconclusive], 'inconclusive', []],
    ['violated, but nothing is', { kind: 'violated', properties: ['a'] }, [], 'drift', ['violated(a)']],
    ['violated, but another is', { kind: 'violated', properties: ['a'] }, [violated('b')], 'safety', ['violated(a)']],
    ['violated, but one more is', { kind: 'violated', properties: ['a'] }, [violated('a'), violated('b')], 'safety', []],
    ['violated, but a task hangs, too', { kind: 'violated', properties: ['a'] }, [violated('a'), hung], 'deadlock', []],
    ['violated, but the rest is not known', { kind: 'violated', properties: ['a'] }, [violated('a'), inconclusive], 'inconclusive', []],
    ['hung, but something is reported, too', { kind: 'hung' }, [hung, report('warn')], 'assertion', []],
    ['reports, but of another class', { kind: 'reports', classes: ['lockdep'] }, [report('rcu-usage')], 'safety', ['reports(lockdep)']],
    ['reports, but a property runs into one', { kind: 'reports', classes: ['bug'] }, [report('bug'), report('bug', always('p'))], 'model', []],
  ])('is not met where it is %s', (_, expectation, verdicts, outcome, missing) => {
    expect(compare(expectation, ...verdicts)).toMatchObject({ met: false, missing, outcome });
  });
});
