import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDocument, type CheckDocument } from '../../../src/report/check-document.js';
import { htmlReport } from '../../../src/report/html/html-report.js';
import { jsonInHtml } from '../../../src/report/html/pack.js';
import { fdcheck, folderWith } from '../../cli/harness.js';
import { questions } from '../../cli/questions.js';

const folder = { current: { path: '', remove: (): void => {} } };
let document: CheckDocument;

beforeAll(async () => {
  folder.current = folderWith(questions);
  document = JSON.parse((await fdcheck(folder.current.path, ['check', '--json'])).out) as CheckDocument;
});

afterAll(() => folder.current.remove());

const empty = (more: Partial<Parameters<typeof checkDocument>[0]>): CheckDocument => checkDocument({ command: 'check', outcome: 'proved', runs: [], pairs: [], failures: [], ...more });

/** What the page is given. */
function dataIn(html: string): unknown {
  return JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(html)![1]!);
}

/** Elements of its text, scripts by their type. */
function elements(html: string): string[] {
  return [...html.matchAll(/<(script|style|link|img|iframe|object|embed|base|form)\b([^>]*)>/g)].map(([, name, rest]) => `${name}${/type="([^"]*)"/.exec(rest!)?.[1] ?? ''}${/src|href/.test(rest!) ? ' loads' : ''}`);
}

describe('the HTML report', () => {
  test('is one file that loads nothing, of the document, its trails, one style sheet and one script', () => {
    const trails = document.runs.flatMap(({ verdicts }) => verdicts.flatMap((verdict) => verdict.trails));
    expect(elements(htmlReport(document))).toEqual(['style', ...trails.map(() => 'scripttext/plain'), 'scriptapplication/json', 'script']);
    expect(trails.length).toBeGreaterThan(3);
  });

  test('forbids by its policy whatever it does not contain', () => {
    const html = htmlReport(document);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!;
    const hash = (tag: string): string => createHash('sha256').update(html.slice(html.lastIndexOf(`<${tag}>`) + tag.length + 2, html.lastIndexOf(`</${tag}>`))).digest('base64');
    expect(policy).toBe(`default-src 'none'; script-src 'sha256-${hash('script')}'; style-src 'sha256-${hash('style')}'; base-uri 'none'; form-action 'none'`);
  });

  test('contains each trail as it is in the document, with the sources of its run', () => {
    const html = htmlReport(document);
    const packed = [...html.matchAll(/<script type="text\/plain" id="trail-\d+">([^<]*)<\/script>/g)].map(([, text]) => JSON.parse(inflateRawSync(Buffer.from(text!, 'base64')).toString()) as unknown);
    expect(packed).toEqual(document.runs.flatMap(({ verdicts, sources }) => verdicts.flatMap(({ trails }) => trails.map((trail) => ({ trail, sources })))));
  });

  test('names trails by spec, variant and verdict, each its own way', () => {
    const [run] = document.runs.filter(({ spec }) => spec === 'lost');
    const twice = empty({ runs: [run!, run!] });
    const ids = [...JSON.stringify(dataIn(htmlReport(twice))).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['lost/base/none_lost', 'lost/base/is_two', 'lost/base/none_lost~2', 'lost/base/is_two~2']);
  });

  test('is the same for the same document, and below 400 kB without its data', () => {
    expect(htmlReport(document)).toBe(htmlReport(structuredClone(document)));
    expect(htmlReport(empty({})).length).toBeLessThan(400_000);
  });

  test('tells the licences of what its script contains', () => {
    const html = htmlReport(empty({}));
    for (const name of ['preact', '@dagrejs/dagre', '@dagrejs/graphlib']) expect(html).toContain(`${name}\n`);
    expect(html.match(/The above copyright notice and this permission notice/g)).toHaveLength(3);
  });

  test.each(['</script><script>alert(1)</script>', '<!--<script>', '<img src=x onerror=alert(1)>', ']]>', '\u2028\u2029', '"&lt;\\', 'ünïcode 𝕏'])('keeps %j as text', (name) => {
    const failures = [{ about: name, outcome: 'compile' as const, message: name, path: null, diagnostics: [] }];
    const html = htmlReport(empty({ failures }), { title: name });
    expect(dataIn(html)).toMatchObject({ title: name, check: { failures } });
    expect(elements(html)).toEqual(elements(htmlReport(empty({}))));
    expect(jsonInHtml(name)).not.toMatch(/[<>&\u2028\u2029]/);
  });
});
