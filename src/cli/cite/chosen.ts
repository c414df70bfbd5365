/** Which declarations of the model a command line of `fdcheck cite` is about. */
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { CitedDeclaration } from '../../lang/citations.js';
import { compile, loadSpec } from '../../lang/compile.js';
import { UsageError } from '../failure.js';
import { findSpecs } from '../specs.js';

/** All, if nothing is wanted; else those that any of the words names: a path in the kernel or the model, a name, or a spec that compiles them. */
export function chosenOf(declarations: readonly CitedDeclaration[], wanted: readonly string[], model: string, cwd: string): ReadonlySet<CitedDeclaration> {
  return new Set(wanted.length === 0 ? declarations : wanted.flatMap((word) => {
    const named = declarations.filter((one) => isNamed(one, word, model, cwd));
    const found = named.length > 0 ? named : ofSpecs(declarations, word, model, cwd);
    if (found.length === 0) throw new UsageError(`no citation of the model is about '${word}': give a path below the kernel or src/model, the name of a function, or a spec`);
    return found;
  }));
}

function isNamed({ file, name, citations }: CitedDeclaration, word: string, model: string, cwd: string): boolean {
  const below = (path: string, folder: string): boolean => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
  const typed = resolve(cwd, word);
  const inModel = existsSync(typed) ? relative(model, typed).replaceAll(sep, '/') : word;
  return name === word || below(file, inModel) || file === `${word}.ts` || citations.some(({ path }) => below(path, word));
}

/** What a spec compiles of the model, in any of its variants. */
function ofSpecs(declarations: readonly CitedDeclaration[], word: string, model: string, cwd: string): CitedDeclaration[] {
  const compiled = new Set(specsNamed(word, cwd).map(loadSpec).flatMap((spec) => spec.variants.flatMap((variant) => compile(spec, variant).sites.map(({ file, fn }) => `${relative(model, file).replaceAll(sep, '/')} ${fn}`))));
  return declarations.filter(({ file, name }) => compiled.has(`${file} ${name}`));
}

function specsNamed(word: string, cwd: string): string[] {
  try {
    return findSpecs([word], cwd);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
