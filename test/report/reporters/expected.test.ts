import { describe, expect, test } from 'vitest';
import { checkDocument, type CheckDocument } from '../../../src/report/check-document.js';
import type { RunDocument, StepDocument, VerdictDocument } from '../../../src/report/document.js';
import type { FrameDocument } from '../../../src/report/place.js';
import { plain } from '../../../src/report/reporters/default.js';
import { findingsOf } from '../../../src/report/reporters/findings.js';
import { github } from '../../../src/report/reporters/github.js';
import { githubSummary } from '../../../src/report/reporters/github-summary.js';
import { junit } from '../../../src/report/reporters/junit.js';
import { ktap } from '../../../src/report/reporters/ktap.js';
import { suitesOf } from '../../../src/report/reporters/suites.js';
import { tap } from '../../../src/report/reporters/tap.js';
import { runOf } from './documents.js';

const frame = (name: string, path: string | null, line: number): FrameDocument => ({ function: name, file: 'short.ts', path, line, column: 3 });

function step(number: number, task: string, frames: readonly FrameDocument[]): StepDocument {
  return { number, task, choices: [], stack: frames.map((one) => one.function), frames, file: 'short.ts', line: 1, text: 'x = 1', op: 'store', order: 'plain', place: 'x', changes: [], returns: [], report: null };
}

const proved: VerdictDocument = {
  about: 'always', name: 'holds', verdict: 'proved', outcome: 'proved', title: 'holds is proved', unexpected: false, detail: null, place: { file: 'p.ts', path: 'specs/p.ts', line: 9, column: 10 }, waits: [], text: '', summary: null, shortest: null, trails: [],
};

function violated(frames: readonly FrameDocument[], unexpected: boolean): VerdictDocument {
  const steps = frames.length === 0 ? [] : [step(1, 'A', frames)];
  return { ...proved, verdict: 'violated', outcome: 'safety', title: 'holds is violated', unexpected, text: '✗ holds is violated\nas can be seen', trails: [{ address: 'x@v:0:0', start: {}, steps, object: null }] };
}

function run(spec: string, more: Partial<Pick<RunDocument, 'verdicts' | 'missing'>>): RunDocument {
  return runOf(spec, 'v5.10', { path: `specs/${spec}.ts`, question: 'Why?', expected: 'proved', found: 'found', text: `text of ${spec}`, missing: [], verdicts: [proved], ...more });
}

const gate = (more: Partial<CheckDocument>): CheckDocument => checkDocument({ command: 'gate', outcome: 'drift', runs: [], pairs: [], failures: [], ...more });

describe('a case', () => {
  test('is a success where a violation is expected', () => {
    const document = gate({ outcome: 'proved', runs: [run('x', { verdicts: [violated([], false)] })] });
    expect(suitesOf(document)).toMatchObject([{ name: 'x', cases: [{ name: 'v5.10', status: 'passed', outcome: 'proved', parts: [{ name: 'always holds', status: 'passed', message: 'holds is violated, as expected' }] }] }]);
    expect(findingsOf(document)).toEqual([]);
  });

  test('is a failure where a violation was expected and did not happen, with a part of its own', () => {
    expect(suitesOf(gate({ runs: [run('x', { missing: ['violated(holds)'] })] }))).toMatchObject([{ cases: [{
      status: 'failed', outcome: 'drift', message: 'expected proved, found found', parts: [{ status: 'passed' }, { name: 'expected violated(holds)', status: 'failed', outcome: 'drift' }],
    }] }]);
  });

  test('is an error where the search did not come to its end', () => {
    const open: VerdictDocument = { ...proved, verdict: 'inconclusive', outcome: 'inconclusive', unexpected: true, title: 'holds: inconclusive' };
    expect(suitesOf(gate({ runs: [run('x', { verdicts: [open] })] }))[0]!.cases[0]).toMatchObject({ status: 'error', outcome: 'inconclusive' });
  });
});

describe('a drift', () => {
  const drifts = [{ about: 'x @ v5.10', message: 'states: 3 → 4\ndepth: 1 → 2' }, { about: 'results/gone.json', message: 'no spec has this result' }];
  const document = gate({ runs: [run('x', {}), run('y', {})], drifts });

  test('is a failure of the check that it is about, and else one of what was accepted', () => {
    expect(suitesOf(document).map(({ name, cases }) => [name, ...cases.map((one) => [one.name, one.status, one.message, one.parts.map((part) => `${part.name}: ${part.status}`)])])).toEqual([
      ['x', ['v5.10', 'failed', 'found, as expected; drift: states: 3 → 4', ['always holds: passed', 'as accepted: failed']]],
      ['y', ['v5.10', 'passed', 'found, as expected', ['always holds: passed']]],
      ['accepted results', ['results/gone.json', 'failed', 'drift: no spec has this result', []]],
    ]);
  });

  test('is a failure in JUnit, TAP and KTAP, and an annotation of the spec or of the file', () => {
    expect(junit(document)).toContain('<failure type="drift" message="found, as expected; drift: states: 3 → 4">text of x\ndrift: states: 3 → 4\ndepth: 1 → 2</failure>');
    expect(tap(document)).toContain('not ok 1 - results/gone.json\n');
    expect(ktap(document)).toContain('    ok 1 always holds\n    # states: 3 → 4\n    # depth: 1 → 2\n    not ok 2 as accepted\n');
    expect(github(document).split('\n').slice(0, 2)).toEqual([
      '::error file=specs/x.ts,line=1,col=1,title=x @ v5.10%3A states%3A 3 → 4::states: 3 → 4%0Adepth: 1 → 2',
      '::error file=results/gone.json,line=1,col=1,title=results/gone.json%3A no spec has this result::no spec has this result',
    ]);
  });

  test('is counted in the last line of the text', () => {
    expect(plain(document)).toBe('text of x\ndrift: states: 3 → 4\ndepth: 1 → 2\ntext of y\n✗ accepted results @ results/gone.json: drift: no spec has this result\ndrift: no spec has this result\n2 of 3 checks not as expected: drift (exit code 21)\n');
    expect(plain(gate({ outcome: 'proved', runs: [run('x', {})] }))).toBe('text of x\n1 check, no drift\n');
  });
});

describe('a check that was not begun', () => {
  const document = gate({ runs: [run('x', {})], skipped: ['x @ v5.11'] });

  test('is skipped, and no failure', () => {
    expect(junit(document)).toContain('<testcase classname="x" name="v5.11">\n      <skipped message="not begun: there were enough drifts before it"/>');
    expect(tap(document)).toContain('ok 2 - v5.11 # SKIP not begun: there were enough drifts before it\n');
    expect(ktap(document)).toContain('  ok 2 v5.11 # SKIP not begun: there were enough drifts before it\nok 1 x\n');
    expect(github(document)).toContain('::warning title=fdcheck::not begun, as there were enough drifts before: x @ v5.11\n');
  });
});

describe('a finding', () => {
  const spotOf = (verdict: VerdictDocument): unknown => findingsOf(gate({ runs: [run('x', { verdicts: [verdict] })] }))[0]!.spot;

  test('stands where the trail ends', () => {
    expect(spotOf(violated([frame('execve', 'src/exec.ts', 5), frame('close', 'src/file.ts', 7)], true))).toEqual({ path: 'src/file.ts', line: 7, column: 3 });
  });

  test('stands at the innermost function that is of the repository', () => {
    const installed = 'node_modules/fdcheck/src/model/fs/file.ts';
    expect(spotOf(violated([frame('mine', 'my.spec.ts', 5), frame('close', installed, 7), frame('kfree', null, 8)], true))).toEqual({ path: 'my.spec.ts', line: 5, column: 3 });
  });

  test('stands where the property is written if no function is, and in the spec if that is not', () => {
    expect(spotOf(violated([frame('close', null, 7)], true))).toEqual({ path: 'specs/p.ts', line: 9, column: 10 });
    expect(spotOf({ ...violated([], true), place: null })).toEqual({ path: 'specs/x.ts', line: 1, column: 1 });
  });

  test('of a hung task stands where it waits', () => {
    const hung: VerdictDocument = { ...violated([frame('other', 'src/other.ts', 1)], true), about: 'hung', name: null, verdict: 'hung', waits: [{ task: 'A', frames: [frame('lock', 'src/lock.ts', 4)] }] };
    expect(spotOf(hung)).toEqual({ path: 'src/lock.ts', line: 4, column: 3 });
  });
});

describe('the summary for GitHub', () => {
  test('stays below what GitHub takes, and says what it leaves out', () => {
    const long: VerdictDocument = violated([], true);
    const runs = Array.from({ length: 40 }, (_, at) => ({ ...run(`spec-${at}`, { verdicts: [long] }), text: 'ä'.repeat(25_000) }));
    const summary = githubSummary(gate({ runs }));
    expect(new TextEncoder().encode(summary).length).toBeLessThan(1_000_000);
    expect(summary).toContain('\n23 more are left out for want of room: the log has them all.\n');
    expect(summary.match(/^\| ❌ \|/gm)).toHaveLength(40);
  });

  test('fences a text that has fences', () => {
    const summary = githubSummary(gate({ runs: [{ ...run('x', { verdicts: [violated([], true)] }), text: '````\ncode' }] }));
    expect(summary).toContain('\n`````text\n````\ncode\n`````\n');
  });
});
