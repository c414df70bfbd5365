/** Text that people never meant: the front end compiles it or refuses it, and never fails in another way. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CompileError } from '../../../src/lang/compile.js';
import { compileFiles } from '../../helpers/front.js';

const FIXED_SEED = 20_201_120;
const RUNS = 250;

const models = fileURLToPath(new URL('../../known/models/', import.meta.url));
const texts = readdirSync(models).filter((name) => name.endsWith('.ts')).toSorted().map((name) => readFileSync(models + name, 'utf8'));

/** Words, numbers, strings and single signs, with the white space before them. */
function tokensOf(text: string): string[] {
  return text.match(/\s*(?:\/\/[^\n]*|\w+|'[^'\n]*'|=>|[=!<>]==?|\+\+|&&|\|\||.)/gsu) ?? [];
}

type Edit = { readonly kind: 'drop' | 'double' | 'swap' | 'replace'; readonly at: number; readonly from: number };

const edit: fc.Arbitrary<Edit> = fc.record({ kind: fc.constantFrom('drop', 'double', 'swap', 'replace'), at: fc.nat(), from: fc.nat() });

function edited(tokens: string[], { kind, at, from }: Edit): string[] {
  const here = at % tokens.length;
  const there = from % tokens.length;
  const [a = '', b = ''] = [tokens[here], tokens[there]];
  if (kind === 'drop') return tokens.toSpliced(here, 1);
  if (kind === 'double') return tokens.toSpliced(here, 0, a);
  if (kind === 'replace') return tokens.with(here, b);
  return tokens.with(here, b).with(there, a);
}

/** What is wrong with how the front end takes the text; null if nothing. */
function misbehaviour(text: string): string | null {
  try {
    compileFiles({ 'question.ts': text });
    return null;
  } catch (error) {
    if (error instanceof CompileError && error.diagnostics.every((d) => d.line > 0 && d.column > 0 && d.message !== '')) return null;
    return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
  }
}

const mangled = fc.tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 3 }))
  .map(([text, edits]) => edits.reduce(edited, tokensOf(text)).join(''));

it('takes a model with tokens dropped, doubled, swapped or replaced, or refuses it with a place', () => {
  const property = fc.property(mangled, (text) => { expect(misbehaviour(text)).toBeNull(); });
  expect(fc.defaultReportMessage(fc.check(property, { seed: FIXED_SEED, numRuns: RUNS }))).toBeUndefined();
  expect(fc.defaultReportMessage(fc.check(property, { numRuns: RUNS }))).toBeUndefined();
}, 120_000);

it('takes the models as they are', () => {
  expect(texts.map(misbehaviour)).toEqual(texts.map(() => null));
});
