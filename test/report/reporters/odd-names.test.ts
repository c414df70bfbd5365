import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import fc from 'fast-check';
import { parse as parseJunit, type TestCase, type TestSuite } from 'junit2json';
import { Lexer, type Tokens } from 'marked';
import type { Log } from 'sarif';
import { Parser as TapParser } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import type { CheckDocument } from '../../../src/report/check-document.js';
import { findingsOf } from '../../../src/report/reporters/findings.js';
import { reporters, type ReporterName } from '../../../src/report/reporters/index.js';
import { oneLine } from '../../../src/report/reporters/one-line.js';
import { suitesOf, worst, type Status } from '../../../src/report/reporters/suites.js';
import { oddDocument } from './documents.js';
import { readKtap } from './ktap-reader.js';
import { readCommands } from './workflow-commands.js';

const require = createRequire(import.meta.url);
const ajv = new AjvDraft04.default({ strict: false, validateFormats: false, unicodeRegExp: false });
const validSarif = ajv.compile<Log>(JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8').replace(/^\uFEFF/, '')));

async function report(name: ReporterName, document: CheckDocument): Promise<string> {
  return (await reporters[name].load())(document);
}

/** For every document; an awaited property. */
function everyDocument(holds: (document: CheckDocument) => Promise<void>): Promise<void> {
  return fc.assert(fc.asyncProperty(oddDocument, holds), { numRuns: 60 });
}

const isOk = (status: Status): boolean => status === 'passed' || status === 'skipped';

describe('names with odd characters', () => {
  test('survive JUnit, as an independent parser reads it, and are counted', async () => {
    /** XML has no way to write these. */
    const xml = (text: string): string => oneLine(text).replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
    await everyDocument(async (document) => {
      const suites = suitesOf(document);
      const read = await parseJunit(await report('junit', document), {});
      if (read === undefined || read === null || !('testsuite' in read)) throw new Error('no test suites were read');
      const told = (read.testsuite ?? []).map((suite: TestSuite) => ({ name: suite.name, ...countsRead(suite), cases: (suite.testcase ?? []).map(caseRead) }));
      const count = (cases: readonly { status: Status }[], status: Status): number => cases.filter((one) => one.status === status).length;
      expect(told).toEqual(suites.map(({ name, cases }) => ({
        name: xml(name), tests: cases.length, failures: count(cases, 'failed'), errors: count(cases, 'error'), skipped: count(cases, 'skipped'),
        cases: cases.map((one) => ({ name: xml(one.name), status: one.status, message: one.status === 'passed' ? null : xml(one.message) })),
      })));
    });
  });

  test('survive TAP, as its reference parser reads it, exactly in the YAML', async () => {
    const named = (name: string): string => oneLine(name).trim().replace(/\{$/, '\uFF5B');
    await everyDocument(async (document) => {
      const suites = suitesOf(document);
      const read = readTap(await report('tap', document));
      expect(read.map(({ name, ok }) => ({ name, ok }))).toEqual(suites.map(({ name, cases }) => ({ name: named(name), ok: isOk(worst(cases.map(({ status }) => status))) })));
      expect(read.map(({ cases }) => cases)).toEqual(suites.map(({ name, cases }) => cases.map((one) => ({
        name: named(one.name), ok: isOk(one.status), skip: one.status === 'skipped', spec: one.status === 'skipped' ? undefined : name, variant: one.status === 'skipped' ? undefined : one.name,
        message: one.status === 'skipped' ? undefined : one.message,
      }))));
    });
  });

  test('survive KTAP, as a reader written from its grammar reads it', async () => {
    const plain = (description: string): string => {
      const bytes = description.replace(/(?:\\x[0-9a-f]{2})+/g, (run) => new TextDecoder().decode(new Uint8Array(run.slice(2).split('\\x').map((code) => Number.parseInt(code, 16)))));
      return bytes;
    };
    await everyDocument(async (document) => {
      const read = readKtap(await report('ktap', document));
      expect(read.map((suite) => ({ name: plain(suite.description), ok: suite.ok, cases: suite.subtests.map((one) => ({ name: plain(one.description), ok: one.ok, skip: one.directive === 'SKIP', parts: one.subtests.map((part) => ({ name: plain(part.description), ok: part.ok })) })) })))
        .toEqual(suitesOf(document).map(({ name, cases }) => ({
          name: oneLine(name), ok: isOk(worst(cases.map(({ status }) => status))),
          cases: cases.map((one) => ({ name: oneLine(one.name), ok: isOk(one.status), skip: one.status === 'skipped', parts: one.parts.map((part) => ({ name: oneLine(part.name), ok: isOk(part.status) })) })),
        })));
    });
  });

  test('survive the commands of GitHub Actions, read as its runner reads them', async () => {
    await everyDocument(async (document) => {
      const read = readCommands(await report('github', document)).filter(({ name }) => name === 'error');
      expect(read.map(({ properties, data }) => ({ title: properties['title'], file: properties['file'], line: properties['line'], data }))).toEqual(findingsOf(document).map(({ check, title, text, spot }) => ({
        title: oneLine(`${check}: ${title}`), file: spot?.path, line: spot === null ? undefined : String(spot.line), data: text === '' ? title : text,
      })));
    });
  });

  test('survive SARIF, which obeys its schema, with a thread flow a task and one order of all steps', async () => {
    await everyDocument(async (document) => {
      const log: unknown = JSON.parse(await report('sarif', document));
      if (!validSarif(log)) throw new Error(JSON.stringify(validSarif.errors));
      const [run] = log.runs;
      const findings = findingsOf(document);
      expect(run!.results!.map(({ message, locations, kind, ruleId }) => ({ text: message.text, kind, ruleId, uri: decoded(locations?.[0]?.physicalLocation?.artifactLocation?.uri) }))).toEqual(findings.map(({ check, title, spot, outcome, rule }) => ({
        text: `${check}: ${title}`, kind: outcome === 'inconclusive' ? 'open' : 'fail', ruleId: rule, uri: spot?.path,
      })));
      for (const flow of run!.results!.flatMap(({ codeFlows = [] }) => codeFlows)) {
        const order = flow.threadFlows.flatMap(({ locations }) => locations.map(({ executionOrder }) => executionOrder!));
        expect(order.toSorted((a, b) => a - b)).toEqual(order.map((_, at) => at + 1));
        expect(new Set(flow.threadFlows.map(({ id }) => id)).size).toBe(flow.threadFlows.length);
      }
      for (const { ruleIndex, ruleId } of run!.results!) if (ruleIndex !== undefined) expect(run!.tool.driver.rules![ruleIndex]!.id).toBe(ruleId);
    });
  });

  test('survive the summary for GitHub, as a parser of its Markdown reads it', async () => {
    await everyDocument(async (document) => {
      const tokens = new Lexer({ gfm: true }).lex(await report('github-summary', document));
      const table = tokens.find((token): token is Tokens.Table => token.type === 'table')!;
      const rows = table.rows.map((row) => row.slice(1).map(({ tokens: inline }) => textOf(inline)));
      expect(rows).toEqual(suitesOf(document).flatMap(({ name, cases }) => cases.map((one) => [name, one.name, one.message].map((text) => oneLine(text).trim()))));
      const blocks = tokens.filter((token): token is Tokens.Code => token.type === 'code').map(({ text }) => text);
      const wrong = suitesOf(document).flatMap(({ cases }) => cases.filter(({ status }) => !isOk(status)).map(({ text, message }) => (text === '' ? message : text)));
      expect(blocks).toHaveLength(wrong.length);
    });
  });

  test('survive JSON', async () => {
    await everyDocument(async (document) => {
      expect(JSON.parse(await report('json', document))).toEqual(document);
    });
  });
});

function caseRead(one: TestCase): { name: string | undefined; status: Status; message: string | null } {
  const status = one.failure !== undefined ? 'failed' : one.error !== undefined ? 'error' : one.skipped !== undefined ? 'skipped' : 'passed';
  return { name: one.name, status, message: (one.failure ?? one.error ?? one.skipped)?.[0]?.message ?? null };
}

/** The parser gives the text of numbers, whatever its types say. */
function countsRead({ tests, failures, errors, skipped }: TestSuite): Record<string, number> {
  return { tests: Number(tests), failures: Number(failures), errors: Number(errors), skipped: Number(skipped) };
}

interface TapCase {
  readonly name: string;
  readonly ok: boolean;
  readonly skip: boolean;
  readonly spec: unknown;
  readonly variant: unknown;
  readonly message: unknown;
}

/** Subtests with their test points, as the parser tells them. Throws for what is no TAP. */
function readTap(text: string): { name: string; ok: boolean; cases: TapCase[] }[] {
  const parser = new TapParser({ strict: true });
  const cases: TapCase[][] = [];
  const suites: { name: string; ok: boolean }[] = [];
  const wrong: unknown[] = [];
  parser.on('child', (child: TapParser) => {
    const mine: TapCase[] = [];
    cases.push(mine);
    child.on('assert', ({ name, ok, skip, diag }) => mine.push({ name, ok, skip: skip !== false, spec: diag?.['spec'], variant: diag?.['variant'], message: diag?.['message'] }));
    child.on('extra', (extra: string) => wrong.push(extra));
  });
  parser.on('assert', ({ name, ok }) => suites.push({ name, ok }));
  parser.on('extra', (extra: string) => wrong.push(extra));
  parser.end(text);
  if (wrong.length > 0) throw new Error(`not TAP: ${JSON.stringify(wrong)}`);
  return suites.map((suite, at) => ({ ...suite, cases: cases[at]! }));
}

function decoded(uri: string | undefined): string | undefined {
  return uri?.split('/').map(decodeURIComponent).join('/');
}

function textOf(tokens: readonly Tokens.Generic[]): string {
  return tokens.map((token) => (token.type === 'text' || token.type === 'escape' ? unescaped(String(token['text'])) : `(${token.type})`)).join('');
}

function unescaped(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
