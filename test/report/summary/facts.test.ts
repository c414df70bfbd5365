import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../../src/checker/trail.js';
import { counterexampleLines } from '../../../src/report/counterexample.js';
import { paintFor } from '../../../src/report/paint.js';
import { verdictSummary } from '../../../src/report/summary/summary.js';
import { replaysOf, toldOfSpec, toldOfText, type Told } from '../../helpers/told.js';
import { endings } from '../fixtures/endings.js';

/** Specs of this repository, of which each search takes a moment. */
const specs = [
  ['exec/posix-lock-survives-exec', 'v5.10'], ['fdtable/foreign-caller', 'v5.10'], ['series/01-e-path-amid-growth', 'series/1'],
  ['grow/two-growers', 'v5.10+mutant/no-wake-up'], ['proc/fdinfo-reader-and-exec', 'v5.10'],
] as const;

let all: { readonly name: string; readonly told: Told }[] = [];

beforeAll(async () => {
  const small = await Promise.all(Object.entries(endings).map(async ([name, text]) => ({ name, told: await toldOfText(text) })));
  const large = await Promise.all(specs.map(async ([name, variant]) => ({ name, told: await toldOfSpec(name, variant) })));
  all = [...small, ...large];
}, 60_000);

const verdicts = () => all.flatMap(({ name, told }) => told.verdicts.map((verdict) => ({ name, told, verdict, summary: verdictSummary(told.program, verdict)! })));

/** Words that stand behind `in` and are names of functions. */
function functionsIn(summary: string, { program }: Told): string[] {
  const names = new Set(program.fns.map(({ name }) => name));
  return [...summary.matchAll(/\bin (\w+)/g)].flatMap(([, word = '']) => (names.has(word) ? [word] : []));
}

function mentioned(summary: string, word: string): boolean {
  return new RegExp(`(?<![\\w.])${word}(?![\\w(])`).test(summary);
}

/** Where a row tells of a task: as the one that moves, or in a value. */
function tellsOf(row: Row, task: string): boolean {
  return row.taskName === task || row.changes.some(({ path, old, new: now }) => [path, old, now].some((text) => text.split(/[^\w]/).includes(task)));
}

describe('a summary', () => {
  test('is there for each verdict that has a trail', () => {
    expect(verdicts().filter(({ summary }) => summary === null)).toEqual([]);
    expect(verdicts().length).toBeGreaterThan(20);
  });

  test('names only functions that are on a stack in the trail, or at its end', () => {
    for (const { told, verdict, summary } of verdicts()) {
      const replays = replaysOf(told, verdict);
      const known = new Set(replays.flatMap(({ rows, states, start }) => [
        ...rows.flatMap(({ frames, returns }) => [...frames, ...returns].map(({ name }) => name)),
        ...[states.at(-1) ?? start!].flatMap(({ stacks }) => stacks.flat()).map(({ fn }) => told.program.fns[fn]!.name),
      ]));
      expect({ summary, strangers: functionsIn(summary, told).filter((name) => !known.has(name)) }).toEqual({ summary, strangers: [] });
    }
  });

  test('names only tasks that move in the trail, or that hang at its end', () => {
    for (const { told, verdict, summary } of verdicts()) {
      const rows = replaysOf(told, verdict).flatMap((replay) => replay.rows);
      const stuck = verdict.kind === 'hung' ? verdict.tasks.map((task) => told.program.tasks[task]!.name) : [];
      const strangers = told.program.tasks.filter(({ name }) => mentioned(summary, name) && !stuck.includes(name) && !rows.some((row) => tellsOf(row, name)));
      expect({ summary, strangers }).toEqual({ summary, strangers: [] });
    }
  });

  test('is six sentences at most', () => {
    for (const { summary, verdict } of verdicts()) {
      const most = verdict.kind === 'report' && verdict.reportClass === 'lockdep' ? 12 : 6;
      expect({ summary, sentences: Math.min(most, summary.split(/\. (?=[A-Z])/).length) }).toEqual({ summary, sentences: summary.split(/\. (?=[A-Z])/).length });
    }
  });

  test('is the same for the same trail, replayed again', () => {
    for (const { told, verdict, summary } of verdicts()) expect(verdictSummary(told.program, verdict)).toBe(summary);
  });

  test('tells what the first question of the README is about', () => {
    const { summary } = verdicts().find(({ name }) => name === 'exec/posix-lock-survives-exec')!;
    for (const fn of ['unshare_files', 'exit_files', 'put_files_struct', 'posix_lock_inode']) expect(summary).toContain(fn);
    expect(summary).toContain('takes file_lock (of files_struct#1) off inode.i_flctx.flc_posix');
  });
});

describe('the text of a counterexample', () => {
  test('keeps to any width from 60 to 200', () => {
    const told = verdicts();
    fc.assert(fc.property(fc.integer({ min: 60, max: 200 }), fc.boolean(), fc.nat(told.length - 1), (columns, steps, at) => {
      const { told: { program }, verdict } = told[at]!;
      const lines = counterexampleLines(program, verdict, { paint: paintFor(false), columns, steps }).flatMap((line) => line.split('\n'));
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
    }), { numRuns: 30 });
  });

  test('keeps to 60 and 80 columns, each of them', () => {
    for (const columns of [60, 80]) {
      const lines = verdicts().flatMap(({ told: { program }, verdict }) => counterexampleLines(program, verdict, { paint: paintFor(false), columns, steps: false }).flatMap((line) => line.split('\n')));
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
    }
  });
});
