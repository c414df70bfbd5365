import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { compareWithExpectation } from '../../src/checker/expectation.js';
import { fdcheck, folderWith } from '../cli/harness.js';
import { checkSpecText } from '../helpers/spec-text.js';
import { vocabularyWords } from '../helpers/vocabulary.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manual = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');
const blocks = [...manual.matchAll(/^```ts\n(.*?)^```$/gms)].map((m) => m[1] ?? '');
const specs = blocks.filter((b) => b.startsWith('// spec\n')).map((b) => b.slice('// spec\n'.length));
const fragments = blocks.filter((b) => !b.startsWith('// spec\n'));

describe('every spec of the manual ends as it expects', () => {
  it.each(specs.map((text) => [text.split('\n')[0], text] as const))('%s', async (_question, text) => {
    for (const { expected, result } of await checkSpecText(text)) {
      expect(compareWithExpectation(result, expected)).toMatchObject({ unexpected: [], missing: [], met: true });
    }
  });
});

it('the variants that the manual says are the same are', async () => {
  const pairs = specs.filter((text) => /^ {2}same:/m.test(text));
  expect(pairs).not.toHaveLength(0);
  for (const text of pairs) {
    const folder = folderWith({ 'question.ts': text });
    const { code, out } = await fdcheck(folder.path, ['check', 'question.ts']);
    folder.remove();
    expect(out).toContain(': bisimilar, as expected');
    expect(code).toBe(0);
  }
});

it('tsc accepts every spec of the manual', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fdcheck-manual-'));
  try {
    specs.forEach((text, i) => writeFileSync(join(folder, `spec${i}.ts`), text));
    const paths = { 'fdcheck/lang': [join(root, 'src/lang/vocabulary/index.ts')] };
    const compilerOptions = { noEmit: true, rootDir: '/', declaration: false, sourceMap: false, types: [], paths };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    expect(tscOutput(folder)).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('every fragment of the manual is TypeScript', () => {
  it.each(fragments.map((text) => [text.trim().split('\n')[0], text] as const))('%s', (_line, text) => {
    expect(errors(text) === 0 || errors(`function fragment() {\n${text.replaceAll(/^export /gm, '')}}`) === 0).toBe(true);
  });
});

it('the manual names every word of the vocabulary', () => {
  const named = new Set(manual.match(/\w+/g));
  const shapesOfSpecs = ['spec_options', 'task_declaration', 'task_program', 'expectation', 'switch_entry'];
  expect(vocabularyWords().filter((word) => !named.has(word))).toEqual(shapesOfSpecs);
});

function errors(text: string): number {
  return parseSync('fragment.ts', text).errors.length;
}

/** What tsc says of a project; empty if it accepts it. */
function tscOutput(folder: string): string {
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}
