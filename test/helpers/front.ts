/** For tests of the front end: spec text, compiled; and what it says of text that it refuses. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compile, CompileError, loadSpec, type Diagnostic } from '../../src/lang/compile.js';
import type { Program } from '../../src/lang/ir.js';
import { withImports } from './vocabulary.js';

/** Files by name; `question.ts` is the spec. */
export type Files = Readonly<Record<string, string>>;

/** Runs `body` with the path of question.ts in a folder that holds the files. */
export function inFolder<T>(files: Files, body: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fdcheck-front-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return body(join(folder, 'question.ts'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The program of a spec whose declarations are `text`; imports and an expectation are added. */
export function programOf(text: string, options: string): Program {
  return inFolder({ 'question.ts': withImports(`${text}\nexport default spec({ ${options}, expect: { base: proved } });`) }, (path) =>
    compile(loadSpec(path), 'base'));
}

/** Compiles every variant of the spec. */
export function compileFiles(files: Files): Program[] {
  return inFolder(files, (path) => {
    const spec = loadSpec(path);
    return spec.variants.map((variant) => compile(spec, variant));
  });
}

/** What the front end says of files that it refuses. Throws if it does not, or if it fails in another way. */
export function refusals(files: Files): readonly Diagnostic[] {
  try {
    compileFiles(files);
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics;
    throw error;
  }
  throw new Error('the front end accepted it');
}

/** `line:column message | hint` of the one diagnostic of a spec text. */
export function refusal(text: string): string {
  const [first, ...more] = refusals({ 'question.ts': text });
  if (!first || more.length > 0) throw new Error(`${more.length + 1} diagnostics`);
  return `${first.line}:${first.column} ${first.message}${first.hint === null ? '' : ` | ${first.hint}`}`;
}
