import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log } from 'sarif';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.js';
import type { CheckDocument } from '../../src/report/check-document.js';
import { readKtap } from '../report/reporters/ktap-reader.js';
import { readCommands } from '../report/reporters/workflow-commands.js';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';

/** The same question, of which another answer is expected. */
function wronglyExpected(text: string): string {
  return text.replace(/expect: \{ base: .* \}/, 'expect: { base: proved }').replace(/import \{ (.*) \} from/, (_, names: string) => `import { ${[...new Set([...names.split(', '), 'proved'])].join(', ')} } from`);
}

const files = {
  '.git/HEAD': '', 'sub/specs/fine.ts': questions['specs/fine.ts'], 'sub/specs/lost.ts': wronglyExpected(questions['specs/lost.ts']), 'sub/specs/freed.ts': wronglyExpected(questions['specs/freed.ts']),
  'sub/specs/hangs.ts': questions['specs/locks/opposite.ts'], 'sub/specs/broken.ts': 'function (', 'sub/other/violated.ts': questions['specs/lost.ts'],
};

let folder = { path: '', remove: (): void => {} };
let sub = '';
const at = (name: string): string => join(sub, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

beforeEach(() => {
  folder = folderWith(files);
  sub = join(folder.path, 'sub');
});
afterEach(() => folder.remove());

describe('--reporter', () => {
  test('writes several reports to files, makes their folders, and leaves the usual text on stdout', async () => {
    const usual = await fdcheck(sub, ['check', 'lost']);
    const { code, out } = await fdcheck(sub, ['check', 'lost', '--reporter', 'junit=out/deep/junit.xml,sarif=out/fdcheck.sarif', '--reporter', 'tap=out/fdcheck.tap']);
    expect(out).toBe(usual.out);
    expect(code).toBe(12);
    expect(readdirSync(at('out'), { recursive: true, encoding: 'utf8' }).toSorted()).toEqual(['deep', 'deep/junit.xml', 'fdcheck.sarif', 'fdcheck.tap']);
    expect(read('out/deep/junit.xml')).toContain('<testcase classname="lost" name="base">');
    expect(read('out/fdcheck.tap')).toMatch(/^TAP version 14\n1\.\.1\n# Subtest: lost\n/);
  });

  test('writes one report to stdout instead of the usual text', async () => {
    const { code, out } = await fdcheck(sub, ['check', 'fine', 'lost', '--reporter', 'ktap']);
    expect(readKtap(out).map(({ description, ok }) => [description, ok])).toEqual([['fine', true], ['lost', false]]);
    expect(code).toBe(12);
  });

  test('of default is the usual text, and of json what --json prints', async () => {
    const [usual, named, json, document] = await Promise.all([[], ['--reporter', 'default'], ['--json'], ['--reporter', 'json']].map((more) => fdcheck(sub, ['check', 'lost', ...more])));
    expect(named!.out).toBe(usual!.out);
    expect(document!.out).toBe(json!.out);
  });

  test('of default to a file is the text in lines of 80 characters, whatever else is printed', async () => {
    await fdcheck(sub, ['check', 'fine', 'lost', '--columns', '132', '--reporter', 'default=text.txt']);
    const narrow = await fdcheck(sub, ['check', 'fine', 'lost', '--columns', '80']);
    expect(read('text.txt')).toBe(narrow.out);
  });

  test('of github stands below the usual text where both are asked for', async () => {
    const usual = await fdcheck(sub, ['check', 'lost']);
    const alone = await fdcheck(sub, ['check', 'lost', '--reporter', 'github']);
    const both = await fdcheck(sub, ['check', 'lost', '--reporter', 'default,github']);
    expect(both.out).toBe(usual.out + alone.out);
  });

  test('of github-summary is added to the summary of the step where there is one, and goes to stdout elsewhere', async () => {
    const summary = at('summary.md');
    writeFileSync(summary, 'Another step.\n');
    const seen: string[] = [];
    const terminal = { cwd: sub, columns: 100, colour: false, live: false, cache: null, stepSummary: summary, interrupt: new AbortController().signal, out: (text: string) => void seen.push(text), err: () => {} };
    await run(['check', 'lost', '--reporter', 'github-summary'], terminal);
    expect(read('summary.md')).toMatch(/^Another step\.\n## fdcheck check\n/);
    expect(seen.join('')).toContain('none_lost is violated after 4 steps');
    expect((await fdcheck(sub, ['check', 'lost', '--reporter', 'github-summary'])).out).toMatch(/^## fdcheck check\n/);
  });

  test('replaces a report that is there, and leaves nothing else behind', async () => {
    writeFileSync(at('junit.xml'), 'old');
    const before = readdirSync(sub);
    await fdcheck(sub, ['check', 'fine', '--reporter', 'junit=junit.xml']);
    expect(read('junit.xml')).toMatch(/^<\?xml version="1\.0"/);
    expect(readdirSync(sub)).toEqual(before);
  });

  test('writes through what is no file, as a pipe or a terminal', async () => {
    const { code } = await fdcheck(sub, ['check', 'fine', '--reporter', 'tap=/dev/null']);
    expect(code).toBe(0);
    expect(existsSync('/dev/null.fdcheck-new')).toBe(false);
  });

  test.each([
    ['an unknown name, with what was meant', ['--reporter', 'juint=a.xml'], "no reporter 'juint'; did you mean junit? (there are default, json, junit, sarif, github, github-summary, ktap, html, tap"],
    ['an empty name', ['--reporter', 'junit=a.xml,'], '--reporter has an empty name'],
    ['an empty file', ['--reporter', 'junit='], '--reporter junit= names no file: write junit=FILE, or junit alone for stdout'],
    ['two for stdout', ['--reporter', 'junit,tap'], 'junit and tap cannot both go to stdout: give tap a file (tap=FILE)'],
    ['the usual text and another for stdout', ['--reporter', 'junit,default'], 'junit and default cannot both go to stdout: give junit a file (junit=FILE)'],
    ['--json and another for stdout', ['--json', '--reporter', 'tap'], 'tap and json cannot both go to stdout'],
    ['one file for two', ['--reporter', 'junit=a.out,tap=./a.out'], 'junit and tap cannot both be written to a.out: give each a file of its own'],
    ['a folder for a file', ['--reporter', 'junit=specs'], 'a report cannot be written to specs: it is a folder; name a file in it'],
    ['a file for a folder', ['--reporter', 'junit=specs/fine.ts/junit.xml'], 'a report cannot be written to specs/fine.ts/junit.xml: specs/fine.ts is no folder'],
  ])('refuses %s, before anything is searched', async (_, more, message) => {
    const { code, out, err } = await fdcheck(sub, ['check', 'lost', ...more]);
    expect(err).toContain(`error: ${message}`);
    expect(out).toBe('');
    expect(code).toBe(64);
  });

  test('refuses a folder that cannot be written to, before anything is searched', async () => {
    mkdirSync(at('closed'));
    chmodSync(at('closed'), 0o500);
    // Root may write everywhere but where the kernel itself has the say.
    const closed = process.getuid?.() === 0 ? '/proc/self' : 'closed';
    const { code, out, err } = await fdcheck(sub, ['check', 'lost', '--reporter', `junit=${closed}/junit.xml`]);
    chmodSync(at('closed'), 0o700);
    expect(err).toMatch(new RegExp(`^error: a report cannot be written to ${closed}/junit.xml: nothing can be written in ${closed} \\(E[A-Z]+\\)\n$`));
    expect(out).toBe('');
    expect(code).toBe(64);
  });
});

describe('a document', () => {
  const check = new URL('../../schema/', import.meta.url);
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  for (const name of ['trail', 'check', 'compare']) ajv.addSchema(JSON.parse(readFileSync(new URL(`${name}.json`, check), 'utf8')));

  async function document(...specs: string[]): Promise<CheckDocument> {
    const { out } = await fdcheck(sub, ['check', ...specs, '--json']);
    const value = JSON.parse(out) as CheckDocument;
    expect(ajv.getSchema('fdcheck:check')!(value)).toBe(true);
    return value;
  }

  test('says where things are from the root of the repository, and nothing of where that is', async () => {
    const found = await document();
    expect(JSON.stringify(found)).not.toContain(folder.path);
    const lost = found.runs.find(({ spec }) => spec === 'lost')!;
    expect(lost.path).toBe('sub/specs/lost.ts');
    expect(lost.verdicts[0]).toMatchObject({ name: 'none_lost', unexpected: true, place: { path: 'sub/specs/lost.ts', line: 10, column: 10 } });
    expect(lost.verdicts[0]!.trails[0]!.steps[0]!.frames).toEqual([{ function: 'increment', file: 'lost.ts', path: 'sub/specs/lost.ts', line: 7, column: 3 }]);
    expect(found.failures).toMatchObject([{ about: 'specs/broken.ts', path: 'sub/specs/broken.ts', diagnostics: [{ path: 'sub/specs/broken.ts', line: 1, column: 10 }, { line: 1, column: 11 }] }]);
    expect(found.plan).toEqual(['specs/broken.ts', 'fine @ base', 'freed @ base', 'hangs @ base', 'lost @ base']);
  });

  test('has the counterexample as text, who waits for what, and what became of an object', async () => {
    const { runs: [freed, hangs] } = await document('freed', 'hangs');
    const report = freed!.verdicts.find(({ about }) => about === 'checks')!;
    expect(report.text.split('\n')[0]).toBe('✗ BUG: KASAN: use-after-free in user after 5 steps');
    expect(report.trails[0]!.object).toMatchObject({ name: 'thing', freed: { step: 4, task: 'B', frames: [{ function: 'freer', line: 18 }] }, allocated: { step: 0, task: null, frames: [] } });
    const hung = hangs!.verdicts.find(({ about }) => about === 'hung')!;
    expect(hung).toMatchObject({ unexpected: false, waits: [{ task: 'A', frames: [{ function: 'one', line: 9 }] }, { task: 'B', frames: [{ function: 'other', line: 16 }] }] });
  });

  test('names a file outside of the repository without its path', async () => {
    const outside = folderWith({ 'lost.ts': questions['specs/lost.ts'] });
    const { runs: [found] } = await document(join(outside.path, 'lost.ts'));
    outside.remove();
    expect(found!.path).toBe(null);
    expect(found!.verdicts[0]!.trails[0]!.steps[0]!.frames[0]!.path).toBe(null);
  });
});

describe('SARIF', () => {
  async function results(...specs: string[]): Promise<NonNullable<Log['runs'][0]['results']>> {
    const { out } = await fdcheck(sub, ['check', ...specs, '--reporter', 'sarif']);
    return (JSON.parse(out) as Log).runs[0]!.results!;
  }

  test('has no result for what is proved or expected', async () => {
    expect(await results('fine', join(sub, 'other/violated.ts'))).toEqual([]);
  });

  test('has the place, the trail with a thread flow a task, and the stacks of a report', async () => {
    const [result] = await results('freed');
    expect(result).toMatchObject({
      ruleId: 'check/use-after-free', kind: 'fail', level: 'error', message: { text: 'freed @ base: BUG: KASAN: use-after-free in user' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'sub/specs/freed.ts', uriBaseId: '%SRCROOT%' }, region: { startLine: 12 } } }],
      codeFlows: [{ threadFlows: [{ id: 'A', locations: [{ executionOrder: 1 }, { executionOrder: 5 }] }, { id: 'B', locations: [{ executionOrder: 2 }, { executionOrder: 3 }, { executionOrder: 4 }] }] }],
      stacks: [{ message: { text: 'A in step 5, the last' } }, { message: { text: 'thing was freed by B in step 4' }, frames: [{ location: { logicalLocations: [{ name: 'freer' }] } }] }],
    });
  });

  test('knows a finding again when its lines have moved', async () => {
    const [before] = await results('freed');
    writeFileSync(at('specs/freed.ts'), `// Is an object used after it is freed?\n// It is.\n\n${read('specs/freed.ts').split('\n').slice(1).join('\n')}`);
    const [after] = await results('freed');
    expect(after!.locations![0]!.physicalLocation!.region!.startLine).toBe(14);
    expect(after!.partialFingerprints).toEqual(before!.partialFingerprints);
  });

  test('shows each error of compilation at its place, and that the run was no success', async () => {
    const { out } = await fdcheck(sub, ['check', 'broken', '--reporter', 'sarif']);
    expect((JSON.parse(out) as Log).runs[0]).toMatchObject({
      invocations: [{ executionSuccessful: false, exitCode: 150 }],
      results: [10, 11].map((startColumn) => ({ ruleId: 'failure/compile', locations: [{ physicalLocation: { artifactLocation: { uri: 'sub/specs/broken.ts' }, region: { startLine: 1, startColumn } } }] })),
    });
  });

  test('leaves open what the search did not decide', async () => {
    const { out } = await fdcheck(sub, ['check', 'lost', '--max-states', '2', '--reporter', 'sarif']);
    const found = (JSON.parse(out) as Log).runs[0]!.results!;
    expect(found.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toContainEqual(['property/none_lost', 'open', 'none']);
  });
});

describe('annotations', () => {
  test('stand where a trail ends, where an expectation is not met, and where a spec does not compile', async () => {
    const never = read('specs/fine.ts').replace('base: proved', 'base: violated(counts)').replace('proved,', 'violated,');
    writeFileSync(at('specs/fine.ts'), never.replace(/import \{ (.*) \}/, 'import { idle, spec, violated }'));
    const { out } = await fdcheck(sub, ['check', 'broken', 'fine', 'lost', '--reporter', 'github']);
    expect(readCommands(out).map(({ name, properties: { file, line, title } }) => ({ name, file, line, title }))).toEqual([
      { name: 'error', file: 'sub/specs/broken.ts', line: '1', title: 'specs/broken.ts: syntax error: Expected function name' },
      { name: 'error', file: 'sub/specs/broken.ts', line: '1', title: 'specs/broken.ts: syntax error: Expected `)` but found `EOF`' },
      { name: 'error', file: 'sub/specs/fine.ts', line: '10', title: 'fine @ base: violated(counts) was expected and did not happen' },
      { name: 'error', file: 'sub/specs/lost.ts', line: '7', title: 'lost @ base: none_lost is violated' },
    ]);
    expect(out.split('\n').at(-2)).toBe('3 of 3 checks not as expected: does not compile (exit code 150)');
  });
});
