/** docs/series.md, and README's section on the series: what they show is what was accepted. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = `${root}docs/series.md`;

/** `npm run write-docs` (FDCHECK_WRITE_DOCS=1) writes what was accepted into the page instead of comparing. */
const writes = process.env['FDCHECK_WRITE_DOCS'] === '1';

interface Result {
  readonly spec: string;
  readonly variants: Record<string, { readonly expected: string; readonly measures?: readonly { readonly name: string; readonly least: Extreme | null; readonly greatest: Extreme | null }[] }>;
  readonly same?: Record<string, { readonly likeness: string }>;
}
interface Extreme { readonly value: number }

function resultsIn(folder: string): Result[] {
  const files = readdirSync(`${root}results/${folder}`).filter((name) => name.endsWith('.json') && !name.startsWith('matrix')).toSorted();
  return files.map((name) => JSON.parse(readFileSync(`${root}results/${folder}/${name}`, 'utf8')) as Result);
}

/** Number, title, hash and kind of each patch of the series, from the table of switches. */
function patches(): { k: number; title: string; hash: string; kind: string }[] {
  const text = readFileSync(`${root}src/model/switches.ts`, 'utf8');
  const entry = /name: 'series\/(\d+)', title: (['"])(.*?)\2, hash: '([0-9a-f]+)', kind: '(\w+)'/g;
  return [...text.matchAll(entry)].map(([, k, , title, hash, kind]) => ({ k: Number(k), title: title!, hash: hash!, kind: kind! }));
}

/** `violated: a, b` with many names as their number. */
function short(expected: string): string {
  return expected.replace(/\(([^)]*)\)/g, (whole, names: string) => (names.split(', ').length > 3 ? `: ${names.split(', ').length} claims` : whole));
}

/** What a question finds before a patch and with it; null if it does not ask both. */
function change({ variants, same = {} }: Result, k: number): string | null {
  const before = variants[k === 1 ? 'v5.10' : `series/${k - 1}`];
  const after = variants[`series/${k}`];
  const likeness = Object.entries(same).find(([pair]) => pair.endsWith(`= series/${k}`))?.[1].likeness;
  if (!before || !after) return likeness ?? null;
  const verdicts = before.expected === after.expected ? short(after.expected) : `${short(before.expected)} → ${short(after.expected)}`;
  return likeness === undefined ? verdicts : `${verdicts}; ${likeness}`;
}

function patchTable(): string {
  const results = resultsIn('series');
  const rows = patches().map(({ k, title, hash, kind }) => {
    const prefix = `series/${String(k).padStart(2, '0')}-`;
    const found = results.filter(({ spec }) => spec.startsWith(prefix)).flatMap((result) => {
      const what = change(result, k);
      return what === null ? [] : [`\`${result.spec.slice('series/'.length)}\`: ${what}`];
    });
    return `| ${k} | ${title.replace(/\.$/, '')} (${hash}) | ${kind} | ${found.join('<br>')} |`;
  });
  return ['| | patch | kind | question: before → with it |', '|---|---|---|---|', ...rows].join('\n');
}

function measureTable(): string {
  const rows = resultsIn('measure').flatMap(({ spec, variants }) => Object.entries(variants).flatMap(([variant, { measures = [] }]) =>
    measures.map(({ name, least, greatest }) => `| \`${spec}\` | ${name} | ${variant} | ${least?.value ?? '-'} | ${greatest?.value ?? '-'} |`)));
  return ['| question | measure | version | least | greatest |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The table of one property in results/series/matrix.md, without its links. */
function matrixTable(property: string): string {
  const text = readFileSync(`${root}results/series/matrix.md`, 'utf8');
  const section = text.slice(text.indexOf(`\n## ${property}\n`));
  const table = section.split('\n').slice(3).join('\n').split('\n\n')[0]!;
  return table.replace(/\[V\]\([^)]*\)/g, 'V');
}

/** Replaces what stands in a page between a marker and its end; gives what stood there. */
function hold(file: string, marker: string, now: string): string {
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf(`<!-- ${marker} -->\n`) + `<!-- ${marker} -->\n`.length;
  const end = text.indexOf('<!-- end -->', start);
  if (writes) writeFileSync(file, `${text.slice(0, start)}${now}\n${text.slice(end)}`);
  return writes ? `${now}\n` : text.slice(start, end);
}

describe('docs/series.md', () => {
  it.each([
    ['docs/series.md', 'matrix: posix_lock_survives_exec', () => matrixTable('posix_lock_survives_exec')],
    ['docs/series.md', 'table: patches', patchTable],
    ['docs/series.md', 'table: measures', measureTable],
    ['README.md', 'matrix: posix_lock_survives_exec', () => matrixTable('posix_lock_survives_exec')],
  ])('and README: %s shows under "%s" what was accepted', (file, marker, table) => {
    const now = table();
    expect(hold(root + file, marker, now)).toBe(`${now}\n`);
    expect(now.split('\n').length).toBeGreaterThan(3);
  });

  it('has a question with a verdict, or a comparison, for each patch of the series', () => {
    const rows = patchTable().split('\n').slice(2);
    expect(rows).toHaveLength(24);
    expect(rows.filter((row) => /\|\s*\|$/.test(row))).toEqual([]);
  });

  it('names questions that exist', () => {
    const text = readFileSync(page, 'utf8');
    const named = [...text.matchAll(/`((?:series|close_range|exec|fdtable|patches|measure)\/[\w-]+(?:\/[\w-]+)?)`/g)].map(([, name]) => name!);
    expect(named.filter((name) => !existsSync(`${root}specs/${name}.ts`))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});
