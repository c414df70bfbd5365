import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { asExpectation, runSpecText } from '../helpers/spec-text.js';

const manual = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');
const blocks = [...manual.matchAll(/^```ts\n(.*?)^```$/gms)].map((m) => m[1] ?? '');
const specs = blocks.filter((b) => b.startsWith('// spec\n')).map((b) => b.slice('// spec\n'.length));
const fragments = blocks.filter((b) => !b.startsWith('// spec\n'));

describe('every spec of the manual ends as it expects', () => {
  it.each(specs.map((text) => [text.split('\n')[0], text] as const))('%s', async (_question, text) => {
    for (const { expected, ending } of await runSpecText(text)) expect(asExpectation(ending, expected), JSON.stringify(ending)).toEqual(expected);
  });
});

describe('every fragment of the manual is TypeScript', () => {
  it.each(fragments.map((text) => [text.trim().split('\n')[0], text] as const))('%s', (_line, text) => {
    expect(errors(text) === 0 || errors(`function fragment() {\n${text.replaceAll(/^export /gm, '')}}`) === 0).toBe(true);
  });
});

it('the manual names every word of the vocabulary', () => {
  const named = new Set(manual.match(/\w+/g));
  expect(words().filter((word) => !named.has(word))).toEqual([]);
});

function errors(text: string): number {
  return parseSync('fragment.ts', text).errors.length;
}

/** What index.ts exports, by way of the files that it re-exports. */
function words(): string[] {
  const folder = new URL('../../src/lang/vocabulary/', import.meta.url);
  const index = readFileSync(new URL('index.ts', folder), 'utf8');
  const files = readdirSync(folder).filter((f) => index.includes(`'./${f.replace('.ts', '.js')}'`));
  const declared = /^export (?:declare )?(?:function|const|let|type|interface) (\w+)/gm;
  const shapesOfSpecs = new Set(['spec_options', 'task_declaration', 'task_program', 'expectation', 'switch_entry']);
  return files.flatMap((f) => [...readFileSync(new URL(f, folder), 'utf8').matchAll(declared)].map((m) => m[1] ?? '')).filter((word) => !shapesOfSpecs.has(word));
}
