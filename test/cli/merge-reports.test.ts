import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckDocument } from '../../src/report/check-document.js';
import { shardsOf } from '../report/reporters/documents.js';
import { fdcheck, folderWith } from './harness.js';
import { questions } from './questions.js';
import { kernel, pairsSpec } from './variants.js';

const FORMATS = ['default', 'json', 'junit', 'sarif', 'github', 'github-summary', 'ktap', 'tap'];

let folder = { path: '', remove: (): void => {} };
let whole: CheckDocument;
const at = (name: string): string => join(folder.path, name);

function writeShards(into: string, documents: readonly CheckDocument[]): void {
  for (const [index, document] of documents.entries()) {
    mkdirSync(at(`${into}/job-${index}`), { recursive: true });
    writeFileSync(at(`${into}/job-${index}/report.json`), JSON.stringify(document, null, 2));
  }
}

/** Every check by its place, this many shards in turn; what fails in reading its spec fails in every shard. */
function shards(count: number): CheckDocument[] {
  return shardsOf(whole, count, (check) => (whole.plan.indexOf(check) % count) + 1).map((shard) => ({ ...shard, failures: whole.failures }));
}

beforeAll(async () => {
  folder = folderWith({
    '.git/HEAD': '', ...questions, 'kernel.ts': kernel, 'specs/broken.ts': 'function (', 'specs/pairs.ts': pairsSpec("[['v1', 'patch/1'], ['patch/2', 'patch/3']]"),
  });
  await fdcheck(folder.path, ['check', '--reporter', FORMATS.map((name) => `${name}=whole/${name}`).join(',')]);
  whole = JSON.parse(readFileSync(at('whole/json'), 'utf8')) as CheckDocument;
  writeShards('shards', shards(3).toReversed());
  writeShards('some', shards(3).slice(0, 2));
});

afterAll(() => folder.remove());

describe('merge-reports', () => {
  test.each(FORMATS)('of shards gives the %s report of one run, to the byte', async (name) => {
    const { code } = await fdcheck(folder.path, ['merge-reports', 'shards', '--reporter', `${name}=merged/${name}`]);
    expect(readFileSync(at(`merged/${name}`), 'utf8')).toBe(readFileSync(at(`whole/${name}`), 'utf8'));
    expect(code).toBe(150);
  });

  test('gives the usual text where no report is named', async () => {
    const { out } = await fdcheck(folder.path, ['merge-reports', 'shards/job-2/report.json', 'shards/job-0', 'shards']);
    expect(out).toBe(readFileSync(at('whole/default'), 'utf8'));
  });

  test('notices that a shard is missing', async () => {
    const { code, out } = await fdcheck(folder.path, ['merge-reports', 'some']);
    expect(out).toMatch(/✗ shard 3 of 3: inconclusive\nits report is missing among 2 reports/);
    expect(out).toMatch(/ @ .*: inconclusive\nthere is no answer in the reports that were merged/);
    expect(code).toBe(150);
  });

  test('of checks all as expected, but for a missing shard, is inconclusive', async () => {
    const wrong = ['specs/broken.ts', 'locks/opposite @ base', 'pairs @ patch/2 = patch/3'];
    const [runs, pairs] = [whole.runs.filter(({ asExpected }) => asExpected), whole.pairs.filter(({ asExpected }) => asExpected)];
    const [good] = shardsOf({ ...whole, runs, pairs, failures: [], plan: whole.plan.filter((check) => !wrong.includes(check)), outcome: 'proved', exit: 0 }, 2, () => 1);
    writeShards('good', [good!]);
    const { code, out } = await fdcheck(folder.path, ['merge-reports', 'good']);
    expect(out).toContain('1 of 6 checks not as expected: inconclusive (exit code 22)');
    expect(code).toBe(22);
  });

  test.each([
    ['a file that is not there', ['nowhere'], "there is no report 'nowhere': neither a file nor a folder"],
    ['a folder without reports', ['specs'], 'there is no report in specs: a report is a file that ends in .json'],
    ['another file', ['other.json'], 'other.json is no report of this version of fdcheck: fdcheck check --reporter json=FILE writes one'],
    ['the beginning of a report', ['half.json'], 'half.json is no JSON, or only the beginning of it'],
    ['a report twice', ['shards', 'again.json'], 'are both shard 1 of 3: give one of them'],
    ['two reports for stdout', ['shards', '--reporter', 'tap', '--json'], 'tap and json cannot both go to stdout'],
  ])('refuses %s', async (_, args, message) => {
    writeFileSync(at('other.json'), '{ "format": "fdcheck-result-1" }');
    writeFileSync(at('half.json'), readFileSync(at('shards/job-0/report.json'), 'utf8').slice(0, 1000));
    copyFileSync(at('shards/job-2/report.json'), at('again.json'));
    const { code, out, err } = await fdcheck(folder.path, ['merge-reports', ...args]);
    expect(err).toContain('error: ');
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(code).toBe(64);
  });
});

describe('a pair that is not the same', () => {
  test('is a finding with the trail by which its variants part', () => {
    const { runs: [run] } = JSON.parse(readFileSync(at('whole/sarif'), 'utf8')) as { runs: { results: { ruleId: string }[] }[] };
    expect(run!.results.find(({ ruleId }) => ruleId === 'check/same')).toMatchObject({
      message: { text: "pairs @ patch/2 = patch/3: patch/3 can do what patch/2 never does where the same was seen before: R's get → -EMFILE, nothing moves any more" },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'kernel.ts' } } }], codeFlows: [{ threadFlows: [{}, {}] }],
    });
  });

  test('is a failed case beside its variants', () => {
    expect(readFileSync(at('whole/tap'), 'utf8')).toMatch(/# Subtest: pairs\n {4}1\.\.3\n[^]* {4}not ok 3 - patch\/2 = patch\/3\n/);
  });
});
