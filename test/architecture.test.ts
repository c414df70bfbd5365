import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const LONGEST_FILE = 400;
const LONGEST_FUNCTION = 70;

/** From each layer, the folders and files under src/ that it may import; a layer may always import itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'lang/vocabulary': [],
  'lang/front': ['lang/ir.ts', 'lang/vocabulary'],
  'lang': ['lang/front', 'lang/vocabulary'],
  'model': ['lang/vocabulary'],
  'checker': ['lang/ir.ts'],
  'kernel': ['lang/citations.ts'],
  'report': [
    'lang/ir.ts', 'lang/compile.ts', 'lang/outline.ts', 'lang/citations.ts', 'lang/front/diagnostic.ts', 'compare-variants.ts', 'check-spec.ts', 'checker/outcome.ts', 'checker/check.ts', 'checker/trail.ts', 'checker/trail/row.ts', 'checker/state.ts', 'checker/state-graph.ts',
    'kernel', 'checker/expectation.ts', 'checker/compare/compare.ts', 'checker/program/walk.ts', 'checker/reduce/survey.ts', 'checker/reduce/touching.ts',
  ],
  'compare-variants.ts': ['lang', 'checker'],
  'check-spec.ts': ['lang', 'checker'],
  'matchers': ['lang', 'checker', 'report', 'compare-variants.ts', 'check-spec.ts'],
  'vitest.ts': ['lang', 'matchers'],
  'cli': ['lang', 'checker', 'kernel', 'report', 'compare-variants.ts', 'check-spec.ts', 'index.ts'],
  'index.ts': ['lang', 'checker', 'report', 'compare-variants.ts', 'check-spec.ts'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  /** Only types: gone when it runs. */
  readonly types: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

function importsOf(file: string): Import[] {
  const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'));
  const imports = module.staticImports.map(({ moduleRequest, entries }) => ({ name: moduleRequest.value, types: entries.length > 0 && entries.every((entry) => entry.isType) }));
  const reexports = module.staticExports.flatMap(({ entries }) => entries.map((entry) => ({ name: entry.moduleRequest?.value ?? '', types: entry.isType })));
  return [...imports, ...reexports]
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name, types }) => ({ from: file, types, to: sourceOf(resolve(root, dirname(file), name)) }));
}

/** The source of what an import names as it is when built. */
function sourceOf(built: string): string {
  const [ts, tsx] = ['.ts', '.tsx'].map((suffix) => built.replace(/\.js$/, suffix));
  return relative(root, existsSync(tsx!) ? tsx! : ts!);
}

/** The layer that a file under src/ belongs to: the longest one that contains it. */
function layerOf(file: string): string {
  const inside = file.slice('src/'.length);
  return Object.keys(allowed).filter((layer) => inside === layer || inside.startsWith(`${layer}/`)).toSorted((a, b) => b.length - a.length)[0] ?? '(none)';
}

function permitted({ from, to }: Import): boolean {
  const layer = layerOf(from);
  const target = to.slice('src/'.length);
  if (layerOf(to) === layer) return true;
  return (allowed[layer] ?? []).some((entry) => target === entry || target.startsWith(`${entry}/`));
}

function functionLengths(file: string): { name: string; lines: number }[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found: { name: string; lines: number }[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && 'start' in node && 'end' in node && /Function(Declaration|Expression)$/.test(String(node.type))) {
      const { start, end } = node;
      found.push({ name: `${file}:${text.slice(0, Number(start)).split('\n').length}`, lines: text.slice(Number(start), Number(end)).split('\n').length });
    }
    Object.values(node).forEach(visit);
  };
  visit(parseSync(file, text).program);
  return found;
}

/** Files whose evaluation needs themselves through others, each with the way round; types do not count. */
function cycles(files: readonly string[]): string[][] {
  const edges = new Map(files.map((file) => [file, importsOf(file).filter(({ types }) => !types).map(({ to }) => to)]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[][] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') return void found.push([...way.slice(way.indexOf(file)), file]);
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) visit(next, [...way, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  return found;
}

describe('architecture', () => {
  const src = sources('src');

  test('every source file belongs to a layer', () => {
    expect(src.filter((file) => layerOf(file) === '(none)')).toEqual([]);
  });

  test('imports point one way: lang to nothing, model to its words, the engine to the IR, reports to outcomes, commands to all', () => {
    const wrong = src.flatMap(importsOf).filter((one) => !permitted(one)).map(({ from, to }) => `${from} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  test('no file needs itself through others when it is evaluated', () => {
    // A model is parsed, not evaluated, and the kernel's own files need each other.
    expect(cycles(src.filter((file) => !file.startsWith('src/model/')))).toEqual([]);
  });

  test(`no source file is longer than ${LONGEST_FILE} lines`, () => {
    const long = [...src, ...sources('test')].map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > LONGEST_FILE)).toEqual([]);
  });

  test(`no function is longer than ${LONGEST_FUNCTION} lines`, () => {
    expect(src.flatMap(functionLengths).filter(({ lines }) => lines > LONGEST_FUNCTION)).toEqual([]);
  });

  test('no source says any, or switches a check off', () => {
    const forbidden = /:\s*any\b|\bas any\b|<any>|@ts-ignore|@ts-expect-error|@ts-nocheck|(?:eslint|oxlint|biome)-(?:disable|ignore)/;
    const found = src.filter((file) => forbidden.test(readFileSync(join(root, file), 'utf8')));
    expect(found).toEqual([]);
  });

  test('the model says that it is GPL-2.0-only, and nothing else does', () => {
    const marked = src.filter((file) => readFileSync(join(root, file), 'utf8').startsWith('// SPDX-License-Identifier: GPL-2.0-only'));
    expect(marked).toEqual(src.filter((file) => file.startsWith('src/model/')));
  });

  test('only the commands touch the process', () => {
    const found = src.filter((file) => !/^src\/(cli|model|lang\/vocabulary)\//.test(file)).filter((file) => /\bprocess\.(exit|argv|stdout|stderr|on)\b/.test(readFileSync(join(root, file), 'utf8')));
    expect(found).toEqual([]);
  });
});
